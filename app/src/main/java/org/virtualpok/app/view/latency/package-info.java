// SPDX-License-Identifier: BSD-2-Clause
/** How long interrupts took, and what became of them at which gate. */
package org.virtualpok.app.view.latency;
