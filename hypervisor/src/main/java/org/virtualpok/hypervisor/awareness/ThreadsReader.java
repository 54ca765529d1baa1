// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;

/** Threads, from {@code pok_threads} and their kernel stacks. */
final class ThreadsReader {
  /** POK elects threads by numbers of a byte. */
  static final int THREADS_MAX = 256;

  private final KernelData data;
  private final SegmentTables tables;
  private final SavedRegisters saved;
  private final Registers cpu;
  private final int current;
  private final int processors;

  /**
   * @param current id of the thread that the kernel runs; -1 if unknown
   */
  ThreadsReader(KernelData data, SegmentTables tables, Registers cpu, int current) {
    this.data = data;
    this.tables = tables;
    this.saved = new SavedRegisters(data, tables);
    this.cpu = cpu;
    this.current = current;
    this.processors = Math.max(1, data.variable("current_threads").elements().orElse(1));
  }

  /**
   * All of them.
   *
   * @param waits by the thread's id, what it waits for
   */
  List<PokKernelState.Thread> threads(
      List<GuestValue> values,
      List<PokKernelState.Partition> partitions,
      Map<Integer, String> waits) {
    List<PokKernelState.Thread> found = new ArrayList<>();
    for (int id = 0; id < values.size(); id++) {
      PokKernelState.Partition owner = null;
      for (PokKernelState.Partition p : partitions) {
        if (p.firstThread() >= 0
            && id >= p.firstThread()
            && id - p.firstThread() < p.threadRoom()) {
          owner = p;
          break;
        }
      }
      found.add(thread(id, values.size(), values.get(id), owner, waits.getOrDefault(id, "")));
    }
    return found;
  }

  private PokKernelState.ThreadKind kind(int id, int count, PokKernelState.Partition owner) {
    if (owner == null) {
      // 2025: idle threads, then the kernel's; before that the kernel's, then the idle thread.
      boolean kernelLast = processors > 1 || data.variant().countsNanos();
      int kernel = kernelLast ? count - 1 : count - 2;
      return id == kernel ? PokKernelState.ThreadKind.KERNEL : PokKernelState.ThreadKind.IDLE;
    }
    if (id == owner.mainThread()) {
      return PokKernelState.ThreadKind.MAIN;
    }
    return id == owner.errorThread()
        ? PokKernelState.ThreadKind.ERROR_HANDLER
        : PokKernelState.ThreadKind.USER;
  }

  private PokKernelState.Thread thread(
      int id, int count, GuestValue t, PokKernelState.Partition owner, String waits) {
    PokKernelState.ThreadKind kind = kind(id, count, owner);
    int partition = owner == null ? -1 : owner.index();
    int number = owner == null ? 0 : id - owner.firstThread() + 1;
    boolean created = owner == null || number <= owner.threadsCreated();
    int sp = (int) t.member("sp").integerOr(0);
    if (created && owner != null && t.member("partition").integerOr(partition) != partition) {
      data.problems()
          .add(
              String.format(
                  "thread %d: partition %d in pok_threads, but in the range of partition %d",
                  id, t.member("partition").integerOr(0) + 1, partition + 1));
    }
    String state = KernelData.word(t.member("state"), "POK_STATE_");
    if (created && state.endsWith("?")) {
      data.problems().add("thread " + id + ": state " + state);
    }
    boolean isCurrent = id == current;
    boolean stack = created && sp != 0;
    OptionalInt top =
        isCurrent && owner != null && cpu.cpl() == 3
            ? tables.esp0()
            : stack && owner != null ? saved.top(sp) : OptionalInt.empty();
    Optional<Registers> user =
        stack && owner != null ? user(sp, top, partition, isCurrent) : Optional.empty();
    if (stack && owner != null && user.isEmpty()) {
      data.problems().add("thread " + id + ": no registers of ring 3 on its kernel stack");
    }
    OptionalLong capacity = t.member("time_capacity").integer();
    boolean infinite = capacity.orElse(-1) < 0;
    return new PokKernelState.Thread(
        id,
        partition,
        number,
        kind,
        created,
        isCurrent,
        state,
        t.member("priority").integer(),
        t.member("base_priority").integer(),
        positive(data.nanos(t.member("period").integer())),
        positive(data.nanos(t.member("deadline").integer())),
        infinite ? OptionalLong.empty() : capacity,
        infinite ? OptionalLong.empty() : t.member("remaining_time_capacity").integer(),
        data.nanos(t.member("wakeup_time").integer()),
        data.nanos(t.member("next_activation").integer()),
        (int) t.member("entry").integerOr(0),
        sp,
        top,
        waits,
        user,
        stack && !isCurrent ? saved.kernel(sp) : Optional.empty());
  }

  private Optional<Registers> user(int sp, OptionalInt top, int partition, boolean isCurrent) {
    if (isCurrent && cpu.cpl() == 3) {
      int cs = cpu.segment(SegmentName.CS).selector();
      return tables.ofSelector(cs) == partition ? Optional.of(cpu) : Optional.empty();
    }
    if (top.isEmpty()) {
      return Optional.empty();
    }
    if (isCurrent) {
      Optional<Registers> frame = saved.frame(top.getAsInt(), partition);
      return frame.isPresent() ? frame : saved.first(sp, partition); // on its first way there
    }
    return saved.user(top.getAsInt(), sp, partition);
  }

  private static OptionalLong positive(OptionalLong value) {
    return value.orElse(0) > 0 ? value : OptionalLong.empty();
  }
}
