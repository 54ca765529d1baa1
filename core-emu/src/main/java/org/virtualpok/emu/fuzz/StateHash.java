// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.PhysicalMemory;

/** A number that two runs share if they went the same way. */
final class StateHash {
  private static final long PRIME = 0x100000001b3L;

  private long value = 0xcbf29ce484222325L;

  void add(long word) {
    value = (value ^ word) * PRIME;
    value ^= value >>> 29;
  }

  void add(CpuState c) {
    for (int r : c.gpr) {
      add(r);
    }
    add(c.eip);
    add(c.eflags());
    for (SegmentRegister s : c.segments) {
      add(s);
    }
    add(c.ldtr);
    add(c.tr);
    add(c.cpl);
    add((long) c.gdtBase << 32 | c.gdtLimit);
    add((long) c.idtBase << 32 | c.idtLimit);
    add((long) c.cr0 << 32 | Integer.toUnsignedLong(c.cr2));
    add((long) c.cr3 << 32 | Integer.toUnsignedLong(c.cr4));
    add((long) c.dr6 << 32 | Integer.toUnsignedLong(c.dr7));
    add(c.retired);
    fpu(c.fpu);
  }

  private void add(SegmentRegister s) {
    add((long) s.base << 32 | Integer.toUnsignedLong(s.limit));
    add((long) s.selector << 32 | s.access << 1 | (s.big ? 1 : 0));
  }

  private void fpu(FpuState f) {
    for (int i = 0; i < 8; i++) {
      add(f.significand[i]);
      add(f.signExponent[i]);
    }
    add((long) f.control << 32 | f.status);
    add((long) f.top << 32 | f.full);
  }

  void add(PhysicalMemory memory) {
    for (int at = 0; at < memory.sizeBytes(); at += 4) {
      add(memory.read32(at));
    }
  }

  long value() {
    return value;
  }
}
