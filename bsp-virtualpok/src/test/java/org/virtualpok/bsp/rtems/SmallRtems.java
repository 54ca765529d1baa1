// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.RtosAwareness;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ElfImage.Section;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.image.dwarf.Type;

/** A compiled program with RTEMS's structures, and its memory, which a test may change. */
final class SmallRtems implements GuestMemory {
  private static final int ESP = 4;

  final SymbolTable symbols;
  private final DebugInfo debugInfo;
  private final List<Part> parts = new ArrayList<>();
  int reads;

  /** A section in memory. */
  private record Part(int address, byte[] bytes) {}

  private SmallRtems(ElfImage image) {
    symbols = image.symbols();
    debugInfo = DwarfReader.read(image);
    for (Section section : image.sections()) {
      if (section.address() != 0) {
        parts.add(new Part(section.address(), section.bytes().clone()));
      }
    }
  }

  private SmallRtems(SmallRtems other, DebugInfo debugInfo) {
    symbols = other.symbols;
    this.debugInfo = debugInfo;
    other.parts.forEach(p -> parts.add(new Part(p.address, p.bytes.clone())));
  }

  /** Compiles a source beside this class; skips the test where gcc cannot. */
  static SmallRtems compile(Path directory, String source, String... options) throws Exception {
    Path file = directory.resolve(source);
    try (InputStream in = SmallRtems.class.getResourceAsStream(source)) {
      Files.write(file, in.readAllBytes());
    }
    Path program = directory.resolve(source + ".elf");
    List<String> command =
        new ArrayList<>(
            List.of("gcc", "-m32", "-g", "-ffreestanding", "-nostdlib", "-static", "-no-pie"));
    command.addAll(List.of("-fno-pie", "-fno-zero-initialized-in-bss", "-Wl,-e,start"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", program.toString(), file.toString()));
    Process gcc;
    try {
      gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no gcc: " + e.getMessage());
      return null;
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(gcc.waitFor() == 0, () -> "gcc -m32 does not work here: " + said);
    return new SmallRtems(ElfImage.parse(source, Files.readAllBytes(program)));
  }

  /** The same, to be changed alone. */
  SmallRtems copy() {
    return new SmallRtems(this, debugInfo);
  }

  /** The same without debugging information. */
  SmallRtems stripped() {
    return new SmallRtems(this, DebugInfo.NONE);
  }

  @Override
  public byte[] read(int address, int lengthBytes) {
    reads++;
    for (Part part : parts) {
      int at = address - part.address;
      if (lengthBytes > 0 && at >= 0 && at < part.bytes.length) {
        return Arrays.copyOfRange(
            part.bytes, at, (int) Math.min(part.bytes.length, (long) at + lengthBytes));
      }
    }
    return new byte[0];
  }

  void put(int address, int value) {
    for (Part part : parts) {
      for (int i = 0; i < 4; i++) {
        int at = address - part.address + i;
        if (at >= 0 && at < part.bytes.length) {
          part.bytes[at] = (byte) (value >> 8 * i);
        }
      }
    }
  }

  void fill(byte value) {
    parts.forEach(p -> Arrays.fill(p.bytes, value));
  }

  int address(String symbol) {
    return symbols.named(symbol).orElseThrow().address();
  }

  int size(String symbol) {
    return symbols.named(symbol).orElseThrow().size();
  }

  /** Address of a member of an element of an array of structs. */
  int at(String array, int index, String... path) {
    Type type = ((Type.Array) debugInfo.variable(array).orElseThrow().type().stripped()).element();
    int at = address(array) + index * type.sizeBytes().orElseThrow();
    for (String name : path) {
      Type.Member member = ((Type.Struct) type.stripped()).member(name).orElseThrow();
      at += member.offsetBytes();
      type = member.type();
    }
    return at;
  }

  GuestImage image() {
    return new GuestImage(3, "test", symbols, debugInfo, this);
  }

  RtosAwareness aware() {
    return new Rtems().attach(image()).orElseThrow();
  }

  /** What is seen while the first task runs. */
  RtosState state() {
    return state(address("stacks") + 256 + 128);
  }

  /** What is seen with a stack pointer. */
  RtosState state(int esp) {
    int[] gpr = new int[8];
    gpr[ESP] = esp;
    Registers.Segment[] segments = new Registers.Segment[6];
    Arrays.fill(segments, new Registers.Segment(8, 0, -1, true));
    return aware().read(new Registers(gpr, address("Body"), 0x202, 3, segments));
  }
}
