// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Kind;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Scope;
import org.virtualpok.emu.debug.Breakpoint;

/**
 * Where the user says what to stop at: a hypercall, an address, a function or the fate of an
 * interrupt; on a PC also a port, a vector, or a change of mode.
 */
final class AddPane {
  private static final String ENTRY = "at entry";
  private static final String EXIT = "at exit";

  private static final String BOTH = "read or write";
  private static final String READ = "read";
  private static final String WRITE = "write";

  private final BreakpointsViewModel model;
  private final Consumer<Breakpoint> add;
  private final Runnable close;
  private final ToggleGroup kinds = new ToggleGroup();
  private final ChoiceBox<String> accesses = new ChoiceBox<>();
  private final TextField what = new TextField();
  private final ChoiceBox<String> side = new ChoiceBox<>();
  private final ChoiceBox<Scope> scope = new ChoiceBox<>();
  private final ListView<Candidate> candidates = new ListView<>();
  private final VBox root;

  AddPane(BreakpointsViewModel model, Consumer<Breakpoint> add, Runnable close) {
    this.model = model;
    this.add = add;
    this.close = close;
    what.setId("breakpoint-what");
    what.textProperty().addListener((o, was, is) -> refill());
    accesses.setId("breakpoint-accesses");
    accesses.getItems().setAll(BOTH, READ, WRITE);
    accesses.setValue(BOTH);
    accesses.setOnAction(e -> refill());
    side.setId("breakpoint-side");
    side.getItems().setAll(ENTRY, EXIT);
    side.setValue(ENTRY);
    side.setOnAction(e -> refill());
    scope.setId("breakpoint-scope");
    scope.setOnAction(e -> refill());
    candidates.setId("breakpoint-candidates");
    candidates.setFixedCellSize(21);
    candidates.setPrefHeight(6 * 21 + 2);
    candidates.setFocusTraversable(false);
    candidates.getStyleClass().addAll("breakpoint-candidates", "mono");
    candidates.setCellFactory(l -> new CandidateCell());
    candidates.setOnMouseClicked(
        e -> {
          if (e.getClickCount() == 2) {
            accept();
          }
        });
    Button cancel = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    cancel.getStyleClass().add("view-tool-button");
    cancel.setTooltip(new Tooltip("Close without adding (Esc)"));
    cancel.setOnAction(e -> close.run());
    Button accept = new Button("Add");
    accept.setId("breakpoint-add-accept");
    accept.setTooltip(new Tooltip("Add the breakpoint (Enter)"));
    accept.setMinWidth(Region.USE_PREF_SIZE);
    accept.setOnAction(e -> accept());
    HBox.setHgrow(what, Priority.ALWAYS);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox first = new HBox(what, cancel);
    HBox second = new HBox(side, scope, accesses, gap, accept);
    root = new VBox(first, candidates, second);
    List<Kind> choice = model.kinds();
    if (choice.size() > 1) {
      root.getChildren().add(0, kindButtons(choice));
    }
    root.setId("breakpoint-add-pane");
    root.getStyleClass().add("breakpoint-add");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  private HBox kindButtons(List<Kind> choice) {
    HBox bar = new HBox();
    bar.getStyleClass().add("segments");
    for (Kind kind : choice) {
      ToggleButton button = new ToggleButton(kind.title);
      button.setId("breakpoint-kind-" + kind.title.toLowerCase(Locale.ROOT));
      button.getStyleClass().add("segment");
      button.setToggleGroup(kinds);
      button.setUserData(kind);
      button.setOnAction(
          e -> {
            button.setSelected(true); // one is always chosen
            chooseKind();
          });
      bar.getChildren().add(button);
    }
    kinds.selectToggle(kinds.getToggles().get(0));
    return bar;
  }

  private Kind kind() {
    return kinds.getSelectedToggle() == null
        ? Kind.CODE
        : (Kind) kinds.getSelectedToggle().getUserData();
  }

  private void chooseKind() {
    boolean calls = kind() == Kind.CODE && model.hasPartitions();
    what.clear();
    what.setPromptText(model.prompt(kind()));
    what.setDisable(kind() == Kind.MODE);
    show(side, calls);
    show(scope, kind() == Kind.CODE && model.hasScopes());
    show(accesses, kind() == Kind.PORT);
    candidates.getSelectionModel().clearSelection();
    refill();
    (kind() == Kind.MODE ? candidates : what).requestFocus();
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  Node node() {
    return root;
  }

  /** Empty, with the first candidate chosen. */
  void open() {
    List<Scope> scopes = model.scopes();
    scope.getItems().setAll(scopes);
    scope.setValue(scopes.get(0));
    side.setValue(ENTRY);
    chooseKind();
  }

  private void refill() {
    if (scope.getValue() == null) {
      return;
    }
    boolean entry = ENTRY.equals(side.getValue());
    int chosen = Math.max(0, candidates.getSelectionModel().getSelectedIndex());
    candidates
        .getItems()
        .setAll(
            kind() == Kind.CODE
                ? model.candidates(what.getText(), entry, scope.getValue())
                : model.candidates(
                    kind(),
                    what.getText(),
                    !WRITE.equals(accesses.getValue()),
                    !READ.equals(accesses.getValue())));
    candidates.getSelectionModel().select(Math.min(chosen, candidates.getItems().size() - 1));
  }

  private void key(KeyEvent e) {
    KeyCode code = e.getCode();
    if (code == KeyCode.ENTER) {
      accept();
      e.consume();
    } else if (code == KeyCode.ESCAPE) {
      close.run();
      e.consume();
    } else if (what.isFocused() && (code == KeyCode.DOWN || code == KeyCode.UP)) {
      move(code == KeyCode.DOWN ? 1 : -1);
      e.consume();
    }
  }

  private void move(int by) {
    int size = candidates.getItems().size();
    if (size > 0) {
      int to = candidates.getSelectionModel().getSelectedIndex() + by;
      int row = Math.max(0, Math.min(size - 1, to));
      candidates.getSelectionModel().select(row);
      candidates.scrollTo(Math.max(0, row - 2));
    }
  }

  private void accept() {
    Candidate chosen = candidates.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      add.accept(BreakpointsViewModel.breakpoint(chosen));
      close.run();
    }
  }

  /** Shows what a candidate says. */
  private static final class CandidateCell extends ListCell<Candidate> {
    @Override
    protected void updateItem(Candidate candidate, boolean empty) {
      super.updateItem(candidate, empty);
      setText(empty || candidate == null ? null : candidate.text());
    }
  }
}
