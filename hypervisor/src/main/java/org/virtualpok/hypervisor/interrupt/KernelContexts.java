// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * POK of 2014: the interrupted context goes onto a stack of 16 in the kernel, the handler is
 * entered on the interrupted stack with EAX = slot - 32. A 17th is entered and its context lost.
 */
final class KernelContexts extends FrameStyle {
  private static final int MOST = 16;
  private static final int FIRST_VECTOR = 32;

  private final Deque<Context> contexts = new ArrayDeque<>();

  /** All but CS, which that kernel forgot. */
  private record Context(
      OpenFrame frame, int[] gpr, int eip, int eflags, List<SegmentRegister> segments) {
    private static final List<SegmentName> SAVED =
        List.of(SegmentName.ES, SegmentName.DS, SegmentName.SS);

    static Context of(CpuState cpu, OpenFrame frame) {
      List<SegmentRegister> segments = new ArrayList<>();
      for (SegmentName name : SAVED) {
        SegmentRegister copy = new SegmentRegister();
        copy.copyFrom(cpu.segment(name));
        segments.add(copy);
      }
      return new Context(frame, cpu.gpr.clone(), cpu.eip, cpu.eflags(), segments);
    }

    void loadInto(CpuState cpu) {
      System.arraycopy(gpr, 0, cpu.gpr, 0, gpr.length);
      cpu.eip = eip;
      cpu.setEflags(eflags | Eflags.IF);
      for (int i = 0; i < SAVED.size(); i++) {
        cpu.segment(SAVED.get(i)).copyFrom(segments.get(i));
      }
    }
  }

  @Override
  int enter(
      CpuState cpu,
      PhysicalMemory memory,
      VirtualLine line,
      int slot,
      int handler,
      int instance,
      boolean virtualIf) {
    if (contexts.size() < MOST) {
      contexts.addLast(Context.of(cpu, new OpenFrame(0, instance, line.number)));
    }
    reenter(cpu, slot, handler);
    return 0;
  }

  /** Enters the handler once more without saving anything. */
  static void reenter(CpuState cpu, int slot, int handler) {
    cpu.gpr[CpuState.EAX] = slot - FIRST_VECTOR;
    cpu.eip = handler;
  }

  /** Restores the newest context; null if there is none. */
  OpenFrame restore(CpuState cpu) {
    Context context = contexts.pollLast();
    if (context == null) {
      return null;
    }
    context.loadInto(cpu);
    return context.frame;
  }

  @Override
  List<OpenFrame> open() {
    return contexts.stream().map(Context::frame).toList();
  }

  @Override
  List<Long> state() {
    List<Long> numbers = new ArrayList<>();
    for (Context c : contexts) {
      numbers.add((long) c.frame.instance());
      numbers.add((long) c.eip);
      numbers.add((long) c.eflags);
      for (int value : c.gpr) {
        numbers.add((long) value);
      }
    }
    return numbers;
  }

  @Override
  void forget() {
    super.forget();
    contexts.clear();
  }
}
