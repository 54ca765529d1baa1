// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.ScheduleState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.machine.PcMachine;

/** A kernel's partitions and threads as contexts, with their registers. */
final class PokTree {
  private final PokKernel kernel;
  private final PokKernelState state;
  private final Optional<ScheduleState> schedule;
  private final boolean running;
  private final StopReason stop;
  private final long nanos;

  /**
   * @param running whether the machine runs, which states say
   * @param nanos guest time, ns
   */
  PokTree(
      PokKernel kernel,
      PokKernelState state,
      Optional<ScheduleState> schedule,
      boolean running,
      StopReason stop,
      long nanos) {
    this.kernel = kernel;
    this.state = state;
    this.schedule = schedule;
    this.running = running;
    this.stop = stop;
    this.nanos = nanos;
  }

  /** A partition's own name, or "part1" as POK's build names it. */
  static String name(PokKernelState state, int index) {
    String plain = "part" + (index + 1);
    return index < state.partitions().size()
            && !state.partitions().get(index).name().startsWith("partition ")
        ? state.partitions().get(index).name()
        : plain;
  }

  /** All of them: the kernel's own threads below the processor, then partitions with theirs. */
  List<Context> all() {
    List<Context> contexts = new ArrayList<>();
    if (state.initialised()) { // before, every thread seems to be nobody's
      threads(contexts, -1, PcMachine.CPU_CONTEXT);
    }
    int count = Math.max(state.partitions().size(), kernel.archive().programs().size());
    for (int i = 0; i < count; i++) {
      contexts.add(partition(i));
      threads(contexts, i, PokContexts.partition(i));
    }
    return contexts;
  }

  private Context partition(int index) {
    Context.State now = state(index);
    return new Context(
        PokContexts.partition(index),
        PcMachine.MACHINE_CONTEXT,
        Context.Kind.PARTITION,
        index + 1,
        name(state, index),
        now,
        reason(index, now));
  }

  private boolean isMade(int index) {
    return index < state.partitions().size()
        && state.partitions().get(index).descriptors().isPresent();
  }

  private Context.State state(int index) {
    if (!isMade(index)) {
      return Context.State.NOT_SCHEDULED;
    }
    String mode = state.partitions().get(index).mode();
    if (mode.equals("STOPPED")) {
      return Context.State.STOPPED;
    }
    if (index != state.currentPartition()) {
      return Context.State.NOT_SCHEDULED;
    }
    if (isIdle()) {
      return Context.State.IDLE;
    }
    return here();
  }

  private Context.State here() {
    return running ? Context.State.RUNNING : Context.State.SUSPENDED;
  }

  /** Whether the kernel runs a thread of its own. */
  private boolean isIdle() {
    return current().map(t -> t.partition() < 0).orElse(false);
  }

  private Optional<PokKernelState.Thread> current() {
    return state.currentThread() >= 0 && state.currentThread() < state.threads().size()
        ? Optional.of(state.threads().get(state.currentThread()))
        : Optional.empty();
  }

  private String reason(int index, Context.State now) {
    if (!isMade(index)) {
      return "the kernel has not made it yet";
    }
    String mode = state.partitions().get(index).mode();
    String suffix = mode.isEmpty() || mode.equals("NORMAL") ? "" : ", " + mode;
    if (index == state.currentPartition()) {
      String in = schedule.map(s -> "in slot " + s.slot()).orElse("in its slot");
      return in + (now == Context.State.IDLE ? ", no thread can run" : "") + suffix;
    }
    return schedule.map(s -> PokSlots.notScheduled(s, index, nanos)).orElse("not scheduled")
        + suffix;
  }

  private void threads(List<Context> contexts, int partition, int parent) {
    for (PokKernelState.Thread thread : state.threads()) {
      if (thread.partition() == partition && thread.created()) {
        contexts.add(
            new Context(
                PokContexts.thread(thread.id()),
                parent,
                Context.Kind.THREAD,
                thread.number(),
                name(thread),
                state(thread),
                reason(thread)));
      }
    }
  }

  /** "2 reader", "idle thread". */
  private String name(PokKernelState.Thread thread) {
    if (thread.partition() < 0) {
      return thread.kind().name().toLowerCase(Locale.ROOT) + " thread";
    }
    String symbol =
        kernel
            .archive()
            .program(thread.partition())
            .map(PokArchive.Program::symbols)
            .map(s -> s.describe(thread.entry()))
            .orElse("");
    return thread.number() + (symbol.isEmpty() ? "" : " " + symbol);
  }

  private Context.State state(PokKernelState.Thread thread) {
    if (thread.current()) {
      return here();
    }
    return switch (thread.state()) {
      case "STOPPED" -> Context.State.STOPPED;
      case "RUNNABLE" -> Context.State.NOT_SCHEDULED;
      default -> Context.State.IDLE;
    };
  }

  /** "current, RUNNABLE", "WAITING for lock object 1 until 0.120 s". */
  private String reason(PokKernelState.Thread thread) {
    StringBuilder text = new StringBuilder();
    if (!running && stop.context() == PokContexts.thread(thread.id())) {
      text.append(stop.title()).append(", ");
    }
    if (thread.current()) {
      text.append("current, ");
    }
    text.append(thread.state());
    if (!thread.waits().isEmpty()) {
      text.append(" for ").append(thread.waits());
    }
    switch (thread.state()) {
      case "WAITING" -> until(text, thread.wakeupNanos());
      case "WAIT_NEXT_ACTIVATION" -> until(text, thread.nextActivationNanos());
      default -> {}
    }
    if (thread.kind() == PokKernelState.ThreadKind.ERROR_HANDLER) {
      text.append(", error handler");
    }
    return text.toString();
  }

  /** By the kernel's clock. */
  private static void until(StringBuilder text, OptionalLong nanos) {
    if (nanos.orElse(0) > 0) {
      long n = nanos.getAsLong();
      text.append(
          String.format(Locale.ROOT, " until %d.%03d s", n / 1_000_000_000, n / 1_000_000 % 1000));
    }
  }

  /**
   * Adds what is known of each thread's registers, and of each partition's last thread.
   *
   * @param inside index of the partition whose code the processor runs; -1 in the kernel
   * @param cpu the processor's registers
   */
  void addRegisters(Map<Integer, Registers> registers, int inside, Registers cpu) {
    if (inside >= 0) {
      registers.put(PokContexts.partition(inside), cpu);
    }
    for (PokKernelState.Thread thread : state.threads()) {
      Optional<Registers> own = thread.user().or(thread::kernel);
      if (thread.created() && own.isPresent()) {
        registers.put(PokContexts.thread(thread.id()), own.get());
      }
    }
    for (PokKernelState.Partition partition : state.partitions()) {
      last(partition).ifPresent(r -> registers.put(PokContexts.partition(partition.index()), r));
    }
  }

  /** Of the thread that runs in a partition, or ran last; else of its first that has any. */
  private Optional<Registers> last(PokKernelState.Partition partition) {
    int elected = partition.currentThread();
    Optional<Registers> first = Optional.empty();
    for (PokKernelState.Thread thread : state.threads()) {
      if (thread.partition() != partition.index() || thread.user().isEmpty()) {
        continue;
      }
      if (thread.current() || thread.id() == elected && !isCurrentIn(partition.index())) {
        return thread.user();
      }
      first = first.or(thread::user);
    }
    return first;
  }

  private boolean isCurrentIn(int partition) {
    return current().map(t -> t.partition() == partition).orElse(false);
  }
}
