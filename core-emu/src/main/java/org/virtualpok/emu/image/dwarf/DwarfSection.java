// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

/** A section's name and its contents, uncompressed; empty if the image has none. */
record DwarfSection(String name, byte[] bytes) {
  boolean isEmpty() {
    return bytes.length == 0;
  }
}
