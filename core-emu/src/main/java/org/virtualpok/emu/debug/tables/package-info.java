// SPDX-License-Identifier: BSD-2-Clause
/**
 * The processor's tables in memory, decoded for people: descriptor tables, task state segments,
 * page tables, vectors. Pure functions of bytes; everything here is in the words of the Intel SDM.
 */
package org.virtualpok.emu.debug.tables;
