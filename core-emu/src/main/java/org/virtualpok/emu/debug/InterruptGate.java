// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * A condition that holds interrupts back, or why one was dropped.
 *
 * @param code unique inside the target, as its event log holds it
 * @param name one to three words for a column: "virtual IF off"
 * @param words a sentence without a full stop: "the virtual IF is off"
 */
public record InterruptGate(int code, String name, String words) {}
