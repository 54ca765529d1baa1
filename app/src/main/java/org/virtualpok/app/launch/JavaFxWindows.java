// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.virtualpok.app.cli.Windows;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.shell.UnknownViewException;
import org.virtualpok.app.shell.WorkbenchLauncher;
import org.virtualpok.app.shell.WorkbenchOptions;
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
  public void open(List<DebugTarget> targets) throws InputException {
    Optional<String> problem = DisplayCheck.problem();
    if (problem.isPresent()) {
      throw new InputException(problem.get());
    }
    quiet();
    try {
      WorkbenchLauncher.open(targets, WorkbenchOptions.DEFAULT);
    } catch (RuntimeException e) {
      String explained = DisplayCheck.explain(e).orElseThrow(() -> e);
      throw new InputException(explained);
    }
  }

  @Override
  public void screenshot(List<DebugTarget> targets, Path png, Picture p) throws InputException {
    quiet();
    try {
      WorkbenchLauncher.screenshot(
          targets,
          png,
          new WorkbenchOptions(
              p.theme(),
              p.width(),
              p.height(),
              false,
              false,
              p.front(),
              p.perspective(),
              p.select()));
    } catch (IOException e) {
      throw new InputException(png + ": " + e.getMessage());
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnknownViewException unknown) {
        throw new InputException("--show or --perspective: " + unknown.getMessage());
      }
      throw e;
    }
  }
}
