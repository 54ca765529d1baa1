// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A real-time operating system inside a target, as its own memory has it at one instant.
 *
 * @param context id of the CPU or vCPU that runs it
 * @param system "RTEMS 4.11", "executive"
 * @param ticks since its start, as it counts them itself
 * @param tasks in the order of their ids
 * @param objects all but the tasks, by kind and id
 * @param problems one line for each thing that is corrupt, cyclic, missing or not yet initialised
 */
public record RtosState(
    int context,
    String system,
    OptionalLong ticks,
    List<Task> tasks,
    List<RtosObject> objects,
    List<String> problems) {
  /**
   * A task (a thread, in the words of RTEMS's core).
   *
   * @param context id in the target's tree; 0 until the target has given it one
   * @param address of its control block, in the image's addresses
   * @param id as its system has it, unsigned
   * @param state in the system's words: "READY", "SEMAPHORE", "DELAY"; with a "?" if it is none
   * @param current whether the CPU runs it
   * @param priority that it has now, in the system's order; empty if unreadable
   * @param basePriority without what it inherited
   * @param waitsFor id of the object that it waits for
   * @param waits what it waits for in words: "semaphore SEM1, owned by OWNR"; may be empty
   * @param wakes tick at which it wakes or times out
   * @param entry address of its first instruction
   * @param registers saved while it does not run; what was not saved is 0
   */
  public record Task(
      int context,
      int address,
      long id,
      String name,
      String state,
      boolean current,
      OptionalLong priority,
      OptionalLong basePriority,
      OptionalLong waitsFor,
      String waits,
      OptionalLong wakes,
      OptionalInt entry,
      Optional<Stack> stack,
      Optional<Registers> registers) {
    public Task withContext(int newContext) {
      return new Task(
          newContext,
          address,
          id,
          name,
          state,
          current,
          priority,
          basePriority,
          waitsFor,
          waits,
          wakes,
          entry,
          stack,
          registers);
    }
  }

  /**
   * A task's stack.
   *
   * @param low its lowest address
   * @param sizeBytes how large it is
   * @param pointer the stack pointer now, or as it was saved
   * @param highWaterBytes the most that was ever in use; empty if the system does not mark it
   */
  public record Stack(int low, int sizeBytes, OptionalInt pointer, OptionalInt highWaterBytes) {}

  /**
   * Anything but a task.
   *
   * @param address of its control block, in the image's addresses
   * @param id as its system has it, unsigned
   * @param state in words: "count 0 of 1", "2 of 10 messages", "every 100 ticks, due at 1200"
   * @param owner id of the task that holds it
   * @param waiting ids of the tasks that wait for it, first to get it first
   */
  public record RtosObject(
      Kind kind,
      int address,
      long id,
      String name,
      String state,
      OptionalLong owner,
      List<Long> waiting) {
    /** What it is for. */
    public enum Kind {
      SEMAPHORE,
      MUTEX,
      MESSAGE_QUEUE,
      EVENT,
      TIMER,
      PERIOD,
      BARRIER,
      PARTITION,
      REGION,
      CONDITION,
      OTHER
    }

    public RtosObject {
      waiting = List.copyOf(waiting);
    }
  }

  public RtosState {
    tasks = List.copyOf(tasks);
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
  }

  public RtosState withTasks(List<Task> newTasks) {
    return new RtosState(context, system, ticks, newTasks, objects, problems);
  }
}
