// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.theme;

/** The looks of the workbench. */
public enum Theme {
  DARK,
  LIGHT
}
