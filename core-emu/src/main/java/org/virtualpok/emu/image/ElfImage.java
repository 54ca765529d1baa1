// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ELF32 executable for the i386, read once and then immutable (System V ABI, Intel386
 * supplement).
 *
 * <p>Read by hand: a general ELF library trusts sizes and offsets, and a damaged file must give one
 * line that names the place.
 */
public final class ElfImage {
  /** Loadable segment. */
  public static final int PT_LOAD = 1;

  private static final int PT_NOTE = 4;
  private static final int HEADER_BYTES = 52;
  private static final int PROGRAM_HEADER_BYTES = 32;
  private static final int MAX_PROGRAM_HEADERS = 64;
  private static final long MAX_SEGMENT_BYTES = 512L << 20;
  private static final long ADDRESS_SPACE = 1L << 32;
  private static final int EM_386 = 3;

  private static final int MULTIBOOT_MAGIC = 0x1BADB002;
  private static final int MULTIBOOT_SEARCH_BYTES = 8192;
  private static final int MULTIBOOT_HEADER_BYTES = 12;

  private static final String NOTE_NAME = "VirtualPOK";
  private static final int NOTE_ABI = 1;
  private static final int NOTE_VERSION = 1;

  /**
   * A program header that covers file bytes or memory.
   *
   * @param vaddr where the program expects it; partition-relative in a partition's image
   * @param paddr where a boot loader puts it
   * @param fileBytes its bytes in the file; the rest up to {@code memSize} is zero
   * @param memSize bytes in memory
   * @param flags 1 execute, 2 write, 4 read
   * @param type {@link #PT_LOAD} or any other: POK's loader copies every header
   */
  public record Segment(int vaddr, int paddr, byte[] fileBytes, int memSize, int flags, int type) {}

  /** A section with contents that is loaded; {@code address} as in the symbols. */
  public record Section(String name, int address, byte[] bytes, boolean executable) {}

  private final String fileName;
  private final int entry;
  private final List<Segment> segments;
  private final List<Section> sections;
  private final SymbolTable symbols;
  private final DebugSections debug;
  private final Optional<String> abi;
  private final boolean multiboot;

  private ElfImage(
      String fileName,
      int entry,
      List<Segment> segments,
      ElfSections sections,
      Optional<String> abi,
      boolean multiboot) {
    this.fileName = fileName;
    this.entry = entry;
    this.segments = List.copyOf(segments);
    this.sections = List.copyOf(sections.loaded());
    this.symbols = sections.symbols();
    this.debug = sections.debug();
    this.abi = abi;
    this.multiboot = multiboot;
  }

  /**
   * Reads an image.
   *
   * @param fileName how messages call the file
   * @throws ImageException when it is not a usable ELF32 i386 executable
   */
  public static ElfImage parse(String fileName, byte[] bytes) throws ImageException {
    ElfBytes in = new ElfBytes(fileName, bytes);
    checkHeader(in);
    List<Segment> segments = new ArrayList<>();
    Optional<String> abi = readProgramHeaders(in, segments);
    ElfSections sections = ElfSections.read(in);
    return new ElfImage(fileName, in.i32(24), segments, sections, abi, findMultiboot(in));
  }

  private static void checkHeader(ElfBytes in) throws ImageException {
    int known = Math.min(4, in.length());
    for (int i = 0; i < known; i++) {
      if (in.u8(i) != "\u007fELF".charAt(i)) {
        throw in.problem("not an ELF file: no ELF magic at file offset 0");
      }
    }
    if (in.length() == 0) {
      throw in.problem("not an ELF file: it is empty");
    }
    if (in.length() > 4 && in.u8(4) != 1) {
      throw in.problem(
          in.u8(4) == 2
              ? "a 64-bit ELF file (class at file offset 4); an i386 image must be 32-bit"
              : "unknown ELF class " + in.u8(4) + " at file offset 4");
    }
    if (in.length() > 5 && in.u8(5) != 1) {
      throw in.problem(
          in.u8(5) == 2
              ? "a big-endian ELF file (data encoding at file offset 5); the i386 is little-endian"
              : "unknown ELF data encoding " + in.u8(5) + " at file offset 5");
    }
    in.require("the ELF header", 0, HEADER_BYTES);
    if (in.u16(18) != EM_386) {
      throw in.problem(
          "wrong machine "
              + in.u16(18)
              + " at file offset 18; an i386 image has "
              + EM_386
              + " (EM_386)");
    }
    int type = in.u16(16);
    if (type != 2) {
      throw in.problem(typeName(type) + " (type at file offset 16); an executable is needed");
    }
  }

  private static String typeName(int type) {
    return switch (type) {
      case 1 -> "a relocatable object file, not yet linked";
      case 3 -> "a shared object or position-independent executable";
      case 4 -> "a core dump";
      default -> "unknown ELF type " + type;
    };
  }

  /** Fills in {@code segments} and gives the ABI that a note names. */
  private static Optional<String> readProgramHeaders(ElfBytes in, List<Segment> segments)
      throws ImageException {
    long table = in.u32(28);
    int entrySize = in.u16(42);
    int count = in.u16(44);
    if (count > MAX_PROGRAM_HEADERS) {
      throw in.problem(
          count
              + " program headers (file offset 44); at most "
              + MAX_PROGRAM_HEADERS
              + " are read");
    }
    if (count > 0 && entrySize != PROGRAM_HEADER_BYTES) {
      throw in.problem(
          "program headers of "
              + entrySize
              + " bytes (file offset 42); ELF32 has "
              + PROGRAM_HEADER_BYTES);
    }
    in.require("the program header table", table, (long) count * PROGRAM_HEADER_BYTES);
    Optional<String> abi = Optional.empty();
    boolean loadable = false;
    for (int i = 0; i < count; i++) {
      int at = (int) table + i * PROGRAM_HEADER_BYTES;
      Optional<Segment> segment = readSegment(in, i, at);
      if (segment.isEmpty()) {
        continue;
      }
      if (segment.get().type == PT_LOAD) {
        loadable = true;
        checkOverlap(in, i, segment.get(), segments);
      }
      if (segment.get().type == PT_NOTE && abi.isEmpty()) {
        abi = readNotes(in, i, (int) in.u32(at + 4), segment.get().fileBytes.length);
      }
      segments.add(segment.get());
    }
    if (!loadable) {
      throw in.problem(
          String.format(
              "nothing to load: none of %d program headers at file offset 0x%x is PT_LOAD",
              count, table));
    }
    return abi;
  }

  private static Optional<Segment> readSegment(ElfBytes in, int index, int at)
      throws ImageException {
    int type = in.i32(at);
    long offset = in.u32(at + 4);
    long vaddr = in.u32(at + 8);
    long fileSize = in.u32(at + 16);
    long memSize = in.u32(at + 20);
    String name = String.format("segment %d (program header at file offset 0x%x)", index, at);
    if (type == 0 || (fileSize == 0 && memSize == 0)) {
      return Optional.empty();
    }
    if (fileSize > 0) {
      in.require(name, offset, fileSize);
    }
    if (type == PT_LOAD && memSize < fileSize) {
      throw in.problem(
          name + ": " + fileSize + " bytes in the file but only " + memSize + " in memory");
    }
    memSize = Math.max(memSize, fileSize);
    if (memSize > MAX_SEGMENT_BYTES) {
      throw in.problem(
          name
              + ": "
              + memSize
              + " bytes in memory; at most "
              + MAX_SEGMENT_BYTES
              + " can be meant");
    }
    if (vaddr + memSize > ADDRESS_SPACE) {
      throw in.problem(
          String.format("%s: 0x%x + %d bytes goes beyond 4 GiB", name, vaddr, memSize));
    }
    return Optional.of(
        new Segment(
            (int) vaddr,
            in.i32(at + 12),
            in.copy(fileSize > 0 ? offset : 0, fileSize),
            (int) memSize,
            in.i32(at + 24),
            type));
  }

  private static void checkOverlap(ElfBytes in, int index, Segment segment, List<Segment> before)
      throws ImageException {
    long start = Integer.toUnsignedLong(segment.vaddr);
    for (Segment other : before) {
      long otherStart = Integer.toUnsignedLong(other.vaddr);
      if (other.type == PT_LOAD
          && start < otherStart + other.memSize
          && otherStart < start + segment.memSize) {
        throw in.problem(
            String.format(
                "segment %d at address 0x%x overlaps the one at address 0x%x",
                index, start, otherStart));
      }
    }
  }

  private static Optional<String> readNotes(ElfBytes in, int segment, int start, int size)
      throws ImageException {
    long end = (long) start + size;
    long at = start;
    while (at + 12 <= end) {
      long nameSize = in.u32((int) at);
      long descSize = in.u32((int) at + 4);
      int type = in.i32((int) at + 8);
      long name = at + 12;
      long desc = name + roundUp(nameSize);
      if (desc + descSize > end) {
        throw in.problem(
            String.format(
                "the note at file offset 0x%x reaches beyond its segment %d", at, segment));
      }
      if (type == NOTE_ABI
          && nameSize == NOTE_NAME.length() + 1
          && in.text((int) name, (int) (name + nameSize)).equals(NOTE_NAME)) {
        return Optional.of(readAbi(in, (int) desc, (int) descSize));
      }
      at = desc + roundUp(descSize);
    }
    return Optional.empty();
  }

  private static String readAbi(ElfBytes in, int desc, int size) throws ImageException {
    String place = String.format("the %s note at file offset 0x%x", NOTE_NAME, desc);
    if (size < 5) {
      throw in.problem(place + " holds no name of an ABI");
    }
    if (in.i32(desc) != NOTE_VERSION) {
      throw in.problem(
          place + " has version " + in.u32(desc) + "; this program reads version " + NOTE_VERSION);
    }
    return in.text(desc + 4, desc + size);
  }

  private static long roundUp(long size) {
    return (size + 3) & ~3L;
  }

  private static boolean findMultiboot(ElfBytes in) {
    int end = Math.min(in.length(), MULTIBOOT_SEARCH_BYTES) - MULTIBOOT_HEADER_BYTES;
    for (int at = 0; at <= end; at += 4) {
      if (in.i32(at) == MULTIBOOT_MAGIC && in.i32(at) + in.i32(at + 4) + in.i32(at + 8) == 0) {
        return true;
      }
    }
    return false;
  }

  /** How messages call the file. */
  public String fileName() {
    return fileName;
  }

  /** Address of the first instruction. */
  public int entry() {
    return entry;
  }

  /** Every program header with bytes in the file or in memory, in the file's order. */
  public List<Segment> segments() {
    return segments;
  }

  /** Sections with contents that are loaded, in the file's order; empty in a stripped file. */
  public List<Section> sections() {
    return sections;
  }

  public SymbolTable symbols() {
    return symbols;
  }

  /**
   * A section with debugging information, uncompressed.
   *
   * @param name ".debug_info" and so on
   * @return empty if there is none, or if it cannot be read
   */
  public byte[] debugSection(String name) {
    return debug.read(name);
  }

  /** The hypercall ABI that the image's note names. */
  public Optional<String> abi() {
    return abi;
  }

  /** Whether it is a kernel for a PC: a valid multiboot header stands in its first 8 KiB. */
  public boolean isMultiboot() {
    return multiboot;
  }

  /** The first address behind all segments, in bytes; up to 4 GiB. */
  public long sizeInMemory() {
    long end = 0;
    for (Segment s : segments) {
      end = Math.max(end, Integer.toUnsignedLong(s.vaddr) + s.memSize);
    }
    return end;
  }
}
