// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.virtualpok.app.cli.Windows;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.shell.WorkbenchLauncher;
import org.virtualpok.app.shell.WorkbenchOptions;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** Opens the workbench; JavaFX is loaded here, when a command asks for a window. */
final class JavaFxWindows implements Windows {
  /** Kept, for the log manager forgets loggers that nobody holds. */
  private static final Logger JAVAFX = Logger.getLogger("javafx");

  /** JavaFX would warn that it lies on the class path, where it lies on purpose. */
  private static void quiet() {
    JAVAFX.setLevel(Level.SEVERE);
  }

  @Override
  public void open(DebugTarget target) throws InputException {
    Optional<String> problem = DisplayCheck.problem();
    if (problem.isPresent()) {
      throw new InputException(problem.get());
    }
    quiet();
    try {
      WorkbenchLauncher.open(target, WorkbenchOptions.DEFAULT);
    } catch (RuntimeException e) {
      String explained = DisplayCheck.explain(e).orElseThrow(() -> e);
      throw new InputException(explained);
    }
  }

  @Override
  public void screenshot(DebugTarget target, Path png, Theme theme, int width, int height)
      throws InputException {
    quiet();
    try {
      WorkbenchLauncher.screenshot(target, png, theme, width, height);
    } catch (IOException e) {
      throw new InputException(png + ": " + e.getMessage());
    }
  }
}
