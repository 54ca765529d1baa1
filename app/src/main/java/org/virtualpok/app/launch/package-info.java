// SPDX-License-Identifier: BSD-2-Clause
/**
 * Where the process starts, and what must be checked before JavaFX is touched.
 *
 * <p>Read {@link org.virtualpok.app.launch.Main} first.
 */
package org.virtualpok.app.launch;
