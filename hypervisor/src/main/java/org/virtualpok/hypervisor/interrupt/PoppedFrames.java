// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * The frame that guests of 2013 take apart themselves, with POPA and RET. T is the interrupted
 * stack pointer S, or S + 4 as that kernel published it, over the word at S:
 *
 * <pre>
 * T-4   EIP       T-20  EBX            T-40  line
 * T-8   EAX       T-24  any            T-44  0xFFEEDDCC
 * T-12  ECX       T-28  EBP            T-48  for a return address; the handler's ESP
 * T-16  EDX       T-32  ESI, T-36 EDI
 * </pre>
 *
 * Their stub finds the magic word by searching upward from its own locals, so the safe layout
 * leaves no stale copy of it there, delivers nothing onto a frame that is being taken apart, and
 * restores the flags, which the frame has no word for.
 */
final class PoppedFrames extends FrameStyle {
  static final int BYTES = 48;
  private static final int MAGIC = 0xffeeddcc;
  private static final int STALE_BYTES = 304;

  /** A stack pointer further below its frame belongs to another thread. */
  private static final int STACK_BYTES = 4096;

  private static final int MOST = 4096;

  /** OR DWORD PTR [ESP], 0. */
  private static final int PROBE = 0x00240c83;

  private static final int HANDLER_CLEARS = Eflags.DF | Eflags.TF | Eflags.NT;

  private final boolean published;
  private final ReturnWatch watch;
  private final List<Open> open = new ArrayList<>();
  private boolean holds;

  /**
   * @param top T, an offset in SS
   */
  private record Open(OpenFrame frame, int top, int eip, int eflags) {}

  PoppedFrames(boolean published, ReturnWatch watch) {
    this.published = published;
    this.watch = watch;
  }

  @Override
  int enter(
      CpuState cpu,
      PhysicalMemory memory,
      VirtualLine line,
      int slot,
      int handler,
      int instance,
      boolean virtualIf)
      throws FrameException {
    int s = cpu.gpr[CpuState.ESP];
    int top = published ? s + 4 : s;
    SegmentRegister stack = cpu.segment(SegmentName.SS);
    if (Integer.compareUnsigned(top, BYTES) < 0
        || Integer.compareUnsigned(top - 1, stack.limit) > 0) {
      throw new FrameException(
          String.format(
              "the interrupt frame of line %d does not fit the stack segment: ESP is 0x%08x, %d"
                  + " bytes are needed below 0x%08x, the limit is 0x%08x",
              line.number, s, BYTES, top, stack.limit));
    }
    int base = stack.base;
    if (!published) {
      clearStaleMagic(memory, base, s);
    }
    overwrite = published ? new Overwrite(s, memory.read32(base + s), cpu.eip) : null;
    int at = base + top;
    memory.write32(at - 4, cpu.eip);
    memory.write32(at - 8, cpu.gpr[CpuState.EAX]);
    memory.write32(at - 12, cpu.gpr[CpuState.ECX]);
    memory.write32(at - 16, cpu.gpr[CpuState.EDX]);
    memory.write32(at - 20, cpu.gpr[CpuState.EBX]);
    memory.write32(at - 24, s);
    memory.write32(at - 28, cpu.gpr[CpuState.EBP]);
    memory.write32(at - 32, cpu.gpr[CpuState.ESI]);
    memory.write32(at - 36, cpu.gpr[CpuState.EDI]);
    memory.write32(at - 40, line.number);
    memory.write32(at - 44, MAGIC);
    int address = top - 40;
    open.add(new Open(new OpenFrame(address, instance, line.number), top, cpu.eip, cpu.eflags()));
    watch.add(cpu.eip);
    if (open.size() > MOST) {
      forget(open.remove(0));
    }
    cpu.gpr[CpuState.ESP] = top - BYTES;
    cpu.eip = handler;
    if (!published) {
      cpu.setEflags(cpu.eflags() & ~HANDLER_CLEARS);
    }
    holds = !published;
    return address;
  }

  /** Down to the slot for a return address, which nobody writes before the search begins. */
  private static void clearStaleMagic(PhysicalMemory memory, int base, int s) {
    int lowest = s - (Integer.compareUnsigned(s, STALE_BYTES) < 0 ? s & ~3 : STALE_BYTES);
    for (int at = s - BYTES; Integer.compareUnsigned(at, lowest) >= 0; at -= 4) {
      if (memory.read32(base + at) == MAGIC) {
        memory.write32(base + at, 0);
      }
      if (Integer.compareUnsigned(at, 4) < 0) {
        return;
      }
    }
  }

  @Override
  boolean holds() {
    return holds;
  }

  /**
   * POK's makefiles of 2013 say -fstack-check: each function of the guest's POK library lowers ESP
   * by more than a page, touches what is there by an OR of 0, and raises it again. That page may be
   * another thread's stack, which a frame would destroy.
   */
  @Override
  boolean defers(CpuState cpu, PhysicalMemory memory) {
    int at = cpu.segment(SegmentName.CS).base + cpu.eip;
    boolean inside = Integer.compareUnsigned(cpu.eip, 4) >= 0;
    return !published && inside && (memory.read32(at) == PROBE || memory.read32(at - 4) == PROBE);
  }

  @Override
  void look(CpuState cpu, PhysicalMemory memory, Consumer<OpenFrame> abandoned) {
    if (open.isEmpty()) {
      return;
    }
    int base = cpu.segment(SegmentName.SS).base;
    for (int i = open.size() - 1; i >= 0; i--) {
      Open f = open.get(i);
      if (memory.read32(base + f.top - 4) != f.eip) {
        forget(open.remove(i));
        abandoned.accept(f.frame);
      }
    }
    lookAtStack(cpu);
  }

  private void lookAtStack(CpuState cpu) {
    holds = false;
    int esp = cpu.gpr[CpuState.ESP];
    for (int i = 0; i < open.size() && !published; i++) {
      holds |= Integer.compareUnsigned(open.get(i).top - 1 - esp, STACK_BYTES) < 0;
    }
  }

  @Override
  OpenFrame returned(CpuState cpu, PhysicalMemory memory) {
    for (int i = open.size() - 1; i >= 0; i--) {
      Open f = open.get(i);
      if (cpu.eip == f.eip
          && cpu.gpr[CpuState.ESP] == f.top
          && memory.read32(cpu.segment(SegmentName.SS).base + f.top - 4) == f.eip) {
        if (!published) {
          cpu.setEflags(f.eflags);
        }
        forget(open.remove(i));
        lookAtStack(cpu);
        return f.frame;
      }
    }
    return null;
  }

  @Override
  boolean isReturnOf(int instance, CpuState cpu) {
    for (Open f : open) {
      if (f.frame.instance() == instance) {
        return cpu.eip == f.eip && cpu.gpr[CpuState.ESP] == f.top;
      }
    }
    return false;
  }

  private void forget(Open frame) {
    watch.remove(frame.eip);
  }

  @Override
  List<OpenFrame> open() {
    return open.stream().map(Open::frame).toList();
  }

  @Override
  List<Long> state() {
    List<Long> numbers = new ArrayList<>();
    for (Open f : open) {
      numbers.add((long) f.frame.instance());
      numbers.add((long) f.top);
      numbers.add((long) f.eip);
      numbers.add((long) f.eflags);
    }
    return numbers;
  }

  @Override
  void forget() {
    super.forget();
    open.forEach(this::forget);
    open.clear();
    holds = false;
  }
}
