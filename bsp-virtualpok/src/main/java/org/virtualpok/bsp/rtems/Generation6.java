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
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestValue;

/**
 * RTEMS from 5 on: priorities are doubled, so that there is one between each two; queues and
 * watchdogs are chains or red-black trees.
 */
final class Generation6 implements Generation {
  private static final int NODES_MAX = 4096;

  /** Colours of a watchdog's node that mean that it is set, watchdogimpl.h. */
  private static final long SCHEDULED_RED = 1;

  private static final long NANOS_BITS = 30;

  private final GuestData data;
  private final GuestValue cpu;
  private final Version version;
  private final OptionalInt fifoEnqueue;

  Generation6(GuestImage image, Layout layout) {
    data = layout.data();
    version = new Version(image);
    cpu = layout.variable(Rtems.PER_CPU).element(0).member("per_cpu");
    fifoEnqueue = data.variable("_Thread_queue_Operations_FIFO").member("enqueue").pointerValue();
  }

  @Override
  public String system() {
    return version.name();
  }

  @Override
  public StateBits states() {
    return StateBits.OF_6;
  }

  @Override
  public void needs(Layout layout) {
    layout
        .need("Thread_Control", "Real_priority", "priority")
        .need("Thread_Control", "Scheduler", "nodes", "Wait", "Priority", "Node", "priority")
        .need("Thread_Control", "Wait", "queue")
        .need("Thread_Control", "Timer", "header")
        .need("Thread_Control", "Timer", "Watchdog", "expire")
        .need("Thread_Control", "Start", "Entry", "Kinds")
        .need("Per_CPU_Control", "Watchdog", "Header");
  }

  @Override
  public String internalThreads() {
    return "_Thread_Information";
  }

  /** SCHEDULER_PRIORITY_UNMAP, schedulernodeimpl.h. */
  private static OptionalLong unmapped(OptionalLong priority) {
    return priority.isEmpty() ? priority : OptionalLong.of(priority.getAsLong() >>> 1);
  }

  @Override
  public OptionalLong priority(GuestValue thread) {
    return unmapped(
        thread.path("Scheduler", "nodes", "Wait", "Priority", "Node", "priority").integer());
  }

  @Override
  public OptionalLong ownPriority(GuestValue thread) {
    return unmapped(thread.path("Real_priority", "priority").integer());
  }

  @Override
  public OptionalInt entry(GuestValue thread) {
    return thread.path("Start", "Entry", "Kinds", "Numeric", "entry").pointerValue();
  }

  @Override
  public List<Found> waiting(GuestValue queue, Threads threads, String what, Problems problems) {
    GuestValue heads = queue.member("heads").target().member("Heads");
    if (!heads.known()) {
      return List.of();
    }
    Map<Integer, Found> nodes = new HashMap<>();
    for (Found each : threads.all()) {
      GuestValue node =
          each.control().path("Scheduler", "nodes", "Wait", "Priority", "Node", "Node");
      if (node.known()) {
        nodes.put(node.address(), each);
      }
    }
    Walk walk = new Walk(nodes, what, problems);
    // A barrier's queue has operations of its own, which enqueue as those of all chains do.
    boolean chained =
        threads.all().stream()
            .map(t -> t.control().member("Wait"))
            .filter(w -> w.member("queue").pointerValue().orElse(0) == queue.address())
            .findFirst()
            .map(w -> w.path("operations", "enqueue").pointerValue())
            .filter(e -> e.isPresent() && e.equals(fifoEnqueue))
            .isPresent();
    if (chained) {
      walk.chain(heads.member("Fifo"));
    } else {
      walk.tree(heads.path("Priority", "Queue", "Contributors", "rbh_root").pointerValue());
    }
    return walk.found;
  }

  /** Walks one queue by the links in its threads' scheduler nodes. */
  private final class Walk {
    private final Map<Integer, Found> nodes;
    private final String what;
    private final Problems problems;
    private final Set<Integer> seen = new HashSet<>();
    final List<Found> found = new ArrayList<>();

    Walk(Map<Integer, Found> nodes, String what, Problems problems) {
      this.nodes = nodes;
      this.what = what;
      this.problems = problems;
    }

    private Optional<Found> visit(int node) {
      Optional<Found> thread = Optional.ofNullable(nodes.get(node));
      if (thread.isEmpty()) {
        problems.add(
            "The list of those that wait for "
                + what
                + " leads to "
                + Problems.hex(node)
                + ", which is no task.");
      } else if (!seen.add(node)) {
        problems.add("The list of those that wait for " + what + " is cyclic.");
        return Optional.empty();
      }
      return thread;
    }

    void chain(GuestValue control) {
      int tail = control.path("Tail", "Node").address();
      OptionalInt next = control.path("Head", "Node", "next").pointerValue();
      while (next.isPresent() && next.getAsInt() != tail) {
        Optional<Found> thread = visit(next.getAsInt());
        if (thread.isEmpty()) {
          return;
        }
        found.add(thread.get());
        next = data.at("Chain_Node", next.getAsInt()).member("next").pointerValue();
      }
    }

    /** In order; as many levels as there are threads at most, since none is visited twice. */
    void tree(OptionalInt node) {
      if (node.orElse(0) == 0 || found.size() >= NODES_MAX) {
        return;
      }
      Optional<Found> thread = visit(node.getAsInt());
      if (thread.isEmpty()) {
        return;
      }
      GuestValue links = data.at("RBTree_Node", node.getAsInt()).member("Node");
      tree(links.member("rbe_left").pointerValue());
      found.add(thread.get());
      tree(links.member("rbe_right").pointerValue());
    }
  }

  @Override
  public Clock clock(Problems problems) {
    return new Expiries();
  }

  /** A watchdog says itself when it expires: in ticks, or as a time, by the tree it stands in. */
  private final class Expiries implements Clock {
    private final GuestValue headers = cpu.path("Watchdog", "Header");

    @Override
    public OptionalLong tick(GuestValue watchdog) {
      OptionalLong colour = watchdog.path("Node", "RBTree", "Node", "rbe_color").integer();
      return colour.isPresent() && (colour.getAsLong() & 0xff) <= SCHEDULED_RED
          ? watchdog.member("expire").integer()
          : OptionalLong.empty();
    }

    /** Whether a thread's watchdog stands in the first tree, the one in ticks. */
    private boolean inTicks(GuestValue thread) {
      OptionalInt header = thread.path("Timer", "header").pointerValue();
      return header.orElse(0) != 0 && header.getAsInt() == headers.element(0).address();
    }

    @Override
    public OptionalLong wakes(GuestValue thread) {
      return inTicks(thread) ? tick(thread.path("Timer", "Watchdog")) : OptionalLong.empty();
    }

    @Override
    public String timeOfDay(GuestValue thread) {
      OptionalLong at = tick(thread.path("Timer", "Watchdog"));
      return inTicks(thread) || at.isEmpty()
          ? ""
          : "until second " + (at.getAsLong() >>> NANOS_BITS) + " of its clock";
    }
  }
}
