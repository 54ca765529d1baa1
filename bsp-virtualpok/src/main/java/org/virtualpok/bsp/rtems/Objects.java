// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.bsp.rtems.Managers.Managed;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.debug.RtosState.RtosObject;

/** The objects that there are at one instant, and who waits for each. */
final class Objects {
  private final Generation generation;
  private final Threads threads;
  private final IntFunction<String> variables;
  private final Problems problems;
  private final ObjectStates states;
  private final List<Managed> managed;
  private final NavigableMap<Long, Managed> byAddress = new TreeMap<>();
  private final Map<Long, Managed> byId = new HashMap<>();

  /** Threads that stand in a queue, by its address. */
  private final Map<Integer, List<Found>> queued = new HashMap<>();

  /**
   * Reads them.
   *
   * @param variables names the variable in which an address lies
   */
  Objects(
      List<Managed> managed,
      Generation generation,
      Generation.Clock clock,
      Threads threads,
      IntFunction<String> variables,
      Problems problems) {
    this.variables = variables;
    this.managed = managed;
    this.generation = generation;
    this.threads = threads;
    this.problems = problems;
    states = new ObjectStates(clock, threads, problems);
    for (Managed each : managed) {
      byAddress.put(Integer.toUnsignedLong(each.found().address()), each);
      byId.put(each.found().id(), each);
    }
    for (Found thread : threads.all()) {
      OptionalInt queue = queue(thread.control());
      if (queue.isPresent()) {
        queued.computeIfAbsent(queue.getAsInt(), q -> new ArrayList<>()).add(thread);
      }
    }
  }

  /** Address of the queue that a thread stands in; empty if it is none. */
  private OptionalInt queue(GuestValue thread) {
    long state = thread.member("current_state").integerOr(0);
    OptionalInt queue = thread.path("Wait", "queue").pointerValue();
    return generation.states().isQueued(state) && queue.orElse(0) != 0
        ? queue
        : OptionalInt.empty();
  }

  /** The object in whose control block an address lies. */
  private Optional<Managed> around(int address) {
    Map.Entry<Long, Managed> below = byAddress.floorEntry(Integer.toUnsignedLong(address));
    return below == null || !below.getValue().found().holds(address)
        ? Optional.empty()
        : Optional.of(below.getValue());
  }

  /**
   * What a thread waits for.
   *
   * @param id of the object or task; empty if it is none with an id
   * @param words "semaphore SEM1, owned by OWNR"
   */
  record Wait(OptionalLong id, String words) {
    static final Wait NOTHING = new Wait(OptionalLong.empty(), "");
  }

  /** What a thread waits for in a queue. */
  Wait awaited(Found thread) {
    OptionalInt queue = queue(thread.control());
    if (queue.isEmpty()) {
      return Wait.NOTHING;
    }
    // The queue says it itself; a thread's Wait.id was there before this wait.
    Optional<Managed> object = around(queue.getAsInt());
    if (object.isPresent()) {
      OptionalLong owner = states.owner(object.get());
      return new Wait(
          OptionalLong.of(object.get().found().id()), object.get().words() + owned(owner));
    }
    Optional<Found> joined =
        threads.all().stream().filter(t -> t.holds(queue.getAsInt())).findFirst();
    if (joined.isPresent()) {
      return new Wait(OptionalLong.of(joined.get().id()), "end of task " + joined.get().label());
    }
    Managed named = byId.get(thread.control().path("Wait", "id").integerOr(0));
    return named != null && !named.found().control().member("Object").known()
        ? new Wait(OptionalLong.of(named.found().id()), named.words())
        : nameless(thread, queue.getAsInt());
  }

  private String owned(OptionalLong owner) {
    return owner.isEmpty()
        ? ""
        : ", owned by "
            + threads.all().stream()
                .filter(t -> t.id() == owner.getAsLong())
                .map(Found::label)
                .findFirst()
                .orElseGet(() -> Problems.hex(owner.getAsLong()));
  }

  /**
   * Mutexes and the like of the C library have no id; their queues may have a name and an owner.
   */
  private Wait nameless(Found thread, int address) {
    GuestValue queue = thread.control().path("Wait", "queue").target();
    String name = queue.member("name").text().orElse("");
    String variable = name.isEmpty() ? variables.apply(address) : name;
    String words = variable.isEmpty() ? "queue at " + Problems.hex(address) : variable;
    OptionalInt owner = queue.member("owner").pointerValue();
    if (queue.bytes().length == 0) {
      problems.add(
          thread.label()
              + " waits in a queue at "
              + Problems.hex(address)
              + ", where nothing can be read.");
    }
    return new Wait(
        OptionalLong.empty(),
        words + threads.at(owner.orElse(0)).map(o -> ", owned by " + o.label()).orElse(""));
  }

  /** The period that a thread waits for. */
  Wait period(Found thread) {
    return managed.stream()
        .filter(m -> m.kind() == RtosObject.Kind.PERIOD)
        .filter(
            m -> m.found().control().member("owner").pointerValue().orElse(0) == thread.address())
        .findFirst()
        .map(m -> new Wait(OptionalLong.of(m.found().id()), m.words()))
        .orElse(Wait.NOTHING);
  }

  /** The tick at which a period ends. */
  OptionalLong due(long periodId) {
    Managed period = byId.get(periodId);
    return period == null ? OptionalLong.empty() : states.due(period);
  }

  /** All, by kind and id. */
  List<RtosObject> all() {
    Map<Managed, Set<Long>> waiting = new HashMap<>();
    for (Map.Entry<Integer, List<Found>> each : queued.entrySet()) {
      Optional<Managed> object = around(each.getKey());
      if (object.isPresent()) {
        waiting
            .computeIfAbsent(object.get(), o -> new LinkedHashSet<>())
            .addAll(inOrder(each.getValue(), object.get()));
      }
    }
    List<RtosObject> all = new ArrayList<>();
    for (Managed each : managed) {
      all.add(
          new RtosObject(
              each.kind(),
              each.found().address(),
              each.found().id(),
              each.found().name(),
              states.words(each),
              states.owner(each),
              List.copyOf(waiting.getOrDefault(each, Set.of()))));
    }
    return all;
  }

  /**
   * Ids of those who wait in one queue. One that is about to enter it, or that a torn list does not
   * lead to, comes last.
   */
  private List<Long> inOrder(List<Found> waiting, Managed object) {
    GuestValue queue = waiting.get(0).control().path("Wait", "queue").target();
    List<Found> ordered =
        new ArrayList<>(generation.waiting(queue, threads, object.words(), problems));
    ordered.retainAll(waiting);
    waiting.stream().filter(t -> !ordered.contains(t)).forEach(ordered::add);
    return ordered.stream().map(Found::id).toList();
  }
}
