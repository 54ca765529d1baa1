// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Module, partitions and vCPUs with their states; on top, why the target stands. */
public final class DebugView implements WorkbenchView {
  private final WorkbenchServices services;
  private final BorderPane root = new BorderPane();
  private final TreeView<Context> tree = new TreeView<>();
  private final Map<Integer, TreeItem<Context>> items = new HashMap<>();
  private static final int NOTES_SHOWN = 2;

  private final HBox banner = new HBox();
  private final Label title = new Label();
  private final Label detail = new Label();
  private final HBox noteBox = new HBox();
  private final Label notes = new Label();
  private final Tooltip allNotes = new Tooltip();
  private List<String> shownNotes = List.of();
  private String processor = "";
  private boolean updating;

  public DebugView(WorkbenchServices services) {
    this.services = services;
    tree.setId("debug-tree");
    tree.setCellFactory(t -> new ContextCell());
    tree.getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (property, old, item) -> {
              if (item != null && !updating) {
                services.select(item.getValue().id());
              }
            });
    banner.getStyleClass().add("stop-banner");
    banner.setId("stop-banner");
    title.getStyleClass().add("banner-title");
    title.setId("stop-title");
    title.setWrapText(true);
    detail.getStyleClass().add("secondary");
    detail.setWrapText(true);
    VBox words = new VBox(2, title, detail);
    banner.getChildren().addAll(FontIcon.of(MaterialDesignP.PAUSE_CIRCLE_OUTLINE), words);
    HBox.setHgrow(words, Priority.ALWAYS);
    root.setTop(banner);
    root.setCenter(tree);
    notes.setId("debug-notes");
    notes.getStyleClass().add("secondary");
    notes.setWrapText(true);
    notes.setMinHeight(Region.USE_PREF_SIZE);
    notes.setTooltip(allNotes);
    noteBox.getChildren().addAll(FontIcon.of(MaterialDesignI.INFORMATION_OUTLINE), notes);
    noteBox.getStyleClass().add("debug-notes");
    noteBox.managedProperty().bind(noteBox.visibleProperty());
    noteBox.setVisible(false);
    root.setBottom(noteBox);
  }

  @Override
  public String id() {
    return "debug";
  }

  @Override
  public String title() {
    return "Debug";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignB.BUG_OUTLINE;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    processor = processor(snapshot);
    updating = true;
    showTree(snapshot, selected);
    updating = false;
    showStop(snapshot);
    showNotes(snapshot.notes());
  }

  /** What could not be made out: a line each, so many as leave room for the tree. */
  private void showNotes(List<String> all) {
    if (all.equals(shownNotes)) {
      return;
    }
    shownNotes = all;
    int more = all.size() - NOTES_SHOWN;
    String text = String.join("\n", all.subList(0, Math.min(NOTES_SHOWN, all.size())));
    notes.setText(more > 0 ? text + "\n" + more + " more" : text);
    allNotes.setText(String.join("\n", all));
    noteBox.setVisible(!all.isEmpty());
  }

  /** What a PC's processor does, shorter than its reason: the banner has that. */
  private static String processor(TargetSnapshot snapshot) {
    Registers registers = snapshot.registers().get(snapshot.current());
    return snapshot.hardware().isEmpty() || registers == null
        ? ""
        : "CPL "
            + registers.cpl()
            + ", "
            + snapshot.hardware().get().system().mode().replace(" mode with paging", ", paged");
  }

  private void showTree(TargetSnapshot snapshot, int selected) {
    Map<TreeItem<Context>, List<TreeItem<Context>>> children = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (Context c : snapshot.contexts()) {
      seen.add(c.id());
      TreeItem<Context> item = items.get(c.id());
      if (item == null) {
        item = new TreeItem<>(c);
        item.setExpanded(true);
        items.put(c.id(), item);
      } else if (!item.getValue().equals(c)) {
        item.setValue(c);
      }
      children.computeIfAbsent(item, p -> new ArrayList<>());
      TreeItem<Context> parent = items.get(c.parent());
      if (parent == null) {
        tree.setRoot(item);
      } else {
        children.computeIfAbsent(parent, p -> new ArrayList<>()).add(item);
      }
    }
    items.keySet().retainAll(seen);
    // A guest's kernel may come to know threads late, and whose they are later still.
    // Away from the old parent first: leaving it takes the new one away.
    children.forEach((parent, wanted) -> parent.getChildren().removeIf(c -> !wanted.contains(c)));
    children.forEach(
        (parent, wanted) -> {
          if (!parent.getChildren().equals(wanted)) {
            parent.getChildren().setAll(wanted);
          }
        });
    TreeItem<Context> wanted = items.get(selected);
    if (wanted != null && tree.getSelectionModel().getSelectedItem() != wanted) {
      tree.getSelectionModel().select(wanted);
    }
  }

  private void showStop(TargetSnapshot snapshot) {
    StopReason stop = snapshot.stop();
    boolean shown = !snapshot.running();
    banner.setVisible(shown);
    banner.setManaged(shown);
    if (!shown) {
      return;
    }
    title.setText(stop.title());
    detail.setText(stop.detail());
    detail.setManaged(!stop.detail().isEmpty());
    detail.setVisible(!stop.detail().isEmpty());
    boolean broken = stop.kind() == StopReason.Kind.FAULT;
    banner.getStyleClass().remove("broken");
    if (broken) {
      banner.getStyleClass().add("broken");
    }
    FontIcon icon = (FontIcon) banner.getChildren().get(0);
    icon.setIconCode(
        broken
            ? MaterialDesignA.ALERT_CIRCLE_OUTLINE
            : stop.kind() == StopReason.Kind.FINISHED || stop.kind() == StopReason.Kind.TERMINATED
                ? MaterialDesignS.STOP_CIRCLE_OUTLINE
                : MaterialDesignP.PAUSE_CIRCLE_OUTLINE);
  }

  private final class ContextCell extends TreeCell<Context> {
    /** As in the style sheet: a level's indentation; disclosure arrow and padding. */
    private static final int INDENT_WIDTH = 14;

    private static final int FRAME_WIDTH = 36;

    private final Label name = new Label();
    private final Label state = new Label();
    private final HBox box = new HBox();
    private Node sign = new Label();
    private final Tooltip tip = new Tooltip();
    private int signOf = -1;
    private int levelOf = -1;

    ContextCell() {
      name.getStyleClass().add("name");
      box.getStyleClass().add("debug-cell");
      state.setMinWidth(0);
      setPrefWidth(0); // as wide as the tree: a long reason is cut, not scrolled
      name.setMinWidth(Region.USE_PREF_SIZE);
    }

    @Override
    protected void updateItem(Context c, boolean empty) {
      super.updateItem(c, empty);
      setText(null);
      if (empty || c == null) {
        setGraphic(null);
        setTooltip(null);
        return;
      }
      fitWidth();
      if (signOf != c.id()) {
        sign = sign(c);
        signOf = c.id();
        box.getChildren().setAll(sign, name, state);
      }
      boolean partition = c.kind() == Context.Kind.PARTITION;
      boolean titled = partition || c.kind() == Context.Kind.MODULE;
      setStyles(name, "name", titled ? "titled" : "plain");
      name.setText(partition ? c.number() + " " + c.name() : fileName(c.name()));
      boolean brief = c.kind() == Context.Kind.CPU && !processor.isEmpty();
      state.setText(brief ? processor + halted(c) : c.reason());
      setStyles(state, style(c));
      String words = c.kind() == Context.Kind.MODULE ? c.name() + ": " + c.reason() : c.reason();
      if (!words.equals(tip.getText())) {
        tip.setText(words);
      }
      setTooltip(c.reason().isEmpty() ? null : tip);
      setGraphic(box);
    }

    private static String halted(Context c) {
      return c.state() == Context.State.IDLE ? ", halted" : "";
    }

    /** A machine is named by its file; there is no room for folders. */
    private static String fileName(String name) {
      return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    /** Styling anew is dear, and states come 30 times a second. */
    private static void setStyles(Label label, String... styles) {
      List<String> wanted = new ArrayList<>(List.of(styles));
      wanted.add(0, "label");
      if (!label.getStyleClass().equals(wanted)) {
        label.getStyleClass().setAll(wanted);
      }
    }

    private void fitWidth() {
      int level = getTreeView().getTreeItemLevel(getTreeItem());
      if (level != levelOf) {
        levelOf = level;
        box.prefWidthProperty()
            .bind(getTreeView().widthProperty().subtract(FRAME_WIDTH + level * INDENT_WIDTH));
        box.setMaxWidth(Region.USE_PREF_SIZE);
      }
    }

    private static Node sign(Context c) {
      return switch (c.kind()) {
        case PARTITION -> PartitionMark.of(c.number());
        case MODULE -> FontIcon.of(MaterialDesignS.SERVER);
        case CPU, VCPU -> FontIcon.of(MaterialDesignC.CHIP);
        case TASK -> FontIcon.of(MaterialDesignC.COG_OUTLINE);
        case THREAD -> FontIcon.of(MaterialDesignC.CIRCLE_SMALL);
      };
    }

    private static String style(Context c) {
      return switch (c.state()) {
        case SUSPENDED -> "held";
        case FAULTED -> "bad";
        case RUNNING -> "good";
        case STOPPED -> "faint";
        default -> "secondary";
      };
    }
  }
}
