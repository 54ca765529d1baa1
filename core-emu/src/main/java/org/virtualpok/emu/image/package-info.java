// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a file says of a guest: segments, symbols, notes.
 *
 * <p>Knows nothing of machines. Bytes come from anywhere, so whatever is wrong with them ends in an
 * {@link org.virtualpok.emu.image.ImageException} of one line. Read {@link
 * org.virtualpok.emu.image.ElfImage} first.
 */
package org.virtualpok.emu.image;
