// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinPool;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.disassembly.CodeWindow.Row;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.isa.Disassembler.Syntax;

/** The code around the current instruction of the selected vCPU. */
public final class DisassemblyView implements WorkbenchView {
  private static final String NO_VCPU =
      "The code that a vCPU runs is here; select a vCPU or a partition in Debug.";
  private static final double ROW_HEIGHT = 21;

  /** The current instruction comes no closer to the lower edge without scrolling. */
  private static final int MARGIN_ROWS = 4;

  private static final KeyCombination GO_TO =
      new KeyCodeCombination(KeyCode.G, KeyCombination.SHORTCUT_DOWN);
  private static final KeyCombination TOGGLE =
      new KeyCodeCombination(KeyCode.B, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

  private final WorkbenchServices services;
  private final DisassemblyModel model;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ListView<Row> list = new ListView<>(rows);
  private final Set<CodeCell> cells = Collections.newSetFromMap(new WeakHashMap<>());
  private final GoToBar goTo;
  private final Label hint = new Label(NO_VCPU);
  private final StackPane root = new StackPane();
  private final Label place = new Label();
  private final Button syntax = new Button("Intel");
  private final List<Node> tools;

  /** Row to bring into view as soon as there is a height; -1 for none. */
  private int unseen = -1;

  public DisassemblyView(WorkbenchServices services) {
    this.services = services;
    model =
        new DisassemblyModel(
            services.target(), Platform::runLater, ForkJoinPool.commonPool(), new Changes());
    list.getStyleClass().add("code-list");
    list.setFixedCellSize(ROW_HEIGHT);
    list.setCellFactory(
        l -> {
          CodeCell cell = new CodeCell(new CellHost());
          cells.add(cell);
          return cell;
        });
    list.heightProperty()
        .addListener(
            (o, was, is) -> {
              if (unseen >= 0) {
                Platform.runLater(this::scrollToUnseen);
              }
            });
    list.focusedProperty()
        .addListener(
            (o, was, is) -> {
              if (is && list.getSelectionModel().isEmpty() && model.current() >= 0) {
                list.getFocusModel().focus(model.current());
              }
            });
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    goTo = new GoToBar(model::find, offset -> model.goTo(offset, true), list);
    BorderPane pane = new BorderPane(list);
    pane.setTop(goTo);
    pane.getStyleClass().add("disassembly");
    pane.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (GO_TO.match(e)) {
            openGoTo();
            e.consume();
          }
        });
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    root.getChildren().addAll(pane, hint);
    root.getStylesheets()
        .add(
            Objects.requireNonNull(DisassemblyView.class.getResource("disassembly.css"))
                .toExternalForm());
    list.setVisible(false);
    tools = makeTools();
    services.onShowAddress(this::showAddress);
  }

  private List<Node> makeTools() {
    place.getStyleClass().add("secondary");
    syntax.getStyleClass().add("view-tool-button");
    syntax.setTooltip(new Tooltip("Write instructions as Intel or as AT&T does"));
    syntax.setOnAction(e -> switchSyntax());
    Button find = tool(MaterialDesignM.MAGNIFY, "Go to an offset or a symbol (Ctrl+G)");
    find.setOnAction(e -> openGoTo());
    Button home = tool(MaterialDesignC.CROSSHAIRS_GPS, "Go to the current instruction (Home)");
    home.setOnAction(e -> model.goToPc());
    return List.of(place, syntax, find, home);
  }

  private static Button tool(Ikon icon, String words) {
    Button button = new Button(null, new FontIcon(icon));
    button.getStyleClass().add("view-tool-button");
    button.setTooltip(new Tooltip(words));
    button.setAccessibleText(words);
    return button;
  }

  @Override
  public String id() {
    return "disassembly";
  }

  @Override
  public String title() {
    return "Disassembly";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignC.CODE_TAGS;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return tools;
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    model.update(snapshot, services.selectedVcpu());
    showHint();
    String text =
        model.partition().map(p -> "offsets in " + p.number() + " " + p.name()).orElse("");
    if (!text.equals(place.getText())) {
      place.setText(text);
    }
  }

  private void showHint() {
    boolean nothing = model.empty() || model.unreadable();
    hint.setVisible(nothing);
    list.setVisible(!nothing);
    hint.setText(
        model.unreadable()
            ? "There is no code at 0x" + Integer.toHexString(model.wanted()) + " to read."
            : NO_VCPU);
  }

  /** Sets a breakpoint at the selected instruction, or removes the one that is there. */
  public void toggleBreakpoint() {
    Row row = list.getSelectionModel().getSelectedItem();
    int current = model.current();
    if (row == null && current >= 0) {
      row = model.rows().get(current);
    }
    if (row != null) {
      toggle(row);
    }
  }

  /** Opens the line to type an offset or a symbol into. */
  public void openGoTo() {
    goTo.open();
  }

  private void toggle(Row row) {
    services.follow(model.toggleBreakpoint(row));
  }

  private void showAddress(int context, int offset) {
    boolean shown =
        context == services.selectedVcpu()
            || model.partition().map(p -> p.id() == context).orElse(false);
    if (!shown) {
      services.select(context);
    }
    update(services.snapshot(), services.selectedContext());
    model.goTo(offset, true);
  }

  private void switchSyntax() {
    Syntax next = model.syntax() == Syntax.INTEL ? Syntax.ATT : Syntax.INTEL;
    syntax.setText(next == Syntax.INTEL ? "Intel" : "AT&T");
    Row row = list.getSelectionModel().getSelectedItem();
    int current = model.current();
    if (row == null && current >= 0) {
      row = model.rows().get(current);
    }
    if (row == null && !rows.isEmpty()) {
      row = rows.get(0);
    }
    model.setSyntax(next, row == null ? 0 : row.offset());
  }

  private void key(KeyEvent e) {
    if (e.getCode() == KeyCode.ENTER || TOGGLE.match(e)) {
      toggleBreakpoint();
      e.consume();
    } else if (e.getCode() == KeyCode.HOME && !e.isControlDown()) {
      model.goToPc();
      e.consume();
    }
  }

  /** Scrolls so that a row stands a third from the top, unless it is well in view. */
  private void scrollTo(int row) {
    int visible = (int) (list.getHeight() / ROW_HEIGHT);
    if (visible < 1) {
      unseen = row; // the list has no height yet
      return;
    }
    unseen = -1;
    list.layout();
    if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
        && flow.getFirstVisibleCell() != null) {
      int first = flow.getFirstVisibleCell().getIndex();
      if (row > first && row < first + visible - MARGIN_ROWS) {
        return;
      }
    }
    list.scrollTo(Math.max(0, row - visible / 3));
  }

  private void scrollToUnseen() {
    if (unseen >= 0 && unseen < rows.size()) {
      scrollTo(unseen);
    }
  }

  private void revealRow(int row, boolean select) {
    scrollTo(row);
    if (select) {
      list.getSelectionModel().clearAndSelect(row);
    } else {
      list.getSelectionModel().clearSelection();
      // The arrow keys go on from here; without focus no row may claim it for the dock.
      list.getFocusModel().focus(list.isFocused() ? row : -1);
    }
  }

  /** What the model tells. */
  private final class Changes implements DisassemblyModel.Listener {
    @Override
    public void windowChanged() {
      rows.setAll(model.rows());
      showHint();
    }

    @Override
    public void marksChanged() {
      cells.forEach(CodeCell::repaint);
    }

    @Override
    public void reveal(int row, boolean select) {
      revealRow(row, select);
    }
  }

  /** What a cell may ask. */
  private final class CellHost implements CodeCell.Host {
    @Override
    public DisassemblyModel model() {
      return model;
    }

    @Override
    public void toggle(Row row) {
      DisassemblyView.this.toggle(row);
    }

    @Override
    public int offsetDigits() {
      return model.window().digits();
    }
  }
}
