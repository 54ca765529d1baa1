// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;
import org.virtualpok.app.view.WorkbenchView;
import software.coley.bentofx.Bento;
import software.coley.bentofx.control.canvas.PixelCanvas;
import software.coley.bentofx.dockable.Dockable;
import software.coley.bentofx.event.DockEvent;
import software.coley.bentofx.layout.DockContainer;
import software.coley.bentofx.layout.container.DockContainerBranch;
import software.coley.bentofx.layout.container.DockContainerLeaf;
import software.coley.bentofx.layout.container.DockContainerRootBranch;

/** The docked views: built from a {@link Layout}, dragged by the user, captured as one again. */
final class Docks {
  private static final double HEADER_HEIGHT = 28;

  private static final PseudoClass FOCUSED_DOCK = PseudoClass.getPseudoClass("focused-dock");

  /** Key in a dock's properties: it has its bar of tools. */
  private static final String TOOLS = "virtualpok.tools";

  private final Bento bento = new Bento();
  private final StackPane root = new StackPane();
  private final Map<String, WorkbenchView> views;
  private final Map<String, Dockable> dockables = new HashMap<>();
  private final Runnable shown;
  private DockContainerRootBranch branch;
  private DockContainerLeaf focused;

  /**
   * Docks for these views.
   *
   * @param shown called when another view came to the front somewhere
   */
  Docks(List<WorkbenchView> views, Runnable shown) {
    this.shown = shown;
    this.views = new HashMap<>();
    for (WorkbenchView view : views) {
      this.views.put(view.id(), view);
      dockables.put(view.id(), dockable(view));
    }
    root.getStyleClass().add("dock-root");
    bento.controlsBuilding().setCanvasFactory(leaf -> new DropHint());
    bento.events().addEventListener(this::heard);
  }

  /** Marks the dock that holds the focus; the library's own mark stays where it once was. */
  void focusMoved(Node owner) {
    DockContainerLeaf now = null;
    for (Node n = owner; n != null && now == null; n = n.getParent()) {
      now = n instanceof DockContainerLeaf leaf ? leaf : null;
    }
    if (now != null && now != focused) {
      if (focused != null) {
        focused.pseudoClassStateChanged(FOCUSED_DOCK, false);
      }
      focused = now;
      focused.pseudoClassStateChanged(FOCUSED_DOCK, true);
    }
  }

  private void heard(DockEvent event) {
    if (event instanceof DockEvent.DockableParentChanged moved && moved.newParent() != null) {
      tools(moved.newParent()); // a drag may have made this dock
      Platform.runLater(shown);
    } else if (event instanceof DockEvent.DockableSelected) {
      Platform.runLater(shown);
    }
  }

  Node node() {
    return root;
  }

  private Dockable dockable(WorkbenchView view) {
    Dockable d = bento.dockBuilding().dockable(view.id());
    d.setTitle(view.title());
    d.setIconFactory(dock -> FontIcon.of(view.icon()));
    d.setTooltip(new Tooltip(view.title()));
    d.setNode(view.node());
    d.setCanBeDroppedToNewWindow(false);
    view.node().setId("view-" + view.id());
    return d;
  }

  /** Builds the whole arrangement anew. Views that the layout does not name stay closed. */
  void show(Layout layout) {
    if (branch != null) {
      for (Dockable d : dockables.values()) {
        d.inContainer(leaf -> leaf.removeDockable(d));
      }
      bento.unregisterRoot(branch);
    }
    branch = bento.dockBuilding().root("workbench");
    bento.registerRoot(branch);
    DockContainer content = build(layout);
    if (content instanceof DockContainerBranch split && layout instanceof Layout.Split top) {
      branch.setOrientation(top.orientation());
      List<DockContainer> children = new ArrayList<>(split.getChildContainers());
      for (DockContainer child : children) {
        split.removeContainer(child);
        branch.addContainer(child);
      }
      dividers(branch, top.dividers());
    } else {
      branch.addContainer(content);
    }
    root.getChildren().setAll(branch);
  }

  private DockContainer build(Layout layout) {
    if (layout instanceof Layout.Tabs tabs) {
      DockContainerLeaf leaf = bento.dockBuilding().leaf();
      for (String id : tabs.views()) {
        if (dockables.containsKey(id)) {
          leaf.addDockable(dockables.get(id));
        }
      }
      Dockable front = dockables.get(tabs.selected());
      if (front != null) {
        leaf.selectDockable(front);
      }
      tools(leaf);
      return leaf;
    }
    Layout.Split split = (Layout.Split) layout;
    DockContainerBranch b = bento.dockBuilding().branch();
    b.setOrientation(split.orientation());
    for (Layout child : split.children()) {
      b.addContainer(build(child));
    }
    dividers(b, split.dividers());
    return b;
  }

  /** Dividers keep their place only once the pane has a size. */
  private static void dividers(SplitPane pane, List<Double> places) {
    double[] positions = places.stream().mapToDouble(Double::doubleValue).toArray();
    pane.setDividerPositions(positions);
    Platform.runLater(() -> pane.setDividerPositions(positions));
  }

  /** The front view's buttons, at the right end of the tab header. */
  private void tools(DockContainerLeaf leaf) {
    HBox bar = new HBox();
    if (leaf.getProperties().putIfAbsent(TOOLS, bar) != null) {
      return;
    }
    bar.getStyleClass().add("leaf-tools");
    bar.setMinHeight(HEADER_HEIGHT);
    bar.setMaxSize(Region.USE_PREF_SIZE, HEADER_HEIGHT);
    bar.setPickOnBounds(false);
    StackPane.setAlignment(bar, Pos.TOP_RIGHT);
    leaf.getChildren().add(bar);
    Runnable refresh =
        () -> {
          Dockable d = leaf.getSelectedDockable();
          WorkbenchView view = d == null ? null : views.get(d.getIdentifier());
          bar.getChildren().setAll(view == null ? List.of() : view.tools());
        };
    leaf.selectedDockableProperty().addListener((property, old, d) -> refresh.run());
    refresh.run();
  }

  /** Whether the view is open, in front or behind. */
  boolean isOpen(String view) {
    Dockable d = dockables.get(view);
    return d != null && d.getContainer() != null;
  }

  /** Whether the view is open and in front. */
  boolean isInFront(String view) {
    Dockable d = dockables.get(view);
    return d != null && d.getContainer() != null && d.getContainer().getSelectedDockable() == d;
  }

  /** Opens a view, or brings it to the front. */
  void open(String view) {
    Dockable d = dockables.get(view);
    if (d == null) {
      return;
    }
    if (d.getContainer() == null) {
      DockContainerLeaf place = firstLeaf(branch);
      if (place == null) {
        place = bento.dockBuilding().leaf();
        tools(place);
        branch.addContainer(place);
      }
      place.addDockable(d);
    }
    d.getContainer().selectDockable(d);
    views.get(view).node().requestFocus();
  }

  /** The leaf with the most tabs is where a view that was closed disturbs least. */
  private static DockContainerLeaf firstLeaf(DockContainerBranch from) {
    DockContainerLeaf best = null;
    for (DockContainer child : from.getChildContainers()) {
      DockContainerLeaf leaf =
          child instanceof DockContainerLeaf l ? l : firstLeaf((DockContainerBranch) child);
      if (leaf != null
          && (best == null || leaf.getDockables().size() > best.getDockables().size())) {
        best = leaf;
      }
    }
    return best;
  }

  /** The arrangement as it stands. */
  Layout capture() {
    return capture(branch);
  }

  private static Layout capture(DockContainer container) {
    if (container instanceof DockContainerLeaf leaf) {
      List<String> ids =
          leaf.getDockables().stream().map(Dockable::getIdentifier).collect(Collectors.toList());
      Dockable front = leaf.getSelectedDockable();
      return new Layout.Tabs(ids, front == null ? "" : front.getIdentifier());
    }
    DockContainerBranch b = (DockContainerBranch) container;
    List<Double> places = new ArrayList<>();
    for (double place : b.getDividerPositions()) {
      places.add(place);
    }
    List<Layout> children = new ArrayList<>();
    for (DockContainer child : b.getChildContainers()) {
      children.add(capture(child));
    }
    return new Layout.Split(b.getOrientation(), places, children);
  }

  /** Where a dragged view would go; the library paints it red. */
  private static final class DropHint extends PixelCanvas {
    private static final int FILL = 0x404c9dff;
    private static final int BORDER = 0xff4c9dff;

    @Override
    public void fillBorderedRect(
        double x, double y, double width, double height, int line, int fill, int border) {
      super.fillBorderedRect(x, y, width, height, 1, FILL, BORDER);
    }

    @Override
    public void drawRect(double x, double y, double width, double height, double line, int color) {
      super.drawRect(x, y, width, height, 1, BORDER);
    }

    @Override
    public void fillRect(double x, double y, double width, double height, int color) {
      super.fillRect(x, y, width, height, FILL);
    }
  }
}
