// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.SymbolTable;

/** {@code pok.c}, compiled, in memory as its image has it, with a GDT and a TSS. */
final class FakeKernel implements GuestMemory {
  private static final int GDT_BYTES = 64;
  private static final int TSS_BYTES = 104;

  private final ElfImage elf;
  private final SymbolTable symbols;
  private final int start;
  private final byte[] memory;

  /**
   * Skips the test where there is no gcc for the i386.
   *
   * @param options of gcc
   */
  static Path compile(Path directory, String source, String options) {
    try {
      Path file = directory.resolve(source);
      try (InputStream in = FakeKernel.class.getResourceAsStream(source)) {
        Files.write(file, in.readAllBytes());
      }
      Path program = directory.resolve(source.replace(".c", ".elf"));
      List<String> command =
          new ArrayList<>(
              List.of("gcc", "-m32", "-static", "-nostdlib", "-no-pie", "-fno-pic", "-w"));
      command.addAll(Arrays.asList(options.split(" ")));
      command.addAll(List.of("-o", program.toString(), file.toString()));
      Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(gcc.waitFor() == 0, () -> "gcc -m32 does not work here: " + said);
      return program;
    } catch (IOException e) {
      assumeTrue(false, "there is no gcc: " + e.getMessage());
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param elf {@code pok.c}
   * @param symbols where its places are, if {@code elf} was stripped of them
   */
  FakeKernel(ElfImage elf, SymbolTable symbols) {
    this.elf = elf;
    this.symbols = symbols;
    start = elf.segments().stream().mapToInt(ElfImage.Segment::vaddr).min().orElseThrow();
    memory = new byte[(int) elf.sizeInMemory() - start];
    for (ElfImage.Segment s : elf.segments()) {
      byte[] bytes = s.fileBytes();
      if (s.type() == ElfImage.PT_LOAD) {
        System.arraycopy(bytes, 0, memory, s.vaddr() - start, bytes.length);
      }
    }
    int bases = address("test_bases");
    descriptor(1, 0, 0xfffff, 0x9b, 0xc0);
    descriptor(2, 0, 0xfffff, 0x93, 0xc0);
    descriptor(3, word(bases + 8), TSS_BYTES, 0x89, 0);
    descriptor(4, word(bases), 0x1000, 0xfb, 0x40);
    descriptor(5, word(bases), 0x1000, 0xf3, 0x40);
    descriptor(6, word(bases + 4), 0x1000, 0x7b, 0x40);
    descriptor(7, word(bases + 4), 0x1000, 0x73, 0x40);
  }

  static FakeKernel of(Path program) throws IOException, ImageException {
    ElfImage elf = ElfImage.parse("pok.elf", Files.readAllBytes(program));
    return new FakeKernel(elf, elf.symbols());
  }

  ElfImage elf() {
    return elf;
  }

  int address(String symbol) {
    return symbols.named(symbol).orElseThrow().address();
  }

  private void descriptor(int index, int base, int limit, int access, int flags) {
    int at = address("pok_gdt") - start + 8 * index;
    byte[] b = {
      (byte) limit,
      (byte) (limit >> 8),
      (byte) base,
      (byte) (base >> 8),
      (byte) (base >> 16),
      (byte) access,
      (byte) (limit >> 16 & 0xf | flags),
      (byte) (base >> 24)
    };
    System.arraycopy(b, 0, memory, at, b.length);
  }

  private int word(int address) {
    return SavedRegisters.word(memory, address - start);
  }

  @Override
  public byte[] read(int address, int lengthBytes) {
    int at = address - start;
    return at < 0 || at >= memory.length
        ? new byte[0]
        : Arrays.copyOfRange(memory, at, Math.min(at + lengthBytes, memory.length));
  }

  SystemRegisters system() {
    SystemRegisters.SystemSegment tr =
        new SystemRegisters.SystemSegment(0x18, address("pok_tss"), TSS_BYTES, true);
    SystemRegisters.SystemSegment none = new SystemRegisters.SystemSegment(0, 0, 0, false);
    return new SystemRegisters(
        "protected mode",
        1,
        0,
        0,
        0,
        address("pok_gdt"),
        GDT_BYTES - 1,
        0,
        0,
        none,
        tr,
        new int[4],
        0,
        0,
        0);
  }

  /** In the kernel, or in ring 3 with this selector of code. */
  static Registers cpu(int cs) {
    Registers.Segment[] segments = new Registers.Segment[SegmentName.values().length];
    Arrays.fill(segments, new Registers.Segment(cs == 8 ? 0x10 : cs + 8, 0, -1, true));
    segments[SegmentName.CS.ordinal()] = new Registers.Segment(cs, 0, -1, true);
    return new Registers(new int[8], 0x99, 0x202, cs & 3, segments);
  }
}
