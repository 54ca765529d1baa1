// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.MultibootHeader;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * Puts a kernel into memory and the processor at its entry, as a multiboot loader does (Multiboot
 * specification 0.6.96, 3.2 and 3.3). All addresses are physical.
 *
 * <pre>
 * 9000       the information structure, memory map, strings; elsewhere if the kernel is there
 * 100000     the kernel, usually; where its program headers say, by p_paddr
 * behind it  modules, each on a page boundary
 * </pre>
 */
final class MultibootLoader {
  private static final int MAGIC = 0x2badb002;
  private static final int INFO_BYTES = 120;
  private static final int INFO_AT = 0x9000;

  /** Bits of the information's flags: which of its fields are valid. */
  private static final int HAS_MEMORY = 1;

  private static final int HAS_BOOT_DEVICE = 1 << 1;
  private static final int HAS_COMMAND_LINE = 1 << 2;
  private static final int HAS_MODULES = 1 << 3;
  private static final int HAS_MEMORY_MAP = 1 << 6;
  private static final int HAS_LOADER_NAME = 1 << 9;

  private static final String LOADER_NAME = "VirtualPOK Workbench";
  private static final int MIB = 1 << 20;

  /** Something that lies in memory. */
  private record Area(String what, long start, long end) {
    boolean overlaps(Area other) {
      return start < other.end && other.start < end;
    }
  }

  private final KernelImage kernel;
  private final PhysicalMemory memory;
  private final List<Area> areas = new ArrayList<>();
  private int entry;

  private MultibootLoader(KernelImage kernel, PhysicalMemory memory) {
    this.kernel = kernel;
    this.memory = memory;
  }

  /**
   * Loads a kernel.
   *
   * @throws ImageException if something does not fit into the memory, or overlaps
   */
  static void load(KernelImage kernel, PhysicalMemory memory, CpuState cpu) throws ImageException {
    MultibootLoader loader = new MultibootLoader(kernel, memory);
    loader.loadKernel();
    int info = loader.information(loader.loadModules());
    enter(cpu, loader.entry, info);
  }

  private void loadKernel() throws ImageException {
    if (kernel.header().addresses().isPresent()) {
      loadByHeader(kernel.header().addresses().get());
      return;
    }
    int number = 0;
    for (ElfImage.Segment s : kernel.elf().segments()) {
      if (s.type() == ElfImage.PT_LOAD) {
        place("segment " + number, s.paddr(), s.fileBytes(), s.memSize());
      }
      number++;
    }
    entry = physicalEntry();
  }

  /** The entry is a virtual address; a segment says where it is loaded. */
  private int physicalEntry() throws ImageException {
    int virtual = kernel.elf().entry();
    for (ElfImage.Segment s : kernel.elf().segments()) {
      if (s.type() == ElfImage.PT_LOAD
          && Integer.compareUnsigned(virtual - s.vaddr(), s.memSize()) < 0) {
        return virtual - s.vaddr() + s.paddr();
      }
    }
    // Linked at other addresses than it is loaded at: it says where it wants to be entered.
    for (Area a : areas) {
      if (Integer.toUnsignedLong(virtual) >= a.start && Integer.toUnsignedLong(virtual) < a.end) {
        return virtual;
      }
    }
    throw problem(String.format("the entry point 0x%x lies in no loaded segment", virtual));
  }

  private void loadByHeader(MultibootHeader.Addresses a) throws ImageException {
    int from = kernel.header().fileOffset() - (a.header() - a.load());
    int length = a.loadEnd() == 0 ? kernel.file().length - from : a.loadEnd() - a.load();
    long size =
        Math.max(length, Integer.toUnsignedLong(a.bssEnd() == 0 ? 0 : a.bssEnd() - a.load()));
    if (size > Integer.MAX_VALUE) {
      throw problem(String.format("the multiboot header wants 0x%x bytes of memory", size));
    }
    byte[] bytes = Arrays.copyOfRange(kernel.file(), from, from + length);
    place("the kernel", a.load(), bytes, (int) size);
    entry = a.entry();
  }

  private void place(String what, int at, byte[] bytes, int size) throws ImageException {
    long start = Integer.toUnsignedLong(at);
    Area area = new Area(what, start, start + size);
    claim(area);
    memory.write(at, bytes, 0, bytes.length);
  }

  private void claim(Area area) throws ImageException {
    if (area.end > memory.sizeBytes()) {
      throw problem(
          String.format(
              "%s needs memory from 0x%x to 0x%x; the PC has %d MiB (--memory)",
              area.what, area.start, area.end, memory.sizeBytes() / MIB));
    }
    if (area.start < MIB && area.end > PcBoard.LOW_MEMORY_BYTES) {
      throw problem(
          String.format(
              "%s needs memory from 0x%x to 0x%x; a PC has none from 0xa0000 to 0xfffff",
              area.what, area.start, area.end));
    }
    for (Area other : areas) {
      if (area.overlaps(other)) {
        throw problem(
            String.format(
                "%s at 0x%x overlaps %s at 0x%x", area.what, area.start, other.what, other.start));
      }
    }
    areas.add(area);
  }

  private long end() {
    return areas.stream().mapToLong(Area::end).filter(e -> e > MIB).max().orElse(MIB);
  }

  private List<Area> loadModules() throws ImageException {
    List<Area> placed = new ArrayList<>();
    for (KernelImage.Module m : kernel.modules()) {
      long at = (end() + PhysicalMemory.PAGE_BYTES - 1) & -PhysicalMemory.PAGE_BYTES;
      Area area = new Area("module " + m.name(), at, at + m.bytes().length);
      claim(area);
      memory.write((int) at, m.bytes(), 0, m.bytes().length);
      placed.add(area);
    }
    return placed;
  }

  /** Writes the information structure and all that it points to; gives its address. */
  private int information(List<Area> modules) throws ImageException {
    byte[] commandLine = text((kernel.name() + " " + kernel.commandLine()).strip());
    int map = 3 * 24;
    int size = INFO_BYTES + map + 16 * modules.size() + commandLine.length + LOADER_NAME.length();
    for (KernelImage.Module m : kernel.modules()) {
      size += text(m.name()).length;
    }
    int at = room(size + 64);
    int next = at + INFO_BYTES;
    int mapAt = next;
    next = region(next, 0, PcBoard.LOW_MEMORY_BYTES, 1);
    next = region(next, PcBoard.LOW_MEMORY_BYTES, MIB - PcBoard.LOW_MEMORY_BYTES, 2);
    next = region(next, MIB, memory.sizeBytes() - MIB, 1);
    int modulesAt = next;
    next += 16 * modules.size();
    for (int i = 0; i < modules.size(); i++) {
      memory.write32(modulesAt + 16 * i, (int) modules.get(i).start);
      memory.write32(modulesAt + 16 * i + 4, (int) modules.get(i).end);
      memory.write32(modulesAt + 16 * i + 8, next);
      next = put(next, text(kernel.modules().get(i).name()));
    }
    int commandAt = next;
    next = put(next, commandLine);
    int nameAt = next;
    put(next, text(LOADER_NAME));

    ByteBuffer b = ByteBuffer.allocate(INFO_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(
        HAS_MEMORY
            | HAS_BOOT_DEVICE
            | HAS_COMMAND_LINE
            | HAS_MODULES
            | HAS_MEMORY_MAP
            | HAS_LOADER_NAME);
    b.putInt(PcBoard.LOW_MEMORY_BYTES >> 10);
    b.putInt((memory.sizeBytes() - MIB) >> 10);
    b.putInt(0x8000ffff); // the first hard disk, whole
    b.putInt(commandAt);
    b.putInt(modules.size());
    b.putInt(modulesAt);
    b.position(44);
    b.putInt(map);
    b.putInt(mapAt);
    b.position(64);
    b.putInt(nameAt);
    memory.write(at, b.array(), 0, INFO_BYTES);
    return at;
  }

  private int room(int size) throws ImageException {
    for (long at : new long[] {INFO_AT, 0x50000, (end() + 0xfff) & -0x1000L}) {
      Area area = new Area("the boot information", at, at + size);
      if (areas.stream().noneMatch(area::overlaps) && (at >= MIB || area.end <= 0x9fc00)) {
        claim(area);
        return (int) at;
      }
    }
    throw problem("no room in memory for the boot information");
  }

  /** An entry of the memory map; kind 1 is memory that may be used, 2 is reserved. */
  private int region(int at, int start, int size, int kind) {
    memory.write32(at, 20);
    memory.write32(at + 4, start);
    memory.write32(at + 8, 0);
    memory.write32(at + 12, size);
    memory.write32(at + 16, 0);
    memory.write32(at + 20, kind);
    return at + 24;
  }

  private static byte[] text(String s) {
    return (s + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private int put(int at, byte[] bytes) {
    memory.write(at, bytes, 0, bytes.length);
    return at + bytes.length;
  }

  /** The machine state of section 3.2: flat segments of 4 GiB, paging off, interrupts off. */
  private static void enter(CpuState c, int entry, int info) {
    c.cr0 = Cr0.PE | Cr0.ET;
    for (SegmentName name : SegmentName.values()) {
      c.segment(name).load(0x10, 0x0000ffff, 0x00cf9300);
    }
    c.segment(SegmentName.CS).load(0x08, 0x0000ffff, 0x00cf9b00);
    c.gpr[CpuState.EAX] = MAGIC;
    c.gpr[CpuState.EBX] = info;
    c.gpr[CpuState.ESP] = PcFirmware.STACK;
    c.eip = entry;
  }

  private ImageException problem(String text) {
    return new ImageException(kernel.name(), text);
  }
}
