// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/**
 * A word of the guest's that a published frame was pushed over.
 *
 * @param instance the interrupt whose delivery did it
 * @param line its line
 * @param address offset of the word in SS: the interrupted stack pointer
 * @param old what the guest had there
 * @param now what is there since: the interrupted EIP
 */
public record OverwrittenWord(int instance, int line, int address, int old, int now) {}
