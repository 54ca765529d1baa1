// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a compiler said of an image's source, in DWARF 2 to 5: types, variables and where they lie,
 * functions, lines.
 *
 * <p>Knows nothing of machines. Read {@link org.virtualpok.emu.image.dwarf.DebugInfo} first.
 */
package org.virtualpok.emu.image.dwarf;
