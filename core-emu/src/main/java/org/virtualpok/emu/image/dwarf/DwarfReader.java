// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import org.virtualpok.emu.image.ElfImage;

/** Makes the {@link DebugInfo} of an image. */
public final class DwarfReader {
  private DwarfReader() {}

  /** Never fails: what is wrong with the information is among its problems. */
  public static DebugInfo read(ElfImage image) {
    DwarfSections sections = DwarfSections.of(image::debugSection);
    return sections.info().isEmpty()
        ? DebugInfo.NONE
        : new DwarfInfo(sections, a -> isLoaded(image, a));
  }

  private static boolean isLoaded(ElfImage image, int address) {
    return image.segments().stream()
        .anyMatch(
            s ->
                s.type() == ElfImage.PT_LOAD
                    && Integer.compareUnsigned(address - s.vaddr(), s.memSize()) < 0);
  }
}
