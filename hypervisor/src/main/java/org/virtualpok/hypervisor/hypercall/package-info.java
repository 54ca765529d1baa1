// SPDX-License-Identifier: BSD-2-Clause
/**
 * The calls from guest to hypervisor: a table of them, and a method for each, grouped by subsystem.
 *
 * <p>It knows no schedule and no run loop. Read {@link
 * org.virtualpok.hypervisor.hypercall.Hypercall} first; docs/how-to-add-a-hypercall.md adds one.
 */
package org.virtualpok.hypervisor.hypercall;
