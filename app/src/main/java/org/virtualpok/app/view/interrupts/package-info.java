// SPDX-License-Identifier: BSD-2-Clause
/** Virtual interrupts: lines against partitions, and the law that accounts for each of them. */
package org.virtualpok.app.view.interrupts;
