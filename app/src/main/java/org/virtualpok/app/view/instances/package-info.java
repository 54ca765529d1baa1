// SPDX-License-Identifier: BSD-2-Clause
/** The table of interrupts, one row each. */
package org.virtualpok.app.view.instances;
