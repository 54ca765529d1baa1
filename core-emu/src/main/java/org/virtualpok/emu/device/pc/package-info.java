// SPDX-License-Identifier: BSD-2-Clause
/**
 * The devices of a PC, one class each, after their data sheets. A device knows its own registers,
 * the lines it drives and the clock; wiring is the machine's business.
 */
package org.virtualpok.emu.device.pc;
