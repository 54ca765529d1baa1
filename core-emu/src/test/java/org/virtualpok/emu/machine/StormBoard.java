// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.image.ImageException;

/**
 * A PC on which code made at random runs, with interrupts on. Every exception and interrupt goes to
 * one handler, which ends it at both controllers and goes on where EBP points.
 *
 * <pre>
 * 0        IVT: all vectors at 2000:0000
 * 20000    handler, 16 bits    21000 code, 16 bits
 * 200000   GDT    200100 handler    200800 IDT    201000 page directory    202000 page table
 * 208000   top of the stack         210000 code
 * </pre>
 */
final class StormBoard {
  static final int MEMORY_BYTES = 4 << 20;
  static final int CODE = 0x210000;
  static final int REAL_CODE = 0x21000;

  private static final int GDT = 0x200000;
  private static final int HANDLER = 0x200100;
  private static final int IDT = 0x200800;
  private static final int DIRECTORY = 0x201000;
  private static final int TABLE = 0x202000;
  private static final int STACK = 0x208000;
  private static final int REAL_HANDLER = 0x20000;

  final PcMachine pc;
  final Map<PcEnding.Kind, Integer> endings = new EnumMap<>(PcEnding.Kind.class);
  private final Map<String, Integer> counts = new TreeMap<>();
  private long counted;

  StormBoard() throws ImageException {
    pc = new TinyKernel().halt().boot(PcConfig.DEFAULT.withMemory(MEMORY_BYTES));
  }

  /** Bytes of code, and where each piece of it begins. */
  static final class Code {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Code bytes(int... values) {
      for (int v : values) {
        out.write(v);
      }
      return this;
    }

    Code word(int value) {
      return bytes(value, value >>> 8);
    }

    Code dword(int value) {
      return word(value).word(value >>> 16);
    }

    int size() {
      return out.size();
    }

    byte[] array() {
      return out.toByteArray();
    }
  }

  private CpuState cpu() {
    return pc.board().processor.cpu();
  }

  private void put(int at, byte[] bytes) {
    pc.board().memory.write(at, bytes, 0, bytes.length);
  }

  private void countEnding() {
    pc.ending()
        .ifPresent(
            e -> {
              count();
              endings.merge(e.kind(), 1, Integer::sum);
              pc.restart();
            });
  }

  /** Counts what the log says. */
  private void count() {
    for (long i = counted; i < pc.events().size(); i++) {
      counts.merge(pc.events().get(i).kind().name(), 1, Integer::sum);
    }
    counted = 0;
  }

  /** How often which event came, for whoever wonders whether a storm is one. */
  Map<String, Integer> counts() {
    count();
    counted = pc.events().size();
    return counts;
  }

  /** Flat protected mode, at an offset of the code. */
  void enterProtected(byte[] code, int offset) {
    begin(code, CODE);
    // The flat segments of a loader, and all gates to the one handler.
    put(GDT, new Code().dword(0).dword(0).array());
    put(GDT + 8, new Code().dword(0x0000ffff).dword(0x00cf9b00).array());
    put(GDT + 16, new Code().dword(0x0000ffff).dword(0x00cf9300).array());
    Code idt = new Code();
    for (int vector = 0; vector < 256; vector++) {
      idt.word(HANDLER).word(8).word(0x8e00).word(HANDLER >>> 16);
    }
    put(IDT, idt.array());
    // MOV ESP, STACK; MOV AL, 20; OUT A0, AL; OUT 20, AL; JMP EBP
    Code handler = new Code().bytes(0xbc).dword(STACK);
    put(HANDLER, handler.bytes(0xb0, 0x20, 0xe6, 0xa0, 0xe6, 0x20, 0xff, 0xe5).array());
    CpuState c = cpu();
    c.cr0 = Cr0.PE | Cr0.ET;
    c.gdtBase = GDT;
    c.gdtLimit = 0xffff;
    c.idtBase = IDT;
    c.idtLimit = 0x7ff;
    for (SegmentName name : SegmentName.values()) {
      c.segment(name).load(0x10, 0x0000ffff, 0x00cf9300);
    }
    c.segment(SegmentName.CS).load(0x08, 0x0000ffff, 0x00cf9b00);
    c.gpr[CpuState.ESP] = STACK;
    start(CODE + offset);
  }

  /** The same with paging on: the code is mapped, all other entries are random. */
  void enterPaged(byte[] code, Random random) {
    enterProtected(code, 0);
    Code directory = new Code();
    for (int i = 0; i < 1024; i++) {
      directory.dword(entry(random));
    }
    put(DIRECTORY, directory.array());
    Code table = new Code();
    for (int i = 0; i < 1024; i++) {
      boolean own = i >= 0x200 && i < 0x240;
      table.dword(own ? i << 12 | 7 : entry(random));
    }
    put(TABLE, table.array());
    put(DIRECTORY, new Code().dword(TABLE | 7).array());
    CpuState c = cpu();
    c.cr3 = DIRECTORY;
    c.cr4 = random.nextBoolean() ? Cr4.PSE : 0;
    c.cr0 |= Cr0.PG | (random.nextBoolean() ? Cr0.WP : 0);
    start(CODE);
  }

  /** An entry of a page table: random, with frames in RAM, holes and beyond. */
  private static int entry(Random random) {
    int frame =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(0x400);
          case 1 -> 0xa0 + random.nextInt(0x60);
          case 2 -> 0xfec00 + random.nextInt(0x1400);
          default -> random.nextInt(1 << 20);
        };
    return frame << 12 | random.nextInt(0x1000);
  }

  /** Real mode, in segment 2000. */
  void enterReal(byte[] code, Random random) {
    begin(code, REAL_CODE);
    Code table = new Code();
    for (int vector = 0; vector < 256; vector++) {
      table.word(0).word(0x2000);
    }
    put(0, table.array());
    // MOV SP, F000; MOV AL, 20; OUT A0, AL; OUT 20, AL; JMP BP
    Code handler = new Code().bytes(0xbc).word(0xf000);
    put(REAL_HANDLER, handler.bytes(0xb0, 0x20, 0xe6, 0xa0, 0xe6, 0x20, 0xff, 0xe5).array());
    CpuState c = cpu();
    c.cr0 = Cr0.ET;
    c.idtBase = 0;
    c.idtLimit = 0x3ff;
    for (SegmentName name : SegmentName.values()) {
      c.segment(name).load(0, 0xffff, 0x9300);
      c.segment(name).loadReal(0x2000);
    }
    int[] segments = {0, 0xffff, 0xa000, 0xf000, 0xb800, random.nextInt(0x10000)};
    c.segment(SegmentName.DS).loadReal(segments[random.nextInt(segments.length)]);
    c.segment(SegmentName.ES).loadReal(segments[random.nextInt(segments.length)]);
    if (random.nextInt(3) == 0) {
      // Limits of 4 GiB stay behind a visit in protected mode.
      c.segment(SegmentName.DS).load(0x10, 0x0000ffff, 0x00cf9300);
      c.segment(SegmentName.DS).loadReal(0);
    }
    c.gpr[CpuState.ESP] = 0xf000;
    start(REAL_CODE - 0x20000);
  }

  /** IRQ 0 every 20 ticks at vector 8, all other lines open too. */
  private void openInterrupts() {
    int[][] writes = {
      {0x20, 0x11}, {0x21, 8}, {0x21, 4}, {0x21, 1}, {0x21, 0},
      {0xa0, 0x11}, {0xa1, 0x70}, {0xa1, 2}, {0xa1, 1}, {0xa1, 0},
      {0x43, 0x34}, {0x40, 20}, {0x40, 0}
    };
    for (int[] w : writes) {
      pc.board().ports.out(w[0], w[1], 1);
    }
  }

  private void begin(byte[] code, int at) {
    countEnding();
    openInterrupts();
    CpuState c = cpu();
    long retired = c.retired;
    long tscOffset = c.tscOffset;
    boolean interruptRequest = c.interruptRequest;
    c.reset();
    c.retired = retired;
    c.tscOffset = tscOffset;
    c.interruptRequest = interruptRequest;
    put(at, code);
  }

  private void start(int eip) {
    CpuState c = cpu();
    c.eip = eip;
    c.gpr[CpuState.EBP] = eip;
    c.flagsOther |= Eflags.IF;
    pc.board().processor.stateChanged(false);
  }

  /** Lets it run for some instructions; true while nothing has ended it. */
  boolean run(long instructions) {
    // An idle processor retires nothing, so time ends it too.
    pc.run(new RunLimit(pc.timeNanos() + 100 * instructions, pc.instructions() + instructions));
    return pc.ending().isEmpty();
  }
}
