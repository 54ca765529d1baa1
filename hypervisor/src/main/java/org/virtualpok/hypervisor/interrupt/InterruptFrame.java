// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * The frame that a delivery pushes onto the guest's stack, as the ABI lays it out below the
 * interrupted stack pointer S.
 *
 * <pre>
 * S-4   EIP                                  S-28  S
 * S-8   EFLAGS, bit 9 = virtual IF           S-32  EBP
 * S-12  EAX                                  S-36  ESI
 * S-16  ECX                                  S-40  EDI
 * S-20  EDX                                  S-44  line; the handler's ESP
 * S-24  EBX
 * </pre>
 */
final class InterruptFrame {
  static final int BYTES = 44;

  /** What a guest may change of its EFLAGS. */
  private static final int GUEST_FLAGS =
      Eflags.ARITHMETIC | Eflags.TF | Eflags.DF | Eflags.NT | Eflags.AC | Eflags.ID;

  private static final int HANDLER_CLEARS = Eflags.DF | Eflags.TF | Eflags.NT | Eflags.AC;

  private InterruptFrame() {}

  /**
   * Whether the frame fits the stack segment.
   *
   * @param published one word higher, over the word at S
   */
  static boolean fits(CpuState cpu, boolean published) {
    int top = cpu.gpr[CpuState.ESP] + (published ? 4 : 0);
    return Integer.compareUnsigned(top, BYTES) >= 0
        && Integer.compareUnsigned(top - 1, cpu.segment(SegmentName.SS).limit) <= 0;
  }

  /**
   * Pushes the frame and enters the handler. Changes nothing if it does not fit.
   *
   * @param published one word higher, over the word at S
   * @return offset of the line word in the stack segment
   */
  static int push(
      CpuState cpu,
      PhysicalMemory memory,
      int line,
      boolean virtualIf,
      int handler,
      boolean published)
      throws FrameException {
    int s = cpu.gpr[CpuState.ESP];
    SegmentRegister stack = cpu.segment(SegmentName.SS);
    if (!fits(cpu, published)) {
      throw new FrameException(
          String.format(
              "the interrupt frame of line %d does not fit the stack segment: ESP is 0x%08x, 44"
                  + " bytes are needed below it, the limit is 0x%08x",
              line, s, stack.limit));
    }
    int end = published ? s + 4 : s;
    int top = stack.base + end;
    int flags = cpu.eflags();
    memory.write32(top - 4, cpu.eip);
    memory.write32(top - 8, (flags & ~Eflags.IF) | (virtualIf ? Eflags.IF : 0));
    memory.write32(top - 12, cpu.gpr[CpuState.EAX]);
    memory.write32(top - 16, cpu.gpr[CpuState.ECX]);
    memory.write32(top - 20, cpu.gpr[CpuState.EDX]);
    memory.write32(top - 24, cpu.gpr[CpuState.EBX]);
    memory.write32(top - 28, s);
    memory.write32(top - 32, cpu.gpr[CpuState.EBP]);
    memory.write32(top - 36, cpu.gpr[CpuState.ESI]);
    memory.write32(top - 40, cpu.gpr[CpuState.EDI]);
    memory.write32(top - 44, line);
    cpu.gpr[CpuState.ESP] = end - BYTES;
    cpu.gpr[CpuState.EAX] = line;
    cpu.eip = handler;
    cpu.setEflags(flags & ~HANDLER_CLEARS);
    return end - BYTES;
  }

  /**
   * Restores everything from the frame; as published all but the flags, and ESP = S + 4.
   *
   * @param address offset of the line word
   * @param physical physical address of the same word; the caller has checked that the frame lies
   *     inside the partition
   * @return the virtual IF of the interrupted context
   */
  static boolean restore(
      CpuState cpu, PhysicalMemory memory, int address, int physical, boolean published)
      throws FrameException {
    int savedFlags = memory.read32(physical + 36);
    int savedEip = memory.read32(physical + 40);
    int savedStack = memory.read32(physical + 16);
    int line = memory.read32(physical);
    int end = address + BYTES;
    int expected = published ? end - 4 : end;
    if (savedStack != expected) {
      throw wrong(
          address, String.format("its saved ESP is 0x%08x, not 0x%08x", savedStack, expected));
    }
    if (Integer.compareUnsigned(line, VirtualInterrupts.LINES) >= 0) {
      throw wrong(address, String.format("its line word is 0x%08x", line));
    }
    if ((savedFlags & Eflags.ALWAYS_ONE) == 0 || (savedFlags & Eflags.VM) != 0) {
      throw wrong(address, String.format("its EFLAGS are 0x%08x", savedFlags));
    }
    if (Integer.compareUnsigned(savedEip, cpu.segment(SegmentName.CS).limit) > 0) {
      throw wrong(address, String.format("its EIP is 0x%08x", savedEip));
    }
    cpu.gpr[CpuState.EDI] = memory.read32(physical + 4);
    cpu.gpr[CpuState.ESI] = memory.read32(physical + 8);
    cpu.gpr[CpuState.EBP] = memory.read32(physical + 12);
    cpu.gpr[CpuState.EBX] = memory.read32(physical + 20);
    cpu.gpr[CpuState.EDX] = memory.read32(physical + 24);
    cpu.gpr[CpuState.ECX] = memory.read32(physical + 28);
    cpu.gpr[CpuState.EAX] = memory.read32(physical + 32);
    cpu.gpr[CpuState.ESP] = end;
    cpu.eip = savedEip;
    if (!published) {
      cpu.setEflags((savedFlags & GUEST_FLAGS) | Eflags.IF);
    }
    return (savedFlags & Eflags.IF) != 0;
  }

  private static FrameException wrong(int address, String why) {
    return new FrameException(String.format("no interrupt frame is at 0x%08x: %s", address, why));
  }
}
