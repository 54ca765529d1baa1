// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * What a task state segment holds (Intel SDM vol. 3, figures 7-2 and 7-10). Offsets in bytes:
 *
 * <pre>
 *            link  CR3   EIP   EFLAGS  EAX..EDI  ES CS SS DS FS GS  LDT   T
 * 32-bit     00    1C    20    24      28..44    48 4C 50 54 58 5C  60    64
 * 16-bit     00          0E    10      12..20    22 24 26 28        2A
 * </pre>
 */
final class TaskState {
  /** Last offsets that a new TSS must have, and that the old one must have to be saved in. */
  static final int LAST_32 = 0x67;

  static final int LAST_16 = 0x2b;
  static final int SAVED_LAST_32 = 0x5f;
  static final int SAVED_LAST_16 = 0x29;

  private static final SegmentName[] ORDER_32 = {
    SegmentName.ES, SegmentName.CS, SegmentName.SS, SegmentName.DS, SegmentName.FS, SegmentName.GS
  };

  /** A 16-bit TSS has only the first four. */
  private static final int SEGMENTS_16 = 4;

  final int[] gpr = new int[8];

  /** Indexed by {@link SegmentName#ordinal()}. */
  final int[] selectors = new int[6];

  int eip;
  int flags;
  int cr3;
  int ldt;
  boolean wide;
  boolean trap;

  /** Whether the CPU's current TSS is a 32-bit one. */
  static boolean wide(CpuState c) {
    return (c.tr.access & Descriptor.WIDE) != 0;
  }

  static void probeSave(LinearMemory memory, CpuState c) {
    boolean wide = wide(c);
    memory.probeSystem(c.tr.base + (wide ? 0x20 : 0x0e), wide ? 0x3e : 0x1c, true);
  }

  /** Writes the CPU's state to its current TSS. */
  static void save(LinearMemory memory, CpuState c, int flags) {
    int at = c.tr.base;
    if (wide(c)) {
      memory.writeSystem32(at + 0x20, c.eip);
      memory.writeSystem32(at + 0x24, flags);
      for (int r = 0; r < 8; r++) {
        memory.writeSystem32(at + 0x28 + 4 * r, c.gpr[r]);
      }
      for (int i = 0; i < ORDER_32.length; i++) {
        memory.writeSystem16(at + 0x48 + 4 * i, c.segment(ORDER_32[i]).selector);
      }
      return;
    }
    memory.writeSystem16(at + 0x0e, c.eip);
    memory.writeSystem16(at + 0x10, flags);
    for (int r = 0; r < 8; r++) {
      memory.writeSystem16(at + 0x12 + 2 * r, c.gpr[r]);
    }
    for (int i = 0; i < SEGMENTS_16; i++) {
      memory.writeSystem16(at + 0x22 + 2 * i, c.segment(ORDER_32[i]).selector);
    }
  }

  /** Reads a TSS; without paging CR3 is not looked at. */
  void read(LinearMemory memory, Descriptor tss, boolean paging) {
    int at = tss.base();
    wide = tss.wide();
    if (!wide) {
      read16(memory, at);
      return;
    }
    cr3 = paging ? memory.readSystem32(at + 0x1c) : 0;
    eip = memory.readSystem32(at + 0x20);
    flags = memory.readSystem32(at + 0x24);
    for (int r = 0; r < 8; r++) {
      gpr[r] = memory.readSystem32(at + 0x28 + 4 * r);
    }
    for (int i = 0; i < ORDER_32.length; i++) {
      selectors[ORDER_32[i].ordinal()] = memory.readSystem16(at + 0x48 + 4 * i);
    }
    ldt = memory.readSystem16(at + 0x60);
    trap = (memory.readSystem16(at + 0x64) & 1) != 0;
  }

  /** The upper halves of the registers are all ones then; FS and GS are null. */
  private void read16(LinearMemory memory, int at) {
    eip = memory.readSystem16(at + 0x0e);
    flags = memory.readSystem16(at + 0x10);
    for (int r = 0; r < 8; r++) {
      gpr[r] = 0xffff0000 | memory.readSystem16(at + 0x12 + 2 * r);
    }
    for (int i = 0; i < ORDER_32.length; i++) {
      selectors[ORDER_32[i].ordinal()] =
          i < SEGMENTS_16 ? memory.readSystem16(at + 0x22 + 2 * i) : 0;
    }
    ldt = memory.readSystem16(at + 0x2a);
    trap = false;
  }
}
