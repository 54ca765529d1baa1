// SPDX-License-Identifier: BSD-2-Clause
/**
 * The target API: what workbench, command line and gdb server know of a machine under debug.
 *
 * <p>Knows no gdb, no JavaFX and no hypervisor. A machine is driven synchronously by one thread
 * through {@link org.virtualpok.emu.debug.Machine}; everybody else uses {@link
 * org.virtualpok.emu.debug.DebugTarget}, which {@link org.virtualpok.emu.debug.MachineTarget} makes
 * of it. Read these two interfaces first.
 */
package org.virtualpok.emu.debug;
