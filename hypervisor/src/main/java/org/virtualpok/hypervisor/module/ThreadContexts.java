// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.thread.GuestContext;
import org.virtualpok.hypervisor.thread.PokThread;

/**
 * The threads of a partition as contexts below its vCPU, once there is more than the main thread.
 * Their ids are (partition + 1) &lt;&lt; 16 | (local id + 1), the partition counted from 0.
 */
final class ThreadContexts {
  private static final int SHIFT = 16;

  private ThreadContexts() {}

  static int id(Partition partition, PokThread thread) {
    return (partition.index() + 1) << SHIFT | (thread.localId() + 1);
  }

  /** Whether a context's id is that of a thread, there or not. */
  static boolean isThread(int context) {
    return context >>> SHIFT != 0;
  }

  /** Place of a thread's partition in the module, from 0. */
  static int partition(int context) {
    return (context >>> SHIFT) - 1;
  }

  /** Whether a context is a thread that a partition may create. */
  static boolean exists(Partition partition, int context) {
    return partition(context) == partition.index()
        && partition.threads().byLocalId((context & (1 << SHIFT) - 1) - 1) != null;
  }

  /** Whether a context is the thread that a partition's vCPU runs. */
  static boolean isCurrent(Partition partition, int context) {
    PokThread current = partition.threads().current();
    return current != null && id(partition, current) == context;
  }

  /**
   * @param running state of the vCPU, which is that of its current thread
   */
  static List<Context> of(Partition partition, Context.State running) {
    List<Context> contexts = new ArrayList<>();
    if (!partition.threads().several()) {
      return contexts;
    }
    for (PokThread thread : partition.threads().all()) {
      if (thread.created()) {
        contexts.add(
            new Context(
                id(partition, thread),
                partition.vcpuContext(),
                Context.Kind.THREAD,
                thread.localId(),
                name(partition, thread),
                state(partition, thread, running),
                reason(partition, thread)));
      }
    }
    return contexts;
  }

  /** "2 reader". */
  private static String name(Partition partition, PokThread thread) {
    String symbol = partition.image().symbols().describe(thread.entry);
    return thread.localId() + (symbol.isEmpty() ? "" : " " + symbol);
  }

  private static Context.State state(Partition partition, PokThread thread, Context.State running) {
    if (thread == partition.threads().current() || partition.state().ended()) {
      return running;
    }
    return switch (thread.state()) {
      case STOPPED -> Context.State.STOPPED;
      case RUNNABLE -> Context.State.NOT_SCHEDULED;
      case WAITING, LOCK, WAIT_NEXT_ACTIVATION, DELAYED_START -> Context.State.IDLE;
    };
  }

  /** "current, RUNNABLE", "WAITING for semaphore 1 until 0.120 s". */
  private static String reason(Partition partition, PokThread thread) {
    StringBuilder text = new StringBuilder();
    if (thread == partition.threads().current()) {
      text.append("current, ");
    }
    text.append(thread.state());
    if (!thread.waitsFor().isEmpty()) {
      text.append(" for ").append(thread.waitsFor());
    }
    switch (thread.state()) {
      case WAITING -> until(text, thread.wakeupNanos());
      case WAIT_NEXT_ACTIVATION -> until(text, thread.nextActivationNanos);
      case DELAYED_START ->
          text.append(", ").append(seconds(thread.wakeupNanos())).append(" after mode NORMAL");
      default -> {}
    }
    if (thread == partition.threads().errorThread()) {
      text.append(", error handler");
    }
    return text.toString();
  }

  private static void until(StringBuilder text, long nanos) {
    if (nanos != PokThread.NEVER) {
      text.append(" until ").append(seconds(nanos));
    }
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%d.%03d s", nanos / 1_000_000_000, nanos / 1_000_000 % 1000);
  }

  /** Adds the registers of each thread: of one that does not run, those that were saved. */
  static void addRegisters(Partition partition, Map<Integer, Registers> registers) {
    if (!partition.threads().several()) {
      return;
    }
    for (PokThread thread : partition.threads().all()) {
      if (thread.created()) {
        boolean current = thread == partition.threads().current();
        registers.put(
            id(partition, thread),
            current ? ModuleView.registers(partition) : registers(partition, thread.saved()));
      }
    }
  }

  private static Registers registers(Partition partition, GuestContext saved) {
    SegmentName[] names = SegmentName.values();
    Registers.Segment[] segments = new Registers.Segment[names.length];
    for (SegmentName segment : names) {
      SegmentRegister from = saved.segment(segment.ordinal());
      segments[segment.ordinal()] =
          new Registers.Segment(from.selector, from.base, from.limit, from.usable());
    }
    int[] general = new int[8];
    for (int i = 0; i < general.length; i++) {
      general[i] = saved.register(i);
    }
    return new Registers(general, saved.eip(), saved.eflags(), partition.cpu().cpl, segments);
  }
}
