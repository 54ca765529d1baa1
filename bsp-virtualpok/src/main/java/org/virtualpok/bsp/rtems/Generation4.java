// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.awareness.GuestData;
import org.virtualpok.emu.awareness.GuestValue;

/**
 * RTEMS up to 4.11: priorities are plain numbers, a queue is a chain of threads or four of them,
 * and watchdogs stand in chains, each with the ticks that it comes after the one before it.
 */
final class Generation4 implements Generation {
  /** Nodes of a chain that are looked at. */
  private static final int NODES_MAX = 4096;

  /** The chains of a queue by priority, tqdata.h; each has a quarter of the priorities. */
  private static final int PRIORITY_CHAINS = 4;

  private static final long ACTIVE = 2; // Watchdog_States, watchdog.h

  private final GuestData data;
  private final GuestValue ticks;
  private final GuestValue ticksChain;
  private final GuestValue secondsChain;

  Generation4(Layout layout) {
    data = layout.data();
    ticks = layout.variable("_Watchdog_Ticks_since_boot");
    ticksChain = layout.variable("_Watchdog_Ticks_chain");
    secondsChain = layout.variable("_Watchdog_Seconds_chain");
  }

  @Override
  public String system() {
    return "RTEMS 4.11";
  }

  @Override
  public StateBits states() {
    return StateBits.OF_4;
  }

  @Override
  public void needs(Layout layout) {
    layout
        .need("Thread_Control", "real_priority")
        .need("Thread_Control", "Wait", "queue")
        .need("Thread_Control", "Timer")
        .need("Thread_Control", "Start", "entry_point")
        .need("Thread_queue_Control", "discipline")
        .need("Watchdog_Control", "delta_interval")
        .need("Watchdog_Control", "state")
        .needVariable("_Watchdog_Ticks_chain");
  }

  @Override
  public String internalThreads() {
    return "_Thread_Internal_information";
  }

  @Override
  public OptionalLong priority(GuestValue thread) {
    return thread.member("current_priority").integer();
  }

  @Override
  public OptionalLong ownPriority(GuestValue thread) {
    return thread.member("real_priority").integer();
  }

  @Override
  public OptionalInt entry(GuestValue thread) {
    return thread.path("Start", "entry_point").pointerValue();
  }

  @Override
  public List<Found> waiting(GuestValue queue, Threads threads, String what, Problems problems) {
    Chain chain = new Chain(threads, what, problems);
    if (queue.member("discipline").integerOr(0) == 0) {
      chain.add(queue.path("Queues", "Fifo"), false);
    } else {
      for (int i = 0; i < PRIORITY_CHAINS; i++) {
        chain.add(queue.path("Queues", "Priority").element(i), true);
      }
    }
    return chain.found;
  }

  /** Walks the chains of a queue; a thread's own link is the first thing in it. */
  private static final class Chain {
    private final Threads threads;
    private final String what;
    private final Problems problems;
    private final Set<Integer> seen = new HashSet<>();
    final List<Found> found = new ArrayList<>();

    Chain(Threads threads, String what, Problems problems) {
      this.threads = threads;
      this.what = what;
      this.problems = problems;
    }

    /**
     * Adds the threads of a chain.
     *
     * @param nested whether each is followed by those of its priority, in a chain of its own
     */
    void add(GuestValue control, boolean nested) {
      if (!control.known()) {
        return;
      }
      int tail = control.path("Tail", "Node").address();
      OptionalInt next = control.path("Head", "Node", "next").pointerValue();
      while (next.isPresent() && next.getAsInt() != tail) {
        int node = next.getAsInt();
        Optional<Found> thread = threads.at(node);
        if (thread.isEmpty() || !seen.add(node)) {
          problems.add(
              "The list of those that wait for "
                  + what
                  + (thread.isPresent()
                      ? " is cyclic."
                      : node == 0
                          ? " is not initialised."
                          : " leads to " + Problems.hex(node) + ", which is no task."));
          return;
        }
        found.add(thread.get());
        if (nested) {
          add(thread.get().control().path("Wait", "Block2n"), false);
        }
        next = thread.get().control().path("Object", "Node", "next").pointerValue();
      }
      if (next.isEmpty()) {
        problems.add("The tasks that wait for " + what + " cannot be read.");
      }
    }
  }

  @Override
  public Clock clock(Problems problems) {
    return new Deltas(problems);
  }

  /** Both chains, added up. */
  private final class Deltas implements Clock {
    private final Map<Integer, Long> inTicks;
    private final Map<Integer, Long> inSeconds;
    private final OptionalLong now = ticks.integer();

    Deltas(Problems problems) {
      inTicks = sums(ticksChain, "ticks", problems);
      inSeconds = sums(secondsChain, "seconds", problems);
    }

    private Map<Integer, Long> sums(GuestValue chain, String what, Problems problems) {
      Map<Integer, Long> sums = new HashMap<>();
      int tail = chain.path("Tail", "Node").address();
      OptionalInt next = chain.path("Head", "Node", "next").pointerValue();
      long sum = 0;
      while (next.orElse(0) != 0 && next.getAsInt() != tail) {
        GuestValue watchdog = data.at("Watchdog_Control", next.getAsInt());
        OptionalLong delta = watchdog.member("delta_interval").integer();
        String wrong =
            delta.isEmpty()
                ? " leads to " + Problems.hex(next.getAsInt()) + ", where nothing can be read."
                : sums.containsKey(next.getAsInt())
                    ? " is cyclic."
                    : sums.size() == NODES_MAX ? " is longer than " + NODES_MAX + "." : "";
        if (!wrong.isEmpty()) {
          problems.add("The chain of timers in " + what + wrong);
          return sums;
        }
        sum += delta.getAsLong();
        sums.put(next.getAsInt(), sum);
        next = watchdog.path("Node", "next").pointerValue();
      }
      return sums;
    }

    @Override
    public OptionalLong tick(GuestValue watchdog) {
      if (watchdog.member("state").integerOr(0) != ACTIVE) {
        return OptionalLong.empty();
      }
      Long left = inTicks.get(watchdog.address());
      if (left != null && now.isPresent()) {
        return OptionalLong.of(now.getAsLong() + left & 0xffff_ffffL);
      }
      OptionalLong start = watchdog.member("start_time").integer();
      OptionalLong initial = watchdog.member("initial").integer();
      // A timer server keeps its own chains, and so may a chain that is torn.
      return inSeconds.containsKey(watchdog.address()) || start.isEmpty() || initial.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(start.getAsLong() + initial.getAsLong() & 0xffff_ffffL);
    }

    @Override
    public OptionalLong wakes(GuestValue thread) {
      return tick(thread.member("Timer"));
    }

    @Override
    public String timeOfDay(GuestValue thread) {
      GuestValue timer = thread.member("Timer");
      Long seconds = inSeconds.get(timer.address());
      return seconds == null || timer.member("state").integerOr(0) != ACTIVE
          ? ""
          : "time of day in " + seconds + " s";
    }
  }
}
