// SPDX-License-Identifier: BSD-2-Clause
/**
 * Virtual interrupts of one vCPU: what waits, what holds it back, how it reaches the guest and how
 * the guest returns.
 *
 * <p>It knows no schedule and no hypercall numbers; the module tells it when to look. Read {@link
 * org.virtualpok.hypervisor.interrupt.VirtualInterrupts} first.
 */
package org.virtualpok.hypervisor.interrupt;
