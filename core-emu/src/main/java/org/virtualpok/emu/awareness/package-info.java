// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sees an operating system's objects in a guest's memory, through its symbols and debugging
 * information: the seam between a machine and those who know RTEMS, POK or another system.
 *
 * <p>{@link org.virtualpok.emu.awareness.GuestImage} is what they get, {@link
 * org.virtualpok.emu.awareness.RtosAwareness} what they are, {@link
 * org.virtualpok.emu.awareness.AwareMachine} adds what they see to a machine's snapshots. Guests
 * are half initialised, corrupt or cyclic at times: whoever reads here bounds every walk, throws
 * nothing, and names what it could not read.
 */
package org.virtualpok.emu.awareness;
