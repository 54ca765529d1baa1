// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionState;

/**
 * A step on its way. INTO ends behind the next instruction of its vCPU, or at the first instruction
 * of a handler that an interrupt enters right then. OVER goes on until a call, a hypercall or a
 * repeated string instruction has come back to where it started, on the same stack.
 */
final class StepPlan {
  /** What the step's first instruction is, as far as OVER cares. */
  private enum Start {
    PLAIN,
    CALL,
    INT,
    REP
  }

  final int context;
  final StepKind kind;
  private final Interpreter interpreter;

  /** Null until a step of the whole module has met the vCPU that runs next. */
  private Partition partition;

  private long startRetired;
  private int startEip;
  private int startStack;
  private boolean startedWaiting;
  private Start start = Start.PLAIN;
  private boolean first = true;

  /** OVER runs freely to this offset; meaningless unless {@link #free}. */
  private int target;

  private boolean free;

  StepPlan(int context, StepKind kind, Interpreter interpreter, Partition partition) {
    this.context = context;
    this.kind = kind;
    this.interpreter = interpreter;
    if (partition != null) {
      bind(partition);
    }
  }

  /** The vCPU that is stepped; null if any is. */
  Partition partition() {
    return partition;
  }

  /** A vCPU is about to run: the step is its own if the step was anybody's. */
  void aboutToRun(Partition next) {
    if (partition == null && kind != StepKind.NEXT_HYPERCALL) {
      bind(next);
    }
  }

  private void bind(Partition next) {
    partition = next;
    CpuState cpu = next.cpu();
    startRetired = cpu.retired;
    startEip = cpu.eip;
    startStack = cpu.gpr[CpuState.ESP];
    startedWaiting = next.state() == PartitionState.WAITING;
    if (kind == StepKind.OVER && !startedWaiting) {
      start = classify(next, cpu.eip);
    }
  }

  boolean concerns(Partition running) {
    return partition == null || partition == running;
  }

  /** Whether the instruction that would run next, or that just ran as the last, is the first. */
  boolean isFirst(Partition running, long retiredBefore) {
    return partition == running && retiredBefore == startRetired;
  }

  /** Instructions that the stepped vCPU may run before the step looks again. */
  long budget(long most) {
    return kind == StepKind.NEXT_HYPERCALL || free ? most : Math.min(most, 1);
  }

  /**
   * The stepped vCPU ran; an INT has not been dispatched yet. Learns where OVER has to come back
   * to.
   */
  void ran(Partition running) {
    if (partition != running || !first || running.cpu().retired == startRetired) {
      return;
    }
    first = false;
    CpuState cpu = running.cpu();
    if (start == Start.CALL) {
      int stack = cpu.gpr[CpuState.ESP];
      int returnTo = running.space().memory().read32(cpu.segment(SegmentName.SS).base + stack);
      if (stack == startStack - 4 && returnTo != cpu.eip) {
        runTo(returnTo);
      }
    } else if (start == Start.INT) {
      target = cpu.eip;
    }
  }

  private void runTo(int offset) {
    target = offset;
    free = true;
    interpreter.addBreakpoint(partition.space().physical(offset));
  }

  /** Whether the step is complete; asked when everything that was due has happened. */
  boolean complete() {
    if (partition == null) {
      return false;
    }
    PartitionState state = partition.state();
    if (state.ended() || state == PartitionState.NO_THREAD) {
      return true;
    }
    if (kind == StepKind.NEXT_HYPERCALL) {
      return false;
    }
    CpuState cpu = partition.cpu();
    if (startedWaiting) {
      return state == PartitionState.READY;
    }
    if (cpu.retired == startRetired) {
      // An interrupt that arrived while the machine stood: its handler is where the step ends.
      return cpu.eip != startEip;
    }
    if (free) {
      return state == PartitionState.READY && isBack(cpu);
    }
    if (start == Start.INT && !isBackFromInt(state, cpu)) {
      runTo(target);
      return false;
    }
    return start != Start.REP || cpu.eip != startEip;
  }

  /** Also true if the call went elsewhere: a return from a handler, a restart. */
  private boolean isBackFromInt(PartitionState state, CpuState cpu) {
    boolean delivered =
        Integer.compareUnsigned(cpu.gpr[CpuState.ESP], startStack) < 0
            && !partition.interrupts().enabled();
    return state == PartitionState.READY && (isBack(cpu) || !delivered);
  }

  private boolean isBack(CpuState cpu) {
    return cpu.eip == target && Integer.compareUnsigned(cpu.gpr[CpuState.ESP], startStack) >= 0;
  }

  /** Takes its breakpoint away; the plan is not used any more. */
  void end() {
    if (free) {
      free = false;
      interpreter.removeBreakpoint(partition.space().physical(target));
    }
  }

  private static Start classify(Partition partition, int eip) {
    boolean repeated = false;
    for (int i = 0; i < 14 && partition.space().contains(eip + i, 2); i++) {
      int physical = partition.space().physical(eip + i);
      int opcode = partition.space().memory().read8(physical);
      switch (opcode) {
        case 0xf2, 0xf3 -> repeated = true;
        case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67 -> {}
        case 0xe8 -> {
          return Start.CALL;
        }
        case 0xff -> {
          int extension = partition.space().memory().read8(physical + 1) >> 3 & 7;
          return extension == 2 ? Start.CALL : Start.PLAIN;
        }
        case 0xcd -> {
          return Start.INT;
        }
        case 0xa4, 0xa5, 0xa6, 0xa7, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf -> {
          return repeated ? Start.REP : Start.PLAIN;
        }
        default -> {
          return Start.PLAIN;
        }
      }
    }
    return Start.PLAIN;
  }
}
