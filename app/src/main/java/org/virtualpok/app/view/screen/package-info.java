// SPDX-License-Identifier: BSD-2-Clause
/** The monitor of a PC, and its keyboard while the picture has the focus. */
package org.virtualpok.app.view.screen;
