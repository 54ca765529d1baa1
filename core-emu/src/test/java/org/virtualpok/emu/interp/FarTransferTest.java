// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.exec.InterruptDelivery.Outcome;
import org.virtualpok.emu.interp.Interpreter.Exit;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * Far transfers through random descriptor tables. What exactly they do the test kernels say; here
 * stands what holds for all of them: an instruction that faults has changed no register, and the
 * processor is always in a state that it may be in.
 */
class FarTransferTest {
  private static final long SEED = 20261122;
  private static final int CASES = 20_000;
  private static final int ENTRIES = 24;
  private static final int GDT = 0x1000;
  private static final int IDT = 0x2000;
  private static final int TASKS = 0x3000;
  private static final int CODE = 0x8000;
  private static final int STACK = 0x9000;
  private static final int POINTER = 0xa000;

  private final Random random = new Random(SEED);
  private final PhysicalMemory memory = new PhysicalMemory(0x20000);
  private final Interpreter interpreter = new Interpreter(memory);

  @Test
  void shouldChangeNothingWhenTheyFault() {
    int[] exits = new int[Exit.values().length];
    int delivered = 0;
    for (int i = 0; i < CASES; i++) {
      CpuState c = machine();
      String start = text(c);
      String message = "seed " + SEED + ", case " + i + ": ";
      Exit exit = interpreter.run(c, 1, false);
      exits[exit.ordinal()]++;
      if (exit == Exit.FAULT && !interpreter.fault().inNewContext()) {
        assertEquals(start, text(c), message + interpreter.fault().mnemonic());
      }
      valid(c, message);
      if (exit == Exit.FAULT || exit == Exit.INTERRUPT) {
        Outcome outcome =
            exit == Exit.FAULT
                ? interpreter.delivery().exception(interpreter.fault())
                : interpreter
                    .delivery()
                    .software(
                        interpreter.interruptOp(),
                        interpreter.vector(),
                        interpreter.interruptEip());
        delivered += outcome == Outcome.DELIVERED ? 1 : 0;
        valid(c, message);
      }
    }
    // Both ends must be met often, or the tables are too wild or too tame.
    assertTrue(exits[Exit.FAULT.ordinal()] > CASES / 10, Arrays.toString(exits));
    assertTrue(exits[Exit.BUDGET.ordinal()] > CASES / 20, Arrays.toString(exits));
    assertTrue(delivered > CASES / 100, delivered + " delivered");
  }

  private static void valid(CpuState c, String message) {
    if (c.v86()) {
      assertEquals(3, c.cpl, message + "CPL in virtual-8086 mode");
      return;
    }
    SegmentRegister cs = c.segment(SegmentName.CS);
    SegmentRegister ss = c.segment(SegmentName.SS);
    // Behind a task switch that failed half way some registers hold nothing yet.
    if ((cs.access & 0x80) != 0) {
      assertEquals(0x18, cs.access & 0x18, message + "CS is code");
      assertEquals(c.cpl, cs.selector & 3, message + "RPL of CS");
      assertTrue(cs.conforming() ? cs.dpl() <= c.cpl : cs.dpl() == c.cpl, message + "DPL of CS");
    }
    if ((ss.access & 0x80) != 0) {
      assertTrue(ss.writable, message + "SS is writable");
      assertEquals(ss.selector & 3, ss.dpl(), message + "RPL of SS");
    }
  }

  private CpuState machine() {
    CpuState c = new CpuState();
    c.gdtBase = GDT;
    c.gdtLimit = 8 * ENTRIES - 1 - (random.nextInt(8) == 0 ? 1 : 0);
    c.idtBase = IDT;
    c.idtLimit = 8 * 32 - 1;
    for (int i = 1; i < ENTRIES; i++) {
      descriptor(GDT + 8 * i, i);
    }
    for (int i = 0; i < 32; i++) {
      gate(IDT + 8 * i, 0x8e00 | random.nextInt(0x7000) & 0x6100);
    }
    c.cpl = random.nextInt(4);
    c.segment(SegmentName.CS).load(8 | c.cpl, 0xffff, 0x00409b00 | c.cpl << 13);
    for (SegmentName name : SegmentName.values()) {
      if (name != SegmentName.CS) {
        c.segment(name).load(16 | c.cpl, 0xffff, data(c.cpl));
      }
    }
    c.tr.load(24, TASKS << 16 | (random.nextInt(8) == 0 ? 0x20 : 0x67), wide() ? 0x8b00 : 0x8300);
    for (int i = 0; i < 4; i++) {
      task(TASKS + 0x100 * i);
    }
    c.setEflags(random.nextInt(4) << 12 | (random.nextInt(6) == 0 ? Eflags.NT : 0));
    c.gpr[CpuState.ESP] = random.nextInt(20) == 0 ? random.nextInt(32) : STACK;
    c.gpr[CpuState.EBX] = POINTER;
    c.eip = CODE;
    memory.write32(POINTER, random.nextInt(0x10100));
    memory.write16(POINTER + 4, selector());
    for (int i = 0; i < 12; i++) {
      boolean vm = random.nextInt(4) == 0;
      int word = random.nextBoolean() ? selector() : random.nextInt(0x8000);
      memory.write32(STACK + 4 * i, i == 2 && vm ? Eflags.VM | word : word);
    }
    instruction();
    return c;
  }

  private boolean wide() {
    return random.nextInt(4) != 0;
  }

  private int data(int level) {
    return (random.nextInt(4) == 0 ? 0x00009300 : 0x00409300) | level << 13;
  }

  private int selector() {
    return random.nextInt(ENTRIES) << 3 | random.nextInt(4) | (random.nextInt(16) == 0 ? 4 : 0);
  }

  private void descriptor(int at, int index) {
    int present = random.nextInt(12) == 0 ? 0 : 0x8000;
    int rights = present | random.nextInt(4) << 13;
    switch (index % 6) {
      case 0, 1 -> { // code
        memory.write32(at, 0xffff);
        memory.write32(at + 4, rights | 0x00401800 | random.nextInt(8) << 8);
      }
      case 2, 3 -> { // data
        memory.write32(at, 0xffff);
        memory.write32(at + 4, rights | 0x00401200 | random.nextInt(8) << 8);
      }
      case 4 -> { // TSS
        memory.write32(at, TASKS + 0x100 * random.nextInt(4) << 16 | 0x67);
        memory.write32(at + 4, rights | (wide() ? 0x900 : 0x100) | random.nextInt(2) << 9);
      }
      default -> gate(at, rights | (wide() ? 0xc00 : 0x400) | (random.nextInt(4) == 0 ? 0x100 : 0));
    }
  }

  private void gate(int at, int rights) {
    memory.write32(at, selector() << 16 | random.nextInt(0x10000));
    memory.write32(at + 4, rights | random.nextInt(4));
  }

  private void task(int at) {
    for (int i = 0; i < 0x68; i += 4) {
      memory.write32(at + i, selector());
    }
    memory.write32(at + 0x20, CODE);
    memory.write32(at + 0x24, random.nextInt(8) == 0 ? Eflags.VM : 0);
    memory.write32(at + 0x64, random.nextInt(8) == 0 ? 1 : 0);
  }

  private void instruction() {
    int at = CODE;
    if (random.nextInt(3) == 0) {
      memory.write8(at++, 0x66);
    }
    int[][] all = {
      {0xff, 0x2b}, // jmp far [ebx]
      {0xff, 0x1b}, // call far [ebx]
      {0xcb}, // retf
      {0xca, 0x08, 0x00}, // retf 8
      {0xcf}, // iret
      {0xcd, random.nextInt(32)}, // int
      {0x8e, 0x53, 0x04}, // mov ss, [ebx + 4]
      {0xc5, 0x03} // lds eax, [ebx]
    };
    for (int b : all[random.nextInt(all.length)]) {
      memory.write8(at++, b);
    }
  }

  /** All that the program can see, but for what a fault leaves by itself. */
  private static String text(CpuState c) {
    StringBuilder s = new StringBuilder();
    s.append(Arrays.toString(c.gpr)).append(c.eip).append(' ').append(c.eflags());
    s.append(' ').append(c.cpl).append(' ').append(c.cr0).append(' ').append(c.cr3);
    for (SegmentRegister r : c.segments) {
      s.append(' ').append(r.selector).append(':').append(r.base).append(':').append(r.limit);
      s.append(':').append(r.access);
    }
    s.append(' ').append(c.tr.selector).append(' ').append(c.ldtr.selector);
    return s.append(' ').append(c.inhibit).toString();
  }
}
