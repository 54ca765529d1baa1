// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Reads a PC's memory for a debugger, in whatever space the address is, and changes nothing. */
final class PcMemory {
  private static final int BYTES_MAX = 64 << 20;
  private static final int INSTRUCTIONS_MAX = 1 << 20;
  private static final int INSTRUCTION_BYTES_MAX = 15;

  private final PhysicalMemory memory;
  private final CpuState cpu;
  private PcPrograms programs = PcPrograms.NONE;

  PcMemory(PhysicalMemory memory, CpuState cpu) {
    this.memory = memory;
    this.cpu = cpu;
  }

  void setPrograms(PcPrograms newPrograms) {
    programs = newPrograms;
  }

  /** Shorter than asked where the segment, the page tables, or the memory end. */
  byte[] read(Address address, int lengthBytes) throws TargetException {
    if (lengthBytes < 0 || lengthBytes > BYTES_MAX) {
      throw new TargetException("cannot read " + lengthBytes + " bytes at once");
    }
    if (address instanceof Address.Logical in && programs.isProgram(in.context())) {
      PcProgram.Extent segment = segment(in.context(), in.segment());
      long left = Integer.toUnsignedLong(segment.limit()) + 1 - (in.offset() & 0xffffffffL);
      int length = (int) Math.max(0, Math.min(lengthBytes, left));
      return linear(segment.base() + in.offset(), length);
    }
    if (address instanceof Address.Logical logical) {
      SegmentRegister s = cpu.segment(logical.segment());
      long left = Integer.toUnsignedLong(s.limit) + 1 - Integer.toUnsignedLong(logical.offset());
      boolean open = s.usable() && !s.expandDown;
      int length = (int) Math.max(0, Math.min(lengthBytes, open ? left : 0));
      return linear(s.base + logical.offset(), s.expandDown ? lengthBytes : length);
    }
    if (address instanceof Address.Linear linear) {
      return linear(linear.value(), lengthBytes);
    }
    return physical(((Address.Physical) address).value(), lengthBytes);
  }

  private PcProgram.Extent segment(int context, SegmentName name) throws TargetException {
    PcProgram program =
        programs
            .find(context)
            .orElseThrow(() -> new TargetException("The kernel has not made this program yet"));
    return name == SegmentName.CS ? program.code() : program.data();
  }

  private byte[] physical(int address, int lengthBytes) {
    // ROM beyond RAM can be read too; where RAM ends and nobody answers, the memory ends.
    int length = 0;
    while (length < lengthBytes && memory.indexOf(address + length) >= 0) {
      length = Math.min(lengthBytes, nextPage(address, length));
    }
    boolean hole = Integer.compareUnsigned(address, memory.sizeBytes()) < 0;
    if (hole) {
      long left = memory.sizeBytes() - Integer.toUnsignedLong(address);
      length = (int) Math.max(length, Math.min(lengthBytes, left));
    }
    return memory.read(address, length);
  }

  private byte[] linear(int address, int lengthBytes) {
    if (!paged()) {
      return physical(address, lengthBytes);
    }
    byte[] out = new byte[lengthBytes];
    int done = 0;
    while (done < lengthBytes) {
      long at = CodePeek.physical(memory, cpu, address + done);
      if (at < 0) {
        break;
      }
      int end = Math.min(lengthBytes, nextPage(address, done));
      System.arraycopy(memory.read((int) at, end - done), 0, out, done, end - done);
      done = end;
    }
    return java.util.Arrays.copyOf(out, done);
  }

  private static int nextPage(int address, int done) {
    int at = address + done;
    return done + PhysicalMemory.PAGE_BYTES - (at & (PhysicalMemory.PAGE_BYTES - 1));
  }

  private boolean paged() {
    return (cpu.cr0 & org.virtualpok.emu.cpu.Cr0.PG) != 0;
  }

  /** Index in {@link PhysicalMemory} of what lies at a linear address; -1 if nothing does. */
  int indexOf(int linear) {
    long physical = physicalOf(linear);
    return physical < 0 ? -1 : memory.indexOf((int) physical);
  }

  /** Where a linear address lies; -1 if the page tables do not say. */
  long physicalOf(int linear) {
    return CodePeek.physical(memory, cpu, linear);
  }

  /** Instructions from an offset in CS on; fewer where the segment or the memory ends. */
  List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) throws TargetException {
    if (count < 0 || count > INSTRUCTIONS_MAX) {
      throw new TargetException("cannot disassemble " + count + " instructions at once");
    }
    int length = Math.min(BYTES_MAX, count * INSTRUCTION_BYTES_MAX);
    byte[] code = read(new Address.Logical(context, SegmentName.CS, offset), length);
    boolean big = programs.isProgram(context) || cpu.segment(SegmentName.CS).big;
    return Disassembler.disassemble(code, offset, count, syntax, big);
  }
}
