// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.virtualpok.app.cli.Windows;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.shell.WorkbenchLauncher;
import org.virtualpok.app.shell.WorkbenchOptions;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** Opens the workbench; JavaFX is loaded here, when a command asks for a window. */
final class JavaFxWindows implements Windows {
  @Override
  public void open(DebugTarget target) throws InputException {
    Optional<String> problem = DisplayCheck.problem();
    if (problem.isPresent()) {
      throw new InputException(problem.get());
    }
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
    try {
      WorkbenchLauncher.screenshot(target, png, theme, width, height);
    } catch (IOException e) {
      throw new InputException(png + ": " + e.getMessage());
    }
  }
}
