// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.nio.file.Path;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** The two commands that need JavaFX reach it through this, so that no other one loads it. */
public interface Windows {
  /** Opens the workbench and waits until its window is closed. */
  void open(DebugTarget target) throws InputException;

  /** Renders the workbench into a PNG file, without a display. */
  void screenshot(DebugTarget target, Path png, Theme theme, int width, int height)
      throws InputException;
}
