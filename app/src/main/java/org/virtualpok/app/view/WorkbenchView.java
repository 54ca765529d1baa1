// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view;

import java.util.List;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;
import org.virtualpok.emu.debug.TargetSnapshot;

/** A dockable view. All methods are called on the JavaFX thread and must not wait for anything. */
public interface WorkbenchView {
  /** Stable name, for layouts, tests and commands: "registers", "console-2". */
  String id();

  /** What the tab says. */
  String title();

  Ikon icon();

  /** The content; the same node every time. */
  Node node();

  /** Small buttons for the right end of the tab header; may be empty. */
  default List<Node> tools() {
    return List.of();
  }

  /**
   * Shows a new state. Called at each stop, at each change of selection, and up to 30 times a
   * second while the target runs.
   *
   * @param snapshot the newest state
   * @param selected id of the context the user looks at; 0 if there is none
   */
  void update(TargetSnapshot snapshot, int selected);

  /** Called once when the window closes. */
  default void close() {}
}
