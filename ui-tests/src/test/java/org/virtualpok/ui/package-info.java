// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a person does in the workbench, from the outside: mouse, keys, and what is on the screen.
 */
package org.virtualpok.ui;
