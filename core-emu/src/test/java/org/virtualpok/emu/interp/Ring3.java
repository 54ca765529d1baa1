// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * A CPL 3 guest of 64 KiB at a base that is not 0, with a GDT: what every test here starts from.
 */
final class Ring3 {
  static final int BASE = 0x20000;
  static final int LIMIT = 0xffff;
  static final int CODE = 0x100;
  static final int STACK = 0x8000;
  static final int GDT = 0x1000;

  final PhysicalMemory memory = new PhysicalMemory(0x40000);
  final Interpreter interpreter = new Interpreter(memory);
  final CpuState cpu = new CpuState();

  Ring3(int... code) {
    descriptor(4, 0xfb, BASE, LIMIT);
    descriptor(5, 0xf3, BASE, LIMIT);
    descriptor(6, 0x73, BASE, LIMIT); // not present
    descriptor(7, 0x93, BASE, LIMIT); // DPL 0
    cpu.gdtBase = GDT;
    cpu.gdtLimit = 8 * 8 - 1;
    cpu.cpl = 3;
    load(SegmentName.CS, 0x23);
    load(SegmentName.DS, 0x2b);
    load(SegmentName.ES, 0x2b);
    load(SegmentName.SS, 0x2b);
    cpu.gpr[CpuState.ESP] = STACK;
    cpu.eip = CODE;
    cpu.setEflags(Eflags.IF);
    put(CODE, code);
  }

  private void descriptor(int index, int access, int base, int limit) {
    memory.write32(GDT + 8 * index, (limit & 0xffff) | (base << 16));
    int high = ((base >>> 16) & 0xff) | (access << 8) | (limit & 0xf0000) | 0x400000;
    memory.write32(GDT + 8 * index + 4, high | (base & 0xff000000));
  }

  private void load(SegmentName name, int selector) {
    int at = GDT + (selector & ~7);
    cpu.segment(name).load(selector, memory.read32(at), memory.read32(at + 4));
  }

  void put(int offset, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      memory.write8(BASE + offset + i, bytes[i]);
    }
  }

  int word(int offset) {
    return memory.read32(BASE + offset);
  }

  Interpreter.Exit run(long budget) {
    return interpreter.run(cpu, budget, false);
  }
}
