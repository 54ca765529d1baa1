// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.memory.PhysicalMemory;

/** A processor behind its reset, in real mode with code at 0100:0000 and a stack at 0200:8000. */
final class RealMachine {
  static final int CODE = 0x1000;
  static final int STACK = 0x2000;
  static final int SP = 0x8000;

  final PhysicalMemory memory = new PhysicalMemory(1 << 20);
  final Processor processor = new Processor(memory, PortIo.NONE, () -> 0);
  final CpuState cpu = processor.cpu();

  RealMachine(int... code) {
    cpu.segment(SegmentName.CS).loadReal(CODE >>> 4);
    cpu.segment(SegmentName.SS).loadReal(STACK >>> 4);
    cpu.gpr[CpuState.ESP] = SP;
    cpu.eip = 0;
    put(CODE, code);
  }

  RealMachine model(CpuModel model) {
    cpu.model = model;
    return this;
  }

  void put(int physical, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      memory.write8(physical + i, bytes[i]);
    }
  }

  /** Sets an entry of the vector table. */
  void vector(int number, int segment, int offset) {
    memory.write16(4 * number, offset);
    memory.write16(4 * number + 2, segment);
  }

  Processor.Exit run(long budget) {
    return processor.run(budget, false);
  }

  /** A word of the stack, some bytes above SS:SP as it started. */
  int stack(int aboveBytes) {
    return memory.read16(STACK + SP + aboveBytes);
  }
}
