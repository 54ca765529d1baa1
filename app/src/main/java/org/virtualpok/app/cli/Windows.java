// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** The two commands that need JavaFX reach it through this, so that no other one loads it. */
public interface Windows {
  /** Opens the workbench, a window for each target, and waits until all are closed. */
  void open(List<DebugTarget> targets) throws InputException;

  /** Renders the workbench into a PNG file, without a display. */
  void screenshot(List<DebugTarget> targets, Path png, Picture picture) throws InputException;

  /**
   * How a picture shall look.
   *
   * @param width in pixels, of all targets together
   * @param height in pixels
   * @param front ids of views that come to the front
   * @param perspective id of the arrangement; empty for the first one
   * @param select name of the context that is looked at; empty for the one that ran last
   */
  record Picture(
      Theme theme, int width, int height, List<String> front, String perspective, String select) {}
}
