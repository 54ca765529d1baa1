// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import org.virtualpok.emu.device.pc.TextScreen;
import org.virtualpok.emu.state.RegisterValues;

/**
 * What a PC has beside what every target has; immutable.
 *
 * @param devices the registers of every device, decoded bit by bit by their descriptions
 * @param screen what the monitor shows
 * @param system the processor's system registers
 */
public record HardwareState(RegisterValues devices, TextScreen screen, SystemRegisters system) {}
