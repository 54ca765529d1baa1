// SPDX-License-Identifier: BSD-2-Clause
/**
 * Tier 0: predecoded blocks and the loop that runs them. Start with {@link
 * org.virtualpok.emu.interp.Interpreter}.
 */
package org.virtualpok.emu.interp;
