// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.DwarfReader;

/**
 * The partitions' programs inside a POK kernel's image: ELF files one behind the other from the
 * symbol {@code __archive2_begin} on, their sizes in {@code part_sizes}, 32 bits each, partition by
 * partition. What is damaged keeps its place and is named.
 *
 * @param programs by the partition's index; an entry is empty where the file is unusable
 * @param problems one line for each
 */
public record PokArchive(List<Optional<Program>> programs, List<String> problems) {
  /** POK counts partitions in bytes. */
  static final int PARTITIONS_MAX = 255;

  private static final int WORD_BYTES = 4;

  /**
   * One partition's program; its addresses are relative to the partition.
   *
   * @param debugInfo empty if it was built without
   */
  public record Program(ElfImage elf, DebugInfo debugInfo) {
    public SymbolTable symbols() {
      return elf.symbols();
    }
  }

  public PokArchive {
    programs = List.copyOf(programs);
    problems = List.copyOf(problems);
  }

  /** Of a kernel's image; never fails. */
  public static PokArchive of(ElfImage kernel) {
    List<Optional<Program>> programs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Optional<SymbolTable.Symbol> begin = kernel.symbols().named("__archive2_begin");
    Optional<SymbolTable.Symbol> end = kernel.symbols().named("__archive2_end");
    Optional<SymbolTable.Symbol> sizes = kernel.symbols().named("part_sizes");
    if (begin.isEmpty() || sizes.isEmpty()) {
      problems.add(
          "the partitions' programs cannot be found: no symbol "
              + (begin.isEmpty() ? "__archive2_begin" : "part_sizes"));
      return new PokArchive(programs, problems);
    }
    int count = sizes.get().size() / WORD_BYTES;
    if (count > PARTITIONS_MAX) {
      problems.add("part_sizes has " + count + " entries; POK can have " + PARTITIONS_MAX);
      count = PARTITIONS_MAX;
    }
    long at = Integer.toUnsignedLong(begin.get().address());
    long last = end.map(e -> Integer.toUnsignedLong(e.address())).orElse(Long.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      long size = word(kernel, Integer.toUnsignedLong(sizes.get().address()) + 4L * i);
      programs.add(program(kernel, i, at, size, last, problems));
      at += Math.max(0, size);
    }
    return new PokArchive(programs, problems);
  }

  /** The program of a partition; empty if there is none, or it is unusable. */
  public Optional<Program> program(int partition) {
    return partition >= 0 && partition < programs.size()
        ? programs.get(partition)
        : Optional.empty();
  }

  private static Optional<Program> program(
      ElfImage kernel, int index, long at, long size, long last, List<String> problems) {
    String name = kernel.fileName() + ", partition " + (index + 1);
    if (size <= 0 || size > last - at) {
      problems.add(
          size < 0
              ? name + ": part_sizes is not in the file"
              : String.format("%s: %d bytes do not fit into the archive at 0x%x", name, size, at));
      return Optional.empty();
    }
    byte[] file = bytes(kernel, at, size);
    if (file.length == 0) {
      problems.add(String.format("%s: no %d bytes at 0x%x in the kernel's image", name, size, at));
      return Optional.empty();
    }
    try {
      ElfImage elf = ElfImage.parse(name, file);
      return Optional.of(new Program(elf, DwarfReader.read(elf)));
    } catch (ImageException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** 32 bits of the image; -1 if it has none there. */
  private static long word(ElfImage kernel, long address) {
    byte[] b = bytes(kernel, address, WORD_BYTES);
    return b.length < WORD_BYTES
        ? -1
        : (b[0] & 0xffL) | (b[1] & 0xffL) << 8 | (b[2] & 0xffL) << 16 | (b[3] & 0xffL) << 24;
  }

  /** What the file has at an address; empty if it is not all in one segment. */
  private static byte[] bytes(ElfImage kernel, long address, long length) {
    for (ElfImage.Segment s : kernel.segments()) {
      long offset = address - Integer.toUnsignedLong(s.vaddr());
      if (offset >= 0 && offset + length <= s.fileBytes().length) {
        return Arrays.copyOfRange(s.fileBytes(), (int) offset, (int) (offset + length));
      }
    }
    return new byte[0];
  }
}
