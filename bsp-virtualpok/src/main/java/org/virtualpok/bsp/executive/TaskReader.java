// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.executive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.bsp.awareness.SavedContext;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;

/** Makes a task of a Thread_Control. */
final class TaskReader {
  /** Encoding of ESP. */
  static final int ESP = 4;

  private static final int DORMANT = 1;
  private static final int MESSAGE = 0x80;
  private static final int EVENT = 0x100;
  private static final int SEMAPHORE = 0x200;
  private static final int EVENT_ANY = 2;

  /** A bit of current_state, thread.h. */
  private record State(int bit, String name) {}

  private static final List<State> STATES =
      List.of(
          new State(DORMANT, "DORMANT"),
          new State(2, "SUSPENDED"),
          new State(8, "DELAY"),
          new State(MESSAGE, "MESSAGE"),
          new State(EVENT, "EVENT"),
          new State(SEMAPHORE, "SEMAPHORE"));

  private final SavedContext contexts;

  TaskReader(SavedContext contexts) {
    this.contexts = contexts;
  }

  /**
   * Reads a task.
   *
   * @param runs whether the processor runs it
   */
  RtosState.Task read(
      GuestValue thread,
      boolean runs,
      Registers vcpu,
      ExecutiveObjects objects,
      Problems problems) {
    String name = ObjectTable.name(thread);
    OptionalLong state = thread.member("current_state").integer();
    OptionalLong priority = thread.member("current_priority").integer();
    boolean waits = (state.orElse(0) & (MESSAGE | SEMAPHORE)) != 0;
    long waitId = waits ? thread.path("Wait", "id").integerOr(0) : 0;
    boolean found = waitId != 0 && objects.has(waitId);
    if (waitId != 0 && !found) {
      problems.add(name + " waits for " + Problems.hex(waitId) + ", which is no object.");
    }
    boolean timer = thread.path("Timer", "active").integerOr(0) != 0;
    Optional<Registers> registers =
        runs ? Optional.empty() : contexts.read(thread.member("Registers"), vcpu);
    return new RtosState.Task(
        0,
        thread.address(),
        thread.path("Object", "id").integerOr(0),
        name,
        state.isEmpty() ? "?" : words(state.getAsLong()),
        runs,
        priority,
        priority, // the executive lets nobody inherit
        found ? OptionalLong.of(waitId) : OptionalLong.empty(),
        waits(thread, state.orElse(0), waitId, objects),
        timer ? thread.path("Timer", "expires").integer() : OptionalLong.empty(),
        entry(thread),
        stack(thread, runs, vcpu, name, problems),
        registers);
  }

  /** "READY", "SEMAPHORE+SUSPENDED", "0x4000?". */
  private static String words(long state) {
    List<String> words = new ArrayList<>();
    long left = state;
    for (State each : STATES) {
      if ((state & each.bit) != 0) {
        words.add(each.name);
        left &= ~each.bit;
      }
    }
    if (left != 0) {
      words.add("0x" + Long.toHexString(left) + "?");
    }
    return words.isEmpty() ? "READY" : String.join("+", words);
  }

  private static String waits(
      GuestValue thread, long state, long waitId, ExecutiveObjects objects) {
    if (waitId != 0) {
      return objects.words(waitId);
    }
    if ((state & EVENT) == 0) {
      return "";
    }
    long events = thread.path("Wait", "events").integerOr(0);
    boolean any = (thread.path("Wait", "option").integerOr(0) & EVENT_ANY) != 0;
    return String.format(Locale.ROOT, "%s of events %08x", any ? "any" : "all", events);
  }

  private static OptionalInt entry(GuestValue thread) {
    OptionalInt entry = thread.path("Start", "entry_point").pointerValue();
    return entry.orElse(0) == 0 ? OptionalInt.empty() : entry;
  }

  private static Optional<RtosState.Stack> stack(
      GuestValue thread, boolean runs, Registers vcpu, String name, Problems problems) {
    OptionalInt low = thread.path("Start", "stack").pointerValue();
    OptionalLong size = thread.path("Start", "stack_size").integer();
    if (low.orElse(0) == 0 || size.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt pointer =
        runs ? OptionalInt.of(vcpu.gpr(ESP)) : address(thread.path("Registers", "esp").integer());
    // While it is created, its context is that of nobody, or of who had the entry before.
    boolean created =
        pointer.orElse(0) != 0 && (thread.member("current_state").integerOr(0) & DORMANT) == 0;
    if (!runs && created && !hasOnStack(thread, pointer.getAsInt())) {
      problems.add(
          name
              + ": the saved stack pointer "
              + Problems.hex(pointer.getAsInt())
              + " is not in its stack.");
    }
    return Optional.of(
        new RtosState.Stack(low.getAsInt(), (int) size.getAsLong(), pointer, OptionalInt.empty()));
  }

  private static OptionalInt address(OptionalLong value) {
    return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
  }

  static boolean hasStack(GuestValue thread) {
    return thread.path("Start", "stack").pointerValue().orElse(0) != 0;
  }

  /** Whether an address lies in a task's stack, or at its upper end, where the stack is empty. */
  static boolean hasOnStack(GuestValue thread, int address) {
    int low = thread.path("Start", "stack").pointerValue().orElse(0);
    long size = thread.path("Start", "stack_size").integerOr(0);
    return low != 0 && Integer.toUnsignedLong(address - low) <= size;
  }
}
