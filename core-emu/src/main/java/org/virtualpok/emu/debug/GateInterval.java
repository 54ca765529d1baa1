// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * A time during which a gate was closed to an interrupt.
 *
 * @param closedNanos guest time at which it closed, often before the interrupt was raised; -1 where
 *     the log does not say any more
 * @param openedNanos guest time at which it opened; -1 while it has not
 * @param heldNanos how long this interrupt waited while this gate was closed, ns; gates that are
 *     closed at the same time each count
 * @param closer what closed it
 */
public record GateInterval(
    InterruptGate gate, long closedNanos, long openedNanos, long heldNanos, GateCloser closer) {}
