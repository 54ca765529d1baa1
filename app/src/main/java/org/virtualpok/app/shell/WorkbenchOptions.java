// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.List;
import org.virtualpok.app.theme.Theme;

/**
 * How the window starts.
 *
 * @param width in pixels
 * @param height in pixels
 * @param keepLayout whether the user's layout is read at the start and written at the end
 * @param beside whether another target's window stands beside it, so that it is narrow
 * @param front ids of views that come to the front
 * @param perspective id of the perspective that is shown; empty for the first, or the kept one
 * @param select name of the context that is looked at; empty for the one that ran last
 */
public record WorkbenchOptions(
    Theme theme,
    int width,
    int height,
    boolean keepLayout,
    boolean beside,
    List<String> front,
    String perspective,
    String select) {
  public static final WorkbenchOptions DEFAULT =
      new WorkbenchOptions(Theme.DARK, 1440, 900, true, false, List.of(), "", "");

  public WorkbenchOptions {
    front = List.copyOf(front);
  }

  /** A window without a memory of its own. */
  public WorkbenchOptions(Theme theme, int width, int height, boolean keepLayout) {
    this(theme, width, height, keepLayout, false, List.of(), "", "");
  }
}
