// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Exceptions met while another is delivered, up to the point where the processor gives up. */
class NestedExceptionTest {
  private static final int GDT = 0x1000;
  private static final int IDT = 0x2000;
  private static final int CODE = 0x4000;
  private static final int CS3 = 0x0b;
  private static final int DS3 = 0x13;

  private final PhysicalMemory memory = new PhysicalMemory(0x20000);
  private final Processor processor = new Processor(memory, PortIo.NONE, () -> 0);
  private final CpuState cpu = processor.cpu();

  /** Flat protected mode, ring 3. */
  private void ring3(int... code) {
    cpu.cr0 = Cr0.PE | Cr0.AM | Cr0.ET;
    cpu.gdtBase = GDT;
    cpu.gdtLimit = 0x17;
    cpu.idtBase = IDT;
    cpu.idtLimit = 0x7ff;
    descriptor(CS3, 0x00cffb00);
    descriptor(DS3, 0x00cff300);
    for (SegmentName name : SegmentName.values()) {
      int selector = name == SegmentName.CS ? CS3 : DS3;
      cpu.segment(name).load(selector, 0xffff, memory.read32(GDT + (selector & ~7) + 4));
    }
    cpu.cpl = 3;
    cpu.eip = CODE;
    for (int i = 0; i < code.length; i++) {
      memory.write8(CODE + i, code[i]);
    }
  }

  private void descriptor(int selector, int high) {
    memory.write32(GDT + (selector & ~7), 0xffff);
    memory.write32(GDT + (selector & ~7) + 4, high);
  }

  private void gate(int vector, int selector, int offset) {
    memory.write32(IDT + 8 * vector, selector << 16 | offset & 0xffff);
    memory.write32(IDT + 8 * vector + 4, 0xee00);
  }

  @Test
  void shouldNotHangWhereAnAlignmentCheckMeetsItselfForEver() {
    ring3(0xa1, 0x01, 0, 0, 0); // mov eax,[1]
    gate(17, CS3, 0x5000);
    cpu.flagsOther |= Eflags.AC;
    cpu.gpr[CpuState.ESP] = 0x8001;
    assertEquals(Processor.Exit.SHUTDOWN, processor.run(1000, false));
    assertTrue(processor.lastExceptions().startsWith("#AC(0000), #AC(0000), "));
    assertTrue(processor.lastExceptions().endsWith(" without end"));
    assertEquals(CODE, cpu.eip);
  }

  @Test
  void shouldTellWhichExceptionsLedToAShutdown() {
    ring3(0xf4); // hlt, refused at CPL 3; no gate for #GP nor for #DF
    assertEquals(Processor.Exit.SHUTDOWN, processor.run(1000, false));
    assertEquals("#GP(0000), #GP(006b), #DF(0000), #GP(0043)", processor.lastExceptions());
    processor.reset();
    assertEquals(0xfff0, cpu.eip);
  }
}
