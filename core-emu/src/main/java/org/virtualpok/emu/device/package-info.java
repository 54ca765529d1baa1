// SPDX-License-Identifier: BSD-2-Clause
/**
 * What every device is made of: the virtual clock with its timers, the port bus, interrupt lines.
 * Read {@link org.virtualpok.emu.device.Device} first. Knows no processor and no wall clock; the
 * devices of a PC are in {@code device.pc}.
 */
package org.virtualpok.emu.device;
