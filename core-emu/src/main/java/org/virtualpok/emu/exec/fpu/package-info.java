// SPDX-License-Identifier: BSD-2-Clause
/**
 * The x87 FPU in 80 bits (Intel SDM vol. 1, chapter 8): arithmetic that is exact to the bit, with
 * every exception and rounding, and the instructions on top of it.
 *
 * <p>A double extended-precision value is two primitives: a significand with the integer bit in bit
 * 63, and an int with the sign in bit 15 above the biased exponent. Nothing is allocated.
 */
package org.virtualpok.emu.exec.fpu;
