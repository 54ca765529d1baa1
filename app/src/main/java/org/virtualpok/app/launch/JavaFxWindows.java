// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import java.nio.file.Path;
import org.virtualpok.app.cli.Windows;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** Opens the workbench; JavaFX is loaded here, when a command asks for a window. */
final class JavaFxWindows implements Windows {
  @Override
  public void open(DebugTarget target) throws InputException {
    throw new InputException("no window yet");
  }

  @Override
  public void screenshot(DebugTarget target, Path png, Theme theme, int width, int height)
      throws InputException {
    throw new InputException("no window yet");
  }
}
