// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.SymbolTable;

/**
 * What is loaded into a partition.
 *
 * @param file the name that problems are reported against
 * @param entry offset in the partition
 * @param abi what the image's note says, if it has one
 * @param elf the file that it came from; empty for an image that was put together
 */
public record PartitionImage(
    String file,
    List<Part> parts,
    int entry,
    SymbolTable symbols,
    Optional<String> abi,
    Optional<ElfImage> elf) {

  /**
   * Bytes for an offset in the partition.
   *
   * @param memoryBytes how far the part reaches; past its bytes it is zero
   */
  public record Part(int offset, byte[] bytes, int memoryBytes) {}

  public PartitionImage {
    parts = List.copyOf(parts);
  }

  /** An image that came from no file. */
  public PartitionImage(
      String file, List<Part> parts, int entry, SymbolTable symbols, Optional<String> abi) {
    this(file, parts, entry, symbols, abi, Optional.empty());
  }

  /** Reads an ELF file; as POK does, every program header counts, whatever its type. */
  public static PartitionImage parse(String file, byte[] bytes) throws ImageException {
    ElfImage elf = ElfImage.parse(file, bytes);
    List<Part> parts =
        elf.segments().stream().map(s -> new Part(s.vaddr(), s.fileBytes(), s.memSize())).toList();
    return new PartitionImage(file, parts, elf.entry(), elf.symbols(), elf.abi(), Optional.of(elf));
  }

  /**
   * First offset past everything; above 32 bits if the image does not even fit the address space.
   */
  public long endOffset() {
    long end = 0;
    for (Part part : parts) {
      long size = Math.max(Integer.toUnsignedLong(part.memoryBytes()), part.bytes().length);
      if (size > 0) {
        end = Math.max(end, Integer.toUnsignedLong(part.offset()) + size);
      }
    }
    return end;
  }
}
