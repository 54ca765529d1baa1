// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import javafx.stage.Stage;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** The workbench's window on a stage that a test brings; leaves the user's layout alone. */
public final class TestWindow {
  public static final int WIDTH = 1440;
  public static final int HEIGHT = 900;

  private TestWindow() {}

  /** Opens the window; on the JavaFX thread. */
  public static void open(Stage stage, DebugTarget target) {
    WorkbenchOptions options = new WorkbenchOptions(Theme.DARK, WIDTH, HEIGHT, false);
    WorkbenchWindow window = new WorkbenchWindow(stage, target, options);
    stage.setScene(window.scene());
    stage.show();
  }
}
