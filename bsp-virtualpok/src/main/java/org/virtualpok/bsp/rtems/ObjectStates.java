// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.bsp.rtems.Managers.Managed;
import org.virtualpok.emu.awareness.GuestValue;

/** How each kind of object is at the moment, in words. */
final class ObjectStates {
  /** Attributes of 4.11, attr.h; a counting semaphore has neither of the first two. */
  private static final int BINARY = 0x10;

  private static final int SIMPLE_BINARY = 0x20;
  private static final int INHERIT = 0x40;
  private static final int CEILING = 0x80;

  /** Semaphore_Variant from 5 on, semimpl.h. */
  private static final int VARIANT_INHERIT = 0;

  private static final int VARIANT_CEILING = 1;
  private static final int VARIANT_SIMPLE_BINARY = 3;
  private static final int VARIANT_COUNTING = 4;
  private static final int VARIANTS = 7;

  private final Generation.Clock clock;
  private final Threads threads;
  private final Problems problems;

  ObjectStates(Generation.Clock clock, Threads threads, Problems problems) {
    this.clock = clock;
    this.threads = threads;
    this.problems = problems;
  }

  String words(Managed object) {
    GuestValue control = object.found().control();
    if (!control.member("Object").known()) {
      return "?"; // its type is not described
    }
    switch (object.kind()) {
      case SEMAPHORE:
        return control.member("Core_control").known()
            ? semaphore(control)
            : count(first(control.path("Semaphore", "count"), control.member("count")));
      case MUTEX:
        return mutex(control.member("Mutex"));
      case MESSAGE_QUEUE:
        return queue(object);
      case TIMER:
        return timer(object);
      case PERIOD:
        return period(object);
      case BARRIER:
        return barrier(control);
      case PARTITION:
        return partition(control);
      case REGION:
        return region(control);
      default:
        return "";
    }
  }

  private static GuestValue first(GuestValue one, GuestValue other) {
    return one.known() ? one : other;
  }

  private static String number(OptionalLong value) {
    return value.isEmpty() ? "?" : Long.toUnsignedString(value.getAsLong());
  }

  private static String count(GuestValue count) {
    return "count " + number(count.integer());
  }

  /** The variant from 5 on: in a member, or in a link that an open semaphore does not need. */
  private static OptionalLong variant(GuestValue semaphore) {
    OptionalLong member = semaphore.member("variant").integer();
    OptionalLong flags = semaphore.path("Object", "Node", "previous").integer();
    return member.isPresent() || flags.isEmpty()
        ? member
        : OptionalLong.of(flags.getAsLong() & VARIANTS);
  }

  private static String semaphore(GuestValue semaphore) {
    GuestValue core = semaphore.member("Core_control");
    OptionalLong attributes = semaphore.member("attribute_set").integer();
    if (semaphore.member("attribute_set").known()) {
      long set = attributes.orElse(0);
      if ((set & SIMPLE_BINARY) != 0) {
        return "binary, " + count(core.path("mutex", "lock"));
      }
      String protocol =
          (set & INHERIT) != 0
              ? ", inherits"
              : (set & CEILING) != 0
                  ? ", ceiling "
                      + number(core.path("mutex", "Attributes", "priority_ceiling").integer())
                  : "";
      return (set & BINARY) == 0
          ? count(core.path("semaphore", "count"))
          : mutex(core.member("mutex")) + protocol;
    }
    OptionalLong variant = variant(semaphore);
    if (variant.isEmpty()) {
      return "?";
    }
    GuestValue count = core.path("Semaphore", "count");
    switch ((int) variant.getAsLong()) {
      case VARIANT_COUNTING:
        return count(count);
      case VARIANT_SIMPLE_BINARY:
        return "binary, " + count(count);
      default:
        boolean inherits = variant.getAsLong() == VARIANT_INHERIT;
        boolean ceiling = variant.getAsLong() == VARIANT_CEILING;
        OptionalLong priority = core.path("Mutex", "Priority_ceiling", "priority").integer();
        return owned(core)
            + (inherits ? ", inherits" : "")
            + (ceiling ? ", ceiling " + (priority.orElse(0) >>> 1) : "");
    }
  }

  /** A mutex from 5 on, by who owns its queue; 0 nested obtains is one. */
  private static String owned(GuestValue core) {
    OptionalInt owner = core.path("Wait_queue", "Queue", "owner").pointerValue();
    long nested = core.path("Mutex", "Recursive", "nest_level").integerOr(0);
    return owner.isEmpty() ? "?" : owner.getAsInt() == 0 ? "free" : taken(nested + 1);
  }

  /** A CORE_mutex_Control of 4.11. */
  private static String mutex(GuestValue mutex) {
    OptionalLong lock = mutex.member("lock").integer();
    return lock.isEmpty()
        ? "?"
        : lock.getAsLong() != 0 ? "free" : taken(mutex.member("nest_count").integerOr(0));
  }

  private static String taken(long times) {
    return times > 1 ? "taken " + times + " times" : "taken";
  }

  /** Id of the thread that holds an object; empty if nobody does, or it is nothing to hold. */
  OptionalLong owner(Managed object) {
    GuestValue control = object.found().control();
    OptionalInt holder;
    switch (object.kind()) {
      case SEMAPHORE:
        holder = holder(control);
        break;
      case MUTEX:
        holder = control.path("Mutex", "holder").pointerValue();
        break;
      case PERIOD:
        holder = control.member("owner").pointerValue();
        break;
      default:
        return OptionalLong.empty();
    }
    if (holder.orElse(0) == 0) {
      return OptionalLong.empty();
    }
    Optional<Found> thread = threads.at(holder.getAsInt());
    if (thread.isEmpty()) {
      problems.add(
          "The holder of "
              + object.words()
              + ", at "
              + Problems.hex(holder.getAsInt())
              + ", is no task.");
      return OptionalLong.empty();
    }
    return OptionalLong.of(thread.get().id());
  }

  private static OptionalInt holder(GuestValue semaphore) {
    GuestValue core = semaphore.member("Core_control");
    GuestValue attributes = semaphore.member("attribute_set");
    if (attributes.known()) {
      return (attributes.integerOr(0) & (BINARY | SIMPLE_BINARY)) == BINARY
          ? core.path("mutex", "holder").pointerValue()
          : OptionalInt.empty();
    }
    return core.path("Wait_queue", "Queue", "owner").pointerValue();
  }

  private String queue(Managed object) {
    GuestValue control = object.found().control();
    GuestValue core = first(control.member("message_queue"), control.member("Message_queue"));
    OptionalLong pending = core.member("number_of_pending_messages").integer();
    OptionalLong maximum = core.member("maximum_pending_messages").integer();
    if (core.known() && pending.orElse(0) > maximum.orElse(0)) {
      problems.add("M" + object.words().substring(1) + " has more messages than it has room for.");
    }
    return number(pending) + " of " + counted(maximum, "message");
  }

  private String timer(Managed object) {
    GuestValue control = object.found().control();
    String kind = control.member("the_class").enumerator().orElse("?");
    if (kind.equals("TIMER_DORMANT")) {
      return "dormant";
    }
    String server = kind.endsWith("ON_TASK") ? ", by the timer server" : "";
    if (kind.startsWith("TIMER_TIME_OF_DAY")) {
      return "at a time of day" + server;
    }
    GuestValue ticker = control.member("Ticker");
    OptionalLong initial = first(control.member("initial"), ticker.member("initial")).integer();
    return "after " + number(initial) + " ticks" + due(clock.tick(ticker), "not set") + server;
  }

  private static String due(OptionalLong tick, String otherwise) {
    return tick.isEmpty() ? ", " + otherwise : ", due at " + number(tick);
  }

  /** The tick at which a period ends; empty if it does not run. */
  OptionalLong due(Managed period) {
    return clock.tick(period.found().control().member("Timer"));
  }

  private String period(Managed object) {
    GuestValue control = object.found().control();
    String state =
        control
            .member("state")
            .enumerator()
            .orElse("?")
            .replace("RATE_MONOTONIC_", "")
            .replace('_', ' ')
            .toLowerCase(Locale.ROOT);
    if (state.equals("inactive")) {
      return state;
    }
    String every = "every " + number(control.member("next_length").integer()) + " ticks";
    long postponed = control.member("postponed_jobs").integerOr(0);
    return every
        + due(due(object), state)
        + (postponed == 0 ? "" : ", " + postponed + " postponed");
  }

  private static String barrier(GuestValue control) {
    GuestValue core = control.member("Barrier");
    GuestValue discipline = core.path("Attributes", "discipline");
    String arrived = number(core.member("number_of_waiting_threads").integer());
    OptionalLong maximum =
        first(core.member("maximum_count"), core.path("Attributes", "maximum_count")).integer();
    // From 6 on a manual one has a maximum of 0, and the attributes are not kept.
    boolean automatic =
        discipline.known()
            ? discipline.enumerator().orElse("").contains("AUTOMATIC")
            : maximum.orElse(0) != 0;
    return automatic
        ? "automatic, " + arrived + " of " + number(maximum) + " arrived"
        : "manual, " + arrived + " arrived";
  }

  private static String partition(GuestValue control) {
    return counted(control.member("number_of_used_blocks").integer(), "buffer")
        + " of "
        + number(control.member("buffer_size").integer())
        + " bytes in use";
  }

  private static String region(GuestValue control) {
    GuestValue statistics = control.path("Memory", "stats");
    return counted(statistics.member("used_blocks").integer(), "segment")
        + " in use, "
        + number(statistics.member("free_size").integer())
        + " bytes free";
  }

  private static String counted(OptionalLong count, String what) {
    return number(count) + " " + what + (count.orElse(0) == 1 ? "" : "s");
  }
}
