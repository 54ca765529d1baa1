// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

/**
 * A row of the line table.
 *
 * @param address of the first instruction that belongs to it
 * @param file path as the compiler saw it, directory included
 * @param line from 1; 0 if the code belongs to none
 * @param column from 1; 0 if unknown
 * @param statement whether a breakpoint for the line belongs here
 */
public record SourceLine(int address, String file, int line, int column, boolean statement) {}
