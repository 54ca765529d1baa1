// SPDX-License-Identifier: BSD-2-Clause
/**
 * Machines: the only place that wires a processor to memory and devices. Knows no debugger.
 *
 * <p>Read {@link org.virtualpok.emu.machine.RomMachine} first.
 */
package org.virtualpok.emu.machine;
