// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.Arrays;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.PhysicalMemory;

/** The emulator in the place of the silicon: the same memory, the same descriptors, CPL 3. */
final class EmulatedCpu {
  /** Tables that the process does not see, above everything that it does see. */
  private static final int GDT = 0x180000;

  private static final int LDT = 0x181000;
  private static final int PAGE_DIRECTORY = 0x182000;
  private static final int PAGE_TABLE = 0x183000;
  private static final int RAM_BYTES = 0x184000;
  private static final int PAGE = PhysicalMemory.PAGE_BYTES;
  private static final int PRESENT_WRITABLE_USER = 7;

  /** Instructions after which a vector has run away; a vector is one or two and an INT3. */
  private static final int MAX_INSNS = 8;

  private static final int INT3 = 0xcc;

  private final PhysicalMemory memory = new PhysicalMemory(RAM_BYTES);
  private final Interpreter interpreter = new Interpreter(memory);
  private final CpuState cpu = new CpuState();
  private final int[] before = Layout.background(Layout.DATA_BYTES);
  private final int[] changedAddress = new int[before.length];
  private final int[] changedValue = new int[before.length];

  EmulatedCpu() {
    table(GDT, Layout.gdtImage());
    table(LDT, Layout.ldtImage());
    words(Layout.DATA, before);
    words(Layout.READONLY, Layout.background(Layout.READONLY_BYTES));
    for (int i = 0; i < Layout.CODE_BYTES; i++) {
      memory.write8(Layout.CODE + i, INT3);
    }
    memory.write32(PAGE_DIRECTORY, PAGE_TABLE | PRESENT_WRITABLE_USER);
    mapIdentical(GDT, RAM_BYTES - GDT, 3);
    mapIdentical(Layout.DATA, Layout.DATA_BYTES, PRESENT_WRITABLE_USER);
    mapIdentical(Layout.READONLY, Layout.READONLY_BYTES, 5);
    mapIdentical(Layout.CODE, Layout.CODE_BYTES, PRESENT_WRITABLE_USER);
    cpu.cr3 = PAGE_DIRECTORY;
    cpu.cr0 = Cr0.PE | Cr0.MP | Cr0.ET | Cr0.NE | Cr0.WP | Cr0.AM | Cr0.PG;
    cpu.cpl = 3;
    cpu.gdtBase = GDT;
    cpu.gdtLimit = 8 * Layout.gdtImage().length - 1;
    cpu.ldtr.base = LDT;
    cpu.ldtr.limit = 8 * Layout.ldtImage().length - 1;
    cpu.ldtr.selector = 0x50;
    cpu.ldtr.access = 0x82;
  }

  private void table(int address, long[] descriptors) {
    for (int i = 0; i < descriptors.length; i++) {
      memory.write32(address + 8 * i, (int) descriptors[i]);
      memory.write32(address + 8 * i + 4, (int) (descriptors[i] >>> 32));
    }
  }

  private void mapIdentical(int address, int bytes, int rights) {
    for (int at = address; at < address + bytes; at += PAGE) {
      memory.write32(PAGE_TABLE + (at >>> PhysicalMemory.PAGE_SHIFT) * 4, at | rights);
    }
  }

  private void words(int address, int[] values) {
    for (int i = 0; i < values.length; i++) {
      memory.write32(address + 4 * i, values[i]);
    }
  }

  Answer run(Vector v) {
    System.arraycopy(v.gpr, 0, cpu.gpr, 0, 8);
    cpu.eip = v.eip;
    cpu.setEflags(v.eflags);
    cpu.inhibit = 0;
    cpu.fpu.initialize();
    cpu.fpu.mxcsr = 0x1f80;
    if (v.x87 != null) {
      X87Image.load(cpu.fpu, v.x87);
    }
    cpu.dr6 = 0;
    for (SegmentName name : SegmentName.values()) {
      load(cpu.segment(name), v.segment[name.ordinal()]);
    }
    memory.write(v.codeAddress, v.code, 0, v.code.length);
    for (int i = 0; i < v.pokes(); i++) {
      memory.write(v.pokeAddress(i), v.pokeBytes(i), 0, v.pokeBytes(i).length);
    }
    Answer a = new Answer();
    untilException(a);
    System.arraycopy(cpu.gpr, 0, a.gpr, 0, 8);
    a.eip = cpu.eip;
    a.eflags = cpu.eflags();
    a.cr2 = cpu.cr2;
    a.x87 = v.x87 == null ? null : X87Image.save(cpu.fpu);
    for (int i = 0; i < 6; i++) {
      a.segment[i] = cpu.segments[i].selector;
    }
    collectChanges(v, a);
    for (int i = 0; i < v.code.length; i++) {
      memory.write8(v.codeAddress + i, INT3);
    }
    return a;
  }

  private static void load(SegmentRegister register, int selector) {
    Layout.Segment s = Layout.segment(selector);
    if (s == null) {
      register.setNull(selector);
    } else {
      register.load(selector, (int) s.raw(), (int) (s.raw() >>> 32));
    }
  }

  private void untilException(Answer a) {
    for (int i = 0; i < MAX_INSNS; i++) {
      int start = cpu.eip;
      switch (interpreter.run(cpu, 1, false)) {
        case BUDGET -> {}
        case FAULT -> {
          a.vector = interpreter.fault().vector();
          a.error = interpreter.fault().errorCode();
          return;
        }
        case INTERRUPT -> {
          interrupt(a, interpreter.vector(), start);
          return;
        }
        default -> throw new AssertionError("the vector left the CPU");
      }
    }
    a.vector = -1;
  }

  /** The part of Linux's IDT that matters: gates 3 and 4 have DPL 3, INT1 needs none. */
  private void interrupt(Answer a, int number, int start) {
    boolean int1 = interpreter.interruptOp() == Op.INT1;
    if (number == Fault.BP || number == Fault.OF || int1) {
      a.vector = number;
      return;
    }
    a.vector = Fault.GP;
    a.error = number << 3 | 2;
    cpu.eip = start;
  }

  /** Compares the data with what the vector found there, and puts the background back. */
  private void collectChanges(Vector v, Answer a) {
    int[] expected = before;
    if (v.pokes() > 0) {
      expected = before.clone();
      for (int i = 0; i < v.pokes(); i++) {
        poke(expected, v.pokeAddress(i) - Layout.DATA, v.pokeBytes(i));
      }
    }
    int n = 0;
    for (int i = 0; i < before.length; i++) {
      int value = memory.read32(Layout.DATA + 4 * i);
      if (value != expected[i]) {
        changedAddress[n] = Layout.DATA + 4 * i;
        changedValue[n++] = value;
      }
      if (value != before[i]) {
        memory.write32(Layout.DATA + 4 * i, before[i]);
      }
    }
    a.changedAddress = Arrays.copyOf(changedAddress, n);
    a.changedValue = Arrays.copyOf(changedValue, n);
  }

  private static void poke(int[] words, int offset, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      int shift = 8 * ((offset + i) & 3);
      int at = (offset + i) >> 2;
      words[at] = (words[at] & ~(0xff << shift)) | (bytes[i] & 0xff) << shift;
    }
  }
}
