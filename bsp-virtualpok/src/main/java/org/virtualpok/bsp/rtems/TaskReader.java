// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.bsp.awareness.SavedContext;
import org.virtualpok.emu.awareness.GuestData;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;

/** Makes a task of a Thread_Control. */
final class TaskReader {
  /** Encoding of ESP. */
  static final int ESP = 4;

  private static final int EVENT_ANY = 2; // RTEMS_EVENT_ANY, options.h

  /** Index of the Classic API's part of a thread, THREAD_API_RTEMS. */
  private static final int CLASSIC_EXTENSION = 0;

  private final GuestData data;
  private final Generation generation;
  private final SavedContext contexts;
  private final InterruptFrame interrupts;

  TaskReader(GuestImage image, Generation generation) {
    data = image.data();
    this.generation = generation;
    contexts = new SavedContext(image);
    interrupts = new InterruptFrame(image);
  }

  /**
   * Reads a task.
   *
   * @param runs whether the processor runs it
   * @param heir whether it runs next
   */
  RtosState.Task read(
      Found found,
      boolean runs,
      boolean heir,
      Registers vcpu,
      Objects objects,
      Generation.Clock clock,
      Problems problems) {
    GuestValue thread = found.control();
    OptionalLong state = thread.member("current_state").integer();
    Objects.Wait wait = wait(found, state.orElse(0), objects, clock);
    OptionalLong wakes = clock.wakes(thread);
    if (wakes.isEmpty() && generation.states().awaitsPeriod(state.orElse(0))) {
      wakes = wait.id().isPresent() ? objects.due(wait.id().getAsLong()) : wakes;
    }
    boolean dormant = generation.states().isDormant(state.orElse(0));
    Optional<Registers> registers =
        runs || dormant
            ? Optional.empty()
            : contexts
                .read(thread.member("Registers"), vcpu)
                .map(r -> r.unsaved() == 0 ? r : interrupts.read(r));
    String words =
        heir && !runs && wait.words().isEmpty() ? "nothing: runs next (heir)" : wait.words();
    OptionalInt entry = generation.entry(thread);
    return new RtosState.Task(
        0,
        found.address(),
        found.id(),
        found.name(),
        state.isEmpty() ? "?" : generation.states().words(state.getAsLong()),
        runs,
        generation.priority(thread),
        generation.ownPriority(thread),
        wait.id(),
        words,
        wakes,
        entry.orElse(0) == 0 ? OptionalInt.empty() : entry,
        stack(found, runs, dormant, vcpu, problems),
        registers);
  }

  private Objects.Wait wait(Found found, long state, Objects objects, Generation.Clock clock) {
    StateBits bits = generation.states();
    // Those that await signals all stand in one queue, which is nobody's.
    Objects.Wait wait =
        bits.awaitsSignals(state) ? signals(found.control()) : objects.awaited(found);
    if (wait.words().isEmpty() && bits.awaitsPeriod(state)) {
      wait = objects.period(found);
    }
    String words =
        wait.words().isEmpty() && bits.awaitsEvents(state) ? events(found.control()) : wait.words();
    String time = clock.timeOfDay(found.control());
    return new Objects.Wait(
        wait.id(), words.isEmpty() || time.isEmpty() ? words + time : words + ", " + time);
  }

  private static Objects.Wait signals(GuestValue thread) {
    long set = thread.path("Wait", "option").integerOr(0);
    return new Objects.Wait(
        OptionalLong.empty(), String.format(Locale.ROOT, "any of signals %08x", set));
  }

  /** "all of events 0000000e, has 00000002". */
  private String events(GuestValue thread) {
    boolean any = (thread.path("Wait", "option").integerOr(0) & EVENT_ANY) != 0;
    String words =
        String.format(
            Locale.ROOT,
            "%s of events %08x",
            any ? "any" : "all",
            thread.path("Wait", "count").integerOr(0));
    OptionalInt classic = thread.member("API_Extensions").element(CLASSIC_EXTENSION).pointerValue();
    long pending =
        classic.orElse(0) == 0
            ? 0
            : data.at("RTEMS_API_Control", classic.getAsInt())
                .path("Event", "pending_events")
                .integerOr(0);
    return pending == 0 ? words : words + String.format(Locale.ROOT, ", has %08x", pending);
  }

  private static Optional<RtosState.Stack> stack(
      Found found, boolean runs, boolean dormant, Registers vcpu, Problems problems) {
    GuestValue thread = found.control();
    OptionalInt low = thread.path("Start", "Initial_stack", "area").pointerValue();
    OptionalLong size = thread.path("Start", "Initial_stack", "size").integer();
    if (low.orElse(0) == 0 || size.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt saved = thread.path("Registers", "esp").pointerValue();
    // A dormant one has the context of nobody, or of who had the control block before.
    OptionalInt pointer =
        runs ? OptionalInt.of(vcpu.gpr(ESP)) : dormant ? OptionalInt.empty() : saved;
    if (!runs && pointer.orElse(0) != 0 && !hasOnStack(thread, pointer.getAsInt())) {
      problems.add(
          found.label()
              + ": the saved stack pointer "
              + Problems.hex(pointer.getAsInt())
              + " is not in its stack.");
    }
    return Optional.of(
        new RtosState.Stack(low.getAsInt(), (int) size.getAsLong(), pointer, OptionalInt.empty()));
  }

  /** Whether an address lies in a task's stack, or at its upper end, where the stack is empty. */
  static boolean hasOnStack(GuestValue thread, int address) {
    int low = thread.path("Start", "Initial_stack", "area").pointerValue().orElse(0);
    long size = thread.path("Start", "Initial_stack", "size").integerOr(0);
    return low != 0 && Integer.toUnsignedLong(address - low) <= size;
  }
}
