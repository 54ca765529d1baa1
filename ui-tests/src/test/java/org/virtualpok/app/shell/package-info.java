// SPDX-License-Identifier: BSD-2-Clause
/** Opens the window for tests. */
package org.virtualpok.app.shell;
