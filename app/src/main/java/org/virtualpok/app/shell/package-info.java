// SPDX-License-Identifier: BSD-2-Clause
/** The window: docks, menus, toolbar, status bar, and the services that views get. */
package org.virtualpok.app.shell;
