// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/**
 * A frame in guest memory from which nobody has returned yet.
 *
 * @param address offset of its line word in the stack segment
 * @param instance the interrupt that it was pushed for
 */
record OpenFrame(int address, int instance, int line) {}
