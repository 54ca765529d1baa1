// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Decodes blocks where a CPU stands. */
final class BlockBuilder {
  private static final int OFFSET = PhysicalMemory.PAGE_BYTES - 1;

  private final LinearMemory memory;
  private final Fault fault;
  private final Map<Integer, Integer> breakpoints;
  private final Decoder decoder = new Decoder();

  /** Instructions before which the run stops wherever they stand; null for none. */
  private Predicate<Insn> watch;

  /**
   * @param breakpoints how many stand at each index in memory
   */
  BlockBuilder(LinearMemory memory, Fault fault, Map<Integer, Integer> breakpoints) {
    this.memory = memory;
    this.fault = fault;
    this.breakpoints = breakpoints;
  }

  void setWatch(Predicate<Insn> newWatch) {
    watch = newWatch;
  }

  private boolean watched(Insn n) {
    return watch != null && watch.test(n);
  }

  /**
   * The block at CS:EIP, whose first byte is at this index. It ends at a branch, at the end of the
   * page, or before a breakpoint or an instruction that is watched; an instruction that reaches
   * into the next page stands alone. Throws the fetch's fault if not even the first instruction can
   * be had.
   */
  Block block(CpuState c, int index) {
    SegmentRegister cs = c.segment(SegmentName.CS);
    if (breakpoints.containsKey(index)) {
      return breakpoint(c, index, cs.big);
    }
    List<Insn> insns = new ArrayList<>();
    int room = PhysicalMemory.PAGE_BYTES - (index & OFFSET);
    int delta = 0;
    while (insns.size() < Block.MAX_INSNS && delta < room) {
      if (delta > 0 && breakpoints.containsKey(index + delta)) {
        break;
      }
      Insn n;
      try {
        n = decode(c, cs, delta, delta == 0 ? Integer.MAX_VALUE : room);
      } catch (Fault f) {
        if (insns.isEmpty()) {
          throw f;
        }
        break;
      }
      if (watched(n)) {
        if (insns.isEmpty()) {
          return breakpoint(c, index, cs.big);
        }
        break;
      }
      insns.add(n);
      delta += n.length;
      if (n.op.endsBlock || endsBlock(n)) {
        break;
      }
    }
    Insn[] array = insns.toArray(new Insn[0]);
    return new Block(index, cs.big, array, delta, secondPage(c, room, delta), isSpin(array, delta));
  }

  /** What may change how the next instruction is decoded or fetched, or let an interrupt in. */
  private static boolean endsBlock(Insn n) {
    return switch (n.code) {
      case Code.SYSTEM, Code.IO -> true;
      default -> n.op == Op.POPF || n.kind1 == Insn.SREG && n.op != Op.PUSH || n.op == Op.LSS;
    };
  }

  private int secondPage(CpuState c, int room, int lengthBytes) {
    return lengthBytes <= room
        ? -1
        : memory.codeIndex(c.segment(SegmentName.CS).base + c.eip + room);
  }

  /** One instruction, outside the cache; a breakpoint at it counts if an index is given. */
  Block single(CpuState c, int breakpointIndex) {
    SegmentRegister cs = c.segment(SegmentName.CS);
    if (breakpointIndex >= 0 && breakpoints.containsKey(breakpointIndex)) {
      return breakpoint(c, breakpointIndex, cs.big);
    }
    Insn n = decode(c, cs, 0, Integer.MAX_VALUE);
    if (breakpointIndex >= 0 && watched(n)) {
      return breakpoint(c, breakpointIndex, cs.big);
    }
    return new Block(0, cs.big, new Insn[] {n}, n.length, -1, false);
  }

  private Block breakpoint(CpuState c, int index, boolean big) {
    Insn n = new Insn();
    n.code = Code.BREAKPOINT;
    n.length = 1;
    n.nextDelta = 1;
    return new Block(index, big, new Insn[] {n}, n.length, -1, false);
  }

  /**
   * @param roomBytes bytes from the block's start to where the decoder may not read
   */
  private Insn decode(CpuState c, SegmentRegister cs, int delta, int roomBytes) {
    int offset = c.eip + delta;
    Insn n =
        decoder.decode(
            distance -> {
              int at = offset + distance;
              if (Integer.compareUnsigned(at, cs.limit) > 0) {
                throw fault.setAccess(Fault.GP, 0, SegmentName.CS, at, false);
              }
              if (delta + distance >= roomBytes || distance >= Decoder.MAX_LENGTH) {
                throw fault.set(Fault.GP, 0);
              }
              return memory.fetch8(cs.base + at);
            },
            cs.big,
            c.model);
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
