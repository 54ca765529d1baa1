// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

import java.util.SplittableRandom;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * What surrounds random code: descriptor tables, handlers, task states, page tables, and the
 * registers with which it begins. Mostly right, so that the code gets far; wrong here and there.
 *
 * <pre>
 * 00000 IVT   01000 GDT   02000 IDT   03000 task states   04000 page directory   05000 page table
 * 06000 LDT   08000 handlers   10000 code, 64 KiB   20000 data   30000 data and stacks   80000 end
 * </pre>
 */
final class FuzzWorld {
  static final int RAM_BYTES = 0x80000;
  static final int CODE = 0x10000;
  static final int CODE_BYTES = 0x4000;

  static final int DATA = 0x20000;

  private static final int GDT = 0x1000;
  private static final int GDT_ENTRIES = 32;
  private static final int IDT = 0x2000;
  private static final int TSS = 0x3000;
  private static final int TSS_STEP = 0x400;
  private static final int DIRECTORY = 0x4000;
  private static final int TABLE = 0x5000;
  private static final int LDT = 0x6000;
  private static final int LDT_ENTRIES = 16;
  private static final int HANDLERS = 0x8000;
  private static final int HANDLER_STEP = 32;
  private static final int HANDLER_COUNT = 64;

  /** Selectors that the handlers and the beginning need. */
  private static final int HANDLER_CODE = 1 << 3;

  private static final int HANDLER_DATA = 2 << 3;
  private static final int OWN_CODE = 3 << 3;
  private static final int OWN_DATA = 4 << 3;
  private static final int OWN_TASK = 14 << 3;
  private static final int OTHER_TASK = 15 << 3;
  private static final int OWN_LDT = 17 << 3;

  private static final int[] FAULTS_WITH_CODE = {8, 10, 11, 12, 13, 14, 17};

  private final SplittableRandom random;
  private final PhysicalMemory memory;

  FuzzWorld(SplittableRandom random, PhysicalMemory memory) {
    this.random = random;
    this.memory = memory;
  }

  /** A selector that often names something. */
  static int selector(SplittableRandom random) {
    int index = random.nextInt(8) == 0 ? random.nextInt(0x2000) : random.nextInt(GDT_ENTRIES);
    return index << 3 | (random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(4));
  }

  /** Writes the tables and sets the registers of a processor that was reset. */
  void build(CpuState c, FuzzMode mode) {
    handlers(mode);
    if (mode.isReal()) {
      real(c);
    } else {
      descriptors(mode);
      gates();
      tasks();
      if (mode.paged) {
        pages();
      }
      protectedMode(c, mode);
    }
    for (int r = 0; r < 8; r++) {
      c.gpr[r] = value();
    }
    c.gpr[CpuState.ESP] = random.nextInt(0xfff0) & ~3;
    c.eip = random.nextInt(CODE_BYTES);
    flags(c, mode);
    if (chance(16)) {
      c.dr[random.nextInt(4)] = CODE + random.nextInt(CODE_BYTES);
      c.dr7 = 0x400 | random.nextInt() & 0xffff03ff;
    }
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** Lets a processor that runs own code go on elsewhere, so that no small loop holds it. */
  void nudge(CpuState c) {
    c.gpr[random.nextInt(8)] = value();
    SegmentRegister cs = c.segment(SegmentName.CS);
    if (cs.base == CODE) {
      c.eip = random.nextInt(CODE_BYTES);
    }
  }

  /** A value of a register: an offset, a small number, a selector, an extreme, or anything. */
  int value() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextInt(64);
      case 2 -> selector(random);
      case 3 -> (int) (0x80000000L >>> random.nextInt(32)) - random.nextInt(2);
      default -> random.nextInt(0x10000);
    };
  }

  private void flags(CpuState c, FuzzMode mode) {
    int any = random.nextInt() & (Eflags.ARITHMETIC | Eflags.DF | Eflags.IF | Eflags.IOPL);
    if (chance(16)) {
      any |= random.nextInt() & (Eflags.TF | Eflags.NT | Eflags.RF | Eflags.AC | Eflags.ID);
    }
    c.setEflags(any | (mode.isV86() ? Eflags.VM : 0));
  }

  private void real(CpuState c) {
    for (int v = 0; v < 256; v++) {
      boolean stub = !chance(8);
      int offset = stub ? handler() : random.nextInt(CODE_BYTES);
      memory.write32(4 * v, offset | (stub ? 0 : CODE >>> 4) << 16);
    }
    for (SegmentRegister s : c.segments) {
      s.loadReal(0x1000 * random.nextInt(1, 7));
    }
    c.segment(SegmentName.CS).loadReal(CODE >>> 4);
    c.segment(SegmentName.SS).loadReal(0x3000);
    c.cr0 = Cr0.ET | random.nextInt() & randomBits(Cr0.MP | Cr0.EM | Cr0.TS | Cr0.NE);
  }

  private int randomBits(int bits) {
    return chance(4) ? bits : 0;
  }

  private int handler() {
    return HANDLERS + HANDLER_STEP * random.nextInt(HANDLER_COUNT);
  }

  /** Short handlers that go on behind the interrupted instruction, or somewhere else each time. */
  private void handlers(FuzzMode mode) {
    for (int i = 0; i < HANDLER_COUNT; i++) {
      int at = HANDLERS + HANDLER_STEP * i;
      boolean jump = (i & 1) != 0;
      boolean bits32 = !mode.isReal();
      if (bits32) {
        at = i < HANDLER_COUNT / 2 ? at : put(at, 0x83, 0xc4, 4); // add esp,4
      } else {
        at = put(at, 0x55, 0x89, 0xe5); // push bp; mov bp,sp
      }
      if (jump) {
        at = put(at, 0xe5, 0x40, 0x25, 0xff, 0x3f); // in eax,40h; and eax,3fffh
        at = bits32 ? put(at, 0, 0, 0x89, 0x04, 0x24) : put(at, 0x89, 0x46, 2); // mov [eip],eax
      } else {
        at = bits32 ? put(at, 0xff, 0x04, 0x24) : put(at, 0xff, 0x46, 2); // inc [eip]
      }
      at = bits32 ? at : put(at, 0x5d); // pop bp
      put(at, 0xcf);
    }
  }

  private int put(int at, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      memory.write8(at + i, bytes[i]);
    }
    return at + bytes.length;
  }

  private void descriptors(FuzzMode mode) {
    int dpl = mode.ring << 5;
    int size = mode.big ? 0x40 : 0;
    descriptor(HANDLER_CODE, 0, 0xfffff, 0x9b, 0xc0);
    descriptor(HANDLER_DATA, 0, chance(8) ? 0xfffff : 0x7f, 0x93, 0xc0);
    descriptor(OWN_CODE, CODE, 0xffff, 0x9b | dpl, size);
    descriptor(OWN_DATA, DATA, 0xffff, 0x93 | dpl, size);
    descriptor(5 << 3, CODE, 0xffff, 0x9b, 0);
    descriptor(6 << 3, 0x30000, 0xffff, 0x93, 0);
    descriptor(7 << 3, CODE, 0xffff, 0xfb, 0x40);
    descriptor(8 << 3, 0, 0x7f, 0xf3, 0xc0);
    descriptor(9 << 3, CODE, 0xffff, 0xfb, 0);
    descriptor(10 << 3, DATA, 0x3fff, 0xf7, 0x40);
    descriptor(11 << 3, CODE, 0xffff, 0x9f, 0x40);
    descriptor(12 << 3, DATA, 0xffff, 0xf1, 0x40);
    descriptor(13 << 3, DATA, 0xffff, 0x73, 0x40);
    descriptor(OWN_TASK, TSS, 0xff + random.nextInt(0x100), 0x8b, 0);
    descriptor(OTHER_TASK, TSS + TSS_STEP, 0x67 + random.nextInt(0x100), 0xe9, 0);
    descriptor(16 << 3, TSS + 2 * TSS_STEP, 0x2b + random.nextInt(0x100), 0xe1, 0);
    descriptor(OWN_LDT, LDT, LDT_ENTRIES * 8 - 1, 0x82, 0);
    gate(GDT + 8 * 18, HANDLER_CODE, 0xec, random.nextInt(32));
    gate(GDT + 8 * 19, 5 << 3, 0xe4, random.nextInt(32));
    gate(GDT + 8 * 20, OTHER_TASK, 0xe5, 0);
    for (int i = 21; i < GDT_ENTRIES; i++) {
      anyDescriptor(GDT + 8 * i);
    }
    for (int i = 0; i < LDT_ENTRIES; i++) {
      anyDescriptor(LDT + 8 * i);
    }
  }

  /** Somewhere in the world, of any type; now and then nothing but noise. */
  private void anyDescriptor(int at) {
    int type = 0x80 | random.nextInt(0x80);
    int flags = random.nextInt(16) << 4;
    write(at, CODE * random.nextInt(7), random.nextInt(0x10000), type, flags);
    if (chance(8)) {
      memory.write32(at, random.nextInt());
      memory.write32(at + 4, random.nextInt());
    }
  }

  private void descriptor(int selector, int base, int limit, int access, int flags) {
    write(GDT + selector, base, limit, access, flags);
  }

  private void write(int at, int base, int limit, int access, int flags) {
    memory.write32(at, limit & 0xffff | base << 16);
    memory.write32(
        at + 4,
        base & 0xff000000 | flags << 16 | limit & 0xf0000 | access << 8 | base >>> 16 & 0xff);
  }

  private void gate(int at, int selector, int access, int words) {
    int offset = chance(2) ? handler() : random.nextInt(CODE_BYTES);
    memory.write32(at, selector << 16 | offset & 0xffff);
    memory.write32(at + 4, offset & 0xffff0000 | access << 8 | words);
  }

  private void gates() {
    for (int v = 0; v < 256; v++) {
      int at = IDT + 8 * v;
      int offset = HANDLERS + HANDLER_STEP * random.nextInt(HANDLER_COUNT / 2);
      for (int f : FAULTS_WITH_CODE) {
        offset += f == v ? HANDLER_STEP * HANDLER_COUNT / 2 : 0;
      }
      int dpl = chance(2) ? 0x60 : 0;
      int access = 0x80 | dpl | 0xe | random.nextInt(2);
      int selector = HANDLER_CODE;
      switch (random.nextInt(24)) {
        case 0 -> {
          access = 0x85 | dpl;
          selector = OTHER_TASK;
        }
        case 1 -> selector = selector(random);
        case 2 -> access = random.nextInt(256);
        case 3 -> {
          selector = OWN_CODE;
          offset = random.nextInt(CODE_BYTES);
        }
        default -> {}
      }
      memory.write32(at, selector << 16 | offset & 0xffff);
      memory.write32(at + 4, offset & 0xffff0000 | access << 8);
    }
  }

  private void tasks() {
    for (int t = 0; t < 3; t++) {
      for (int i = 0; i < TSS_STEP; i += 4) {
        memory.write32(TSS + t * TSS_STEP + i, random.nextInt() & 0x3fff);
      }
    }
    for (int t = 0; t < 2; t++) {
      int at = TSS + t * TSS_STEP;
      for (int ring = 0; ring < 3; ring++) {
        memory.write32(at + 4 + 8 * ring, 0x38000 + 0x2000 * ring);
        int data = ring == 0 || chance(4) ? HANDLER_DATA : OWN_DATA | ring;
        memory.write32(at + 8 + 8 * ring, data);
      }
      memory.write32(at + 0x1c, DIRECTORY);
      memory.write32(at + 0x20, random.nextInt(CODE_BYTES));
      memory.write32(at + 0x24, Eflags.ALWAYS_ONE | random.nextInt() & Eflags.ARITHMETIC);
      for (int s = 0; s < 6; s++) {
        memory.write32(at + 0x48 + 4 * s, OWN_DATA | 3);
      }
      memory.write32(at + 0x4c, chance(2) ? OWN_CODE | 3 : HANDLER_CODE);
      memory.write32(at + 0x60, chance(2) ? OWN_LDT : 0);
      memory.write32(at + 0x64, 0x68 << 16 | random.nextInt(2));
    }
  }

  private void pages() {
    for (int i = 0; i < 1024; i++) {
      int entry = i << 12 | 7;
      if (i >= 16 && chance(16)) {
        entry ^= 1 << random.nextInt(3);
      }
      memory.write32(TABLE + 4 * i, i < 16 ? entry & ~(chance(2) ? 4 : 0) : entry);
    }
    for (int i = 0; i < 1024; i++) {
      memory.write32(DIRECTORY + 4 * i, 0);
    }
    memory.write32(DIRECTORY, TABLE | 7);
    for (int i = 1; i < 8; i++) {
      int entry = random.nextInt();
      memory.write32(DIRECTORY + 4 * random.nextInt(1024), chance(2) ? entry : TABLE | 7);
      memory.write32(DIRECTORY + 4 * i, chance(2) ? 0x87 : i << 22 | 0x87);
    }
  }

  private void protectedMode(CpuState c, FuzzMode mode) {
    c.gdtBase = GDT;
    c.gdtLimit = GDT_ENTRIES * 8 - 1;
    c.idtBase = IDT;
    c.idtLimit = chance(16) ? random.nextInt(0x800) : 0x7ff;
    c.cr0 =
        Cr0.PE
            | Cr0.ET
            | random.nextInt() & randomBits(Cr0.MP | Cr0.EM | Cr0.TS | Cr0.NE | Cr0.WP | Cr0.AM);
    c.cr4 = mode.paged ? Cr4.PSE : 0;
    c.cr3 = DIRECTORY;
    if (mode.paged) {
      c.cr0 |= Cr0.PG;
    }
    load(c.tr, OWN_TASK);
    load(c.ldtr, OWN_LDT);
    c.cpl = mode.ring;
    for (SegmentName name : SegmentName.values()) {
      SegmentRegister s = c.segment(name);
      if (mode.isV86()) {
        s.loadReal(name == SegmentName.CS ? CODE >>> 4 : 0x1000 * random.nextInt(1, 7));
      } else if (name == SegmentName.CS) {
        load(s, OWN_CODE | mode.ring);
      } else if (name == SegmentName.SS || mode.ring != 3 || chance(2)) {
        load(s, OWN_DATA | mode.ring);
      } else {
        load(s, 8 << 3 | 3);
      }
    }
  }

  private void load(SegmentRegister s, int selector) {
    int at = GDT + (selector & ~7);
    s.load(selector, memory.read32(at), memory.read32(at + 4));
  }
}
