// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the workbench says of interrupts: the history asked off the JavaFX thread, and its answers
 * in words. Knows no toolkit, so that all of it is tested without one; start with {@link
 * org.virtualpok.app.autopsy.InterruptFeed}.
 */
package org.virtualpok.app.autopsy;
