// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.executive;

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
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.debug.RtosState.RtosObject;

/** Semaphores and message queues, and the tasks that wait for them. */
final class ExecutiveObjects {
  /** Attributes, rtems.h. */
  private static final int BINARY = 0x10;

  private static final int SIMPLE_BINARY = 0x20;

  private final Map<Integer, GuestValue> threads = new HashMap<>();
  private final Map<Long, RtosObject> objects = new HashMap<>();
  private final List<RtosObject> inOrder = new ArrayList<>();
  private final int nodeOffset;
  private final Problems problems;

  /**
   * Reads them.
   *
   * @param nodeOffset of a thread's link, by which it waits
   */
  ExecutiveObjects(
      List<GuestValue> threads,
      List<GuestValue> semaphores,
      List<GuestValue> queues,
      int nodeOffset,
      Problems problems) {
    this.nodeOffset = nodeOffset;
    this.problems = problems;
    threads.forEach(t -> this.threads.put(t.address(), t));
    semaphores.forEach(s -> add(semaphore(s)));
    queues.forEach(q -> add(queue(q)));
  }

  private void add(RtosObject object) {
    objects.put(object.id(), object);
    inOrder.add(object);
  }

  /** All, by kind and id. */
  List<RtosObject> all() {
    return inOrder;
  }

  boolean has(long id) {
    return objects.containsKey(id);
  }

  /** "semaphore SEM1, owned by OWNR"; the id of something that is no object. */
  String words(long id) {
    RtosObject object = objects.get(id);
    if (object == null) {
      return Problems.hex(id);
    }
    boolean semaphore = object.kind() == RtosObject.Kind.SEMAPHORE;
    String name = (semaphore ? "semaphore " : "message queue ") + object.name();
    return object.owner().isEmpty() ? name : name + ", owned by " + owner(object);
  }

  private String owner(RtosObject object) {
    return threads.values().stream()
        .filter(t -> id(t) == object.owner().getAsLong())
        .map(ObjectTable::name)
        .findFirst()
        .orElseGet(() -> Problems.hex(object.owner().getAsLong()));
  }

  private static long id(GuestValue object) {
    return object.path("Object", "id").integerOr(0);
  }

  private RtosObject semaphore(GuestValue semaphore) {
    String name = ObjectTable.name(semaphore);
    long attributes = semaphore.member("attributes").integerOr(0);
    OptionalLong count = semaphore.member("count").integer();
    String number = count.isEmpty() ? "?" : Long.toString(count.getAsLong());
    boolean owned = (attributes & (BINARY | SIMPLE_BINARY)) == BINARY;
    String state =
        (attributes & SIMPLE_BINARY) != 0 ? "binary, count " + number : "count " + number;
    OptionalLong owner = OptionalLong.empty();
    if (owned) {
      owner = owner(semaphore, "semaphore " + name);
      long nested = semaphore.member("nest_count").integerOr(0);
      state =
          count.isPresent() && count.getAsLong() != 0
              ? "free"
              : nested > 1 ? "taken " + nested + " times" : "taken";
    }
    return new RtosObject(
        RtosObject.Kind.SEMAPHORE,
        semaphore.address(),
        id(semaphore),
        name,
        state,
        owner,
        waiting(semaphore, "semaphore " + name));
  }

  private OptionalLong owner(GuestValue semaphore, String what) {
    OptionalInt holder = semaphore.member("holder").pointerValue();
    if (holder.orElse(0) == 0) {
      return OptionalLong.empty();
    }
    Optional<GuestValue> thread = Optional.ofNullable(threads.get(holder.getAsInt()));
    if (thread.isEmpty()) {
      problems.add(
          "The holder of " + what + ", at " + Problems.hex(holder.getAsInt()) + ", is no task.");
      return OptionalLong.empty();
    }
    return OptionalLong.of(id(thread.get()));
  }

  private RtosObject queue(GuestValue queue) {
    String name = ObjectTable.name(queue);
    long pending = queue.member("number_pending").integerOr(-1);
    long maximum = queue.member("maximum_pending").integerOr(-1);
    if (pending > maximum) {
      problems.add("Message queue " + name + " has more messages than it has room for.");
    }
    return new RtosObject(
        RtosObject.Kind.MESSAGE_QUEUE,
        queue.address(),
        id(queue),
        name,
        number(pending) + " of " + number(maximum) + (maximum == 1 ? " message" : " messages"),
        OptionalLong.empty(),
        waiting(queue, "message queue " + name));
  }

  private static String number(long value) {
    return value < 0 ? "?" : Long.toString(value);
  }

  /** Ids of the tasks in an object's queue, first to get it first. */
  private List<Long> waiting(GuestValue object, String what) {
    GuestValue head = object.path("Wait_queue", "waiting", "head");
    OptionalInt next = head.member("next").pointerValue();
    List<Long> ids = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    while (true) {
      if (next.isEmpty()) {
        problems.add("The tasks that wait for " + what + " cannot be read.");
        return ids;
      }
      int node = next.getAsInt();
      if (node == head.address()) {
        return ids;
      }
      GuestValue thread = threads.get(node - nodeOffset);
      if (thread == null) {
        problems.add(
            node == 0
                ? "The list of those that wait for " + what + " is not initialised."
                : "The list of those that wait for "
                    + what
                    + " leads to "
                    + Problems.hex(node)
                    + ", which is no task.");
        return ids;
      }
      if (!seen.add(node)) {
        problems.add("The list of those that wait for " + what + " is cyclic.");
        return ids;
      }
      ids.add(id(thread));
      next = thread.path("Node", "next").pointerValue();
    }
  }
}
