// SPDX-License-Identifier: BSD-2-Clause
/**
 * What instructions do, written once: pure functions on values, and operations on a CPU and its
 * segmented memory. Knows no interpreter and no device. Start with {@link
 * org.virtualpok.emu.exec.IntegerOps}.
 */
package org.virtualpok.emu.exec;
