// SPDX-License-Identifier: BSD-2-Clause
/**
 * What instructions do, written once: pure functions on values, and operations on a CPU and its
 * segmented memory. Knows no interpreter and no device. Start with {@link
 * org.virtualpok.emu.exec.IntegerOps}; what only an operating system asks of the processor with
 * {@link org.virtualpok.emu.exec.SystemOps} and {@link org.virtualpok.emu.exec.InterruptDelivery}.
 */
package org.virtualpok.emu.exec;
