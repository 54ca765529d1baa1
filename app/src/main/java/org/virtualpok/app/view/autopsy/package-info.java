// SPDX-License-Identifier: BSD-2-Clause
/** The life of one interrupt, and why it took so long or ended. */
package org.virtualpok.app.view.autopsy;
