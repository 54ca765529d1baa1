// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Decodes blocks where a CPU stands. */
final class BlockBuilder {
  private final PhysicalMemory memory;
  private final Fault fault;
  private final Map<Integer, Integer> breakpoints;
  private final Decoder decoder = new Decoder();

  BlockBuilder(PhysicalMemory memory, Fault fault, Map<Integer, Integer> breakpoints) {
    this.memory = memory;
    this.fault = fault;
    this.breakpoints = breakpoints;
  }

  /**
   * The block at CS:EIP. It ends at a branch, at the end of the page, or before a breakpoint.
   * Throws the fetch's fault if not even the first instruction is inside the segment.
   */
  Block block(CpuState c) {
    SegmentRegister cs = c.segment(SegmentName.CS);
    int physical = cs.base + c.eip;
    int page = physical >>> PhysicalMemory.PAGE_SHIFT;
    List<Insn> insns = new ArrayList<>();
    int delta = 0;
    while (insns.size() < Block.MAX_INSNS) {
      if (breakpoints.containsKey(physical + delta)) {
        if (insns.isEmpty()) {
          return breakpoint(c, physical, cs.big);
        }
        break;
      }
      Insn n;
      try {
        n = decode(c, cs, delta);
      } catch (Fault f) {
        if (insns.isEmpty()) {
          throw f;
        }
        break;
      }
      insns.add(n);
      delta += n.length;
      boolean ends = n.op.endsBlock || n.op == Op.POPF || n.op == Op.POP && n.kind1 == Insn.SREG;
      if (ends || (physical + delta) >>> PhysicalMemory.PAGE_SHIFT != page) {
        break;
      }
    }
    Insn[] array = insns.toArray(new Insn[0]);
    return new Block(physical, cs.big, array, delta, isSpin(array, delta));
  }

  /** One instruction, outside the cache; breakpoints do not count here. */
  Block single(CpuState c, boolean withBreakpoint) {
    SegmentRegister cs = c.segment(SegmentName.CS);
    int physical = cs.base + c.eip;
    if (withBreakpoint && breakpoints.containsKey(physical)) {
      return breakpoint(c, physical, cs.big);
    }
    Insn n = decode(c, cs, 0);
    return new Block(physical, cs.big, new Insn[] {n}, n.length, false);
  }

  private Block breakpoint(CpuState c, int physical, boolean big) {
    Insn n = decode(c, c.segment(SegmentName.CS), 0);
    n.code = Code.BREAKPOINT;
    return new Block(physical, big, new Insn[] {n}, n.length, false);
  }

  private Insn decode(CpuState c, SegmentRegister cs, int delta) {
    int offset = c.eip + delta;
    Insn n =
        decoder.decode(
            distance -> {
              int at = offset + distance;
              if (Integer.compareUnsigned(at, cs.limit) > 0) {
                throw fault.setAccess(Fault.GP, 0, SegmentName.CS, at, false);
              }
              return memory.read8(cs.base + at);
            },
            cs.big);
    n.delta = delta;
    n.nextDelta = delta + n.length;
    n.code = Code.of(n);
    return n;
  }

  /** Nothing but NOPs and a jump to the start: no state changes but the count. */
  private static boolean isSpin(Insn[] insns, int lengthBytes) {
    Insn last = insns[insns.length - 1];
    if (last.code != Code.JMP || last.imm != -lengthBytes) {
      return false;
    }
    for (int i = 0; i < insns.length - 1; i++) {
      if (insns[i].code != Code.NOP) {
        return false;
      }
    }
    return true;
  }
}
