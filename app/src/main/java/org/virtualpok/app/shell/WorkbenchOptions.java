// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import org.virtualpok.app.theme.Theme;

/**
 * How the window starts.
 *
 * @param width in pixels
 * @param height in pixels
 * @param keepLayout whether the user's layout is read at the start and written at the end
 */
public record WorkbenchOptions(Theme theme, int width, int height, boolean keepLayout) {
  public static final WorkbenchOptions DEFAULT = new WorkbenchOptions(Theme.DARK, 1440, 900, true);
}
