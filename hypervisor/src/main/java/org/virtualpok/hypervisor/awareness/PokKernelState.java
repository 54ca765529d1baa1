// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * A POK kernel as its memory has it at one instant. Times are those of the kernel's own clock, in
 * ns; the kernels of 2013 and 2014 count whole ticks, taken for 1 ms each.
 *
 * @param variant empty if symbols and debugging information do not tell it
 * @param initialised whether the scheduler has been set up
 * @param ticks as the kernel counts: ns in 2025, before that ticks of 1 ms
 * @param nanos the same in ns
 * @param partitions by their index
 * @param threads all that the kernel has room for, by their id
 * @param currentThread id; -1 if unknown
 * @param currentPartition index; -1 if unknown
 * @param esp0 of the TSS: where the kernel's stack begins after the next change from ring 3
 * @param lines of the interrupt controllers, those with a handler; none in 2025
 * @param vcpus only in 2014
 * @param problems one line for each thing that is missing, corrupt, cyclic or not yet initialised
 */
public record PokKernelState(
    Optional<Personality> variant,
    boolean initialised,
    OptionalLong ticks,
    OptionalLong nanos,
    List<Partition> partitions,
    List<Thread> threads,
    int currentThread,
    int currentPartition,
    OptionalInt esp0,
    Optional<Schedule> schedule,
    List<Port> ports,
    List<Lock> locks,
    List<Line> lines,
    List<Vcpu> vcpus,
    List<String> problems) {

  /**
   * A partition. What needs debugging information is empty or -1 without.
   *
   * @param index from 0; its number, which people say, is one more
   * @param name its own, or "partition 1"
   * @param base linear
   * @param sizeBytes 0 if unknown
   * @param mode "NORMAL", "INIT_COLD"; with a "?" if it is none; empty if unknown
   * @param scheduler "RR", "RMS"
   * @param startCondition "NORMAL_START"
   * @param firstThread id of its first thread
   * @param threadRoom how many threads it may create, the main thread among them
   * @param threadsCreated how many it has
   * @param currentThread id of the one that its scheduler elected last
   * @param mainThread id
   * @param errorThread id; -1 without an error handler
   * @param descriptors its code in the GDT; empty before the kernel has made it
   * @param image the program that the kernel's image brings for it
   */
  public record Partition(
      int index,
      String name,
      int base,
      int sizeBytes,
      String mode,
      String scheduler,
      String startCondition,
      OptionalLong lockLevel,
      int firstThread,
      int threadRoom,
      int threadsCreated,
      int currentThread,
      int mainThread,
      int errorThread,
      Optional<Descriptor> descriptors,
      Optional<PokArchive.Program> image) {
    public int number() {
      return index + 1;
    }
  }

  /**
   * The segments of a partition: code and, behind it, data with the same base and limit.
   *
   * @param codeSelector with RPL 3; the data's is 8 more
   * @param base linear
   * @param limit last valid offset
   * @param present whether the P bit of the code is set: POK takes it away between slots
   */
  public record Descriptor(int codeSelector, int base, int limit, boolean present) {}

  /** What a thread is for. */
  public enum ThreadKind {
    KERNEL,
    IDLE,
    MAIN,
    ERROR_HANDLER,
    USER
  }

  /**
   * A thread.
   *
   * @param id in the kernel, over all partitions
   * @param partition index; -1 for the kernel's own, or if no partition has it
   * @param number in its partition, from 1: the main thread's; 0 outside
   * @param created whether a partition has created it; the kernel's own always are
   * @param state "RUNNABLE", "WAIT_NEXT_ACTIVATION"; with a "?" if it is none
   * @param periodNanos empty for an infinite one or none
   * @param deadlineNanos relative; empty for none
   * @param capacity calls of the scheduler; empty for infinite
   * @param wakeupNanos when a WAITING thread wakes, by the kernel's clock
   * @param nextActivationNanos by the kernel's clock
   * @param entry relative to the partition; linear in the kernel's own
   * @param stackPointer linear, into its kernel stack, where its kernel part was saved
   * @param kernelStackTop linear: ESP0 while it runs; empty if it cannot be told
   * @param waits what it waits for: "lock object 2", "port 1 (QOUT)"; empty if nothing can be told
   * @param user registers in ring 3, relative to its partition: saved, its first ones, or the
   *     processor's if it is there now
   * @param kernel registers in ring 0, saved where the kernel switched away from it
   */
  public record Thread(
      int id,
      int partition,
      int number,
      ThreadKind kind,
      boolean created,
      boolean current,
      String state,
      OptionalLong priority,
      OptionalLong basePriority,
      OptionalLong periodNanos,
      OptionalLong deadlineNanos,
      OptionalLong capacity,
      OptionalLong remainingCapacity,
      OptionalLong wakeupNanos,
      OptionalLong nextActivationNanos,
      int entry,
      int stackPointer,
      OptionalInt kernelStackTop,
      String waits,
      Optional<Registers> user,
      Optional<Registers> kernel) {}

  /**
   * Slots of the major frame.
   *
   * @param majorFrameNanos the sum of all slots
   * @param current index of the slot
   * @param endNanos when it ends, by the kernel's clock; empty where it never does, with one
   *     partition
   */
  public record Schedule(
      List<Slot> slots, long majorFrameNanos, int current, OptionalLong endNanos) {
    public Schedule {
      slots = List.copyOf(slots);
    }
  }

  /**
   * A slot.
   *
   * @param partition index
   * @param startNanos in the major frame
   */
  public record Slot(int index, int partition, long startNanos, long durationNanos) {}

  /**
   * A port, configured and perhaps created.
   *
   * @param id global
   * @param partition index of its owner; -1 if unknown
   * @param kind empty for what is neither, or unknown
   * @param usedBytes inside now; a sampling port is full or empty
   * @param mustBeFlushed whether it holds what its destinations do not have yet
   * @param refreshNanos of a sampling port
   * @param lastReceiveNanos by the kernel's clock; 0 for never
   * @param destinations ids
   * @param waiting ids of threads
   */
  public record Port(
      int id,
      String name,
      int partition,
      Optional<PortState.Kind> kind,
      Optional<PortState.Direction> direction,
      boolean created,
      long sizeBytes,
      long usedBytes,
      boolean full,
      boolean empty,
      boolean mustBeFlushed,
      OptionalLong refreshNanos,
      OptionalLong lastReceiveNanos,
      List<Integer> destinations,
      List<Integer> waiting) {
    public Port {
      destinations = List.copyOf(destinations);
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * A lock object that was created. No POK notes who owns one.
   *
   * @param id in the kernel, over all partitions
   * @param partition index; -1 if no partition has it
   * @param kind "MUTEX", "SEMAPHORE", "EVENT"
   * @param value resources left; 1 is a free mutex
   * @param max of a semaphore
   * @param waiting ids of threads that wait to lock it: in 2025 first to get it first, before that
   *     by id
   * @param waitingForEvent ids of threads that wait for its event
   */
  public record Lock(
      int id,
      int partition,
      String kind,
      long value,
      long max,
      List<Integer> waiting,
      List<Integer> waitingForEvent) {
    public Lock {
      waiting = List.copyOf(waiting);
      waitingForEvent = List.copyOf(waitingForEvent);
    }
  }

  /**
   * A line with handlers, in 2013 and 2014.
   *
   * @param irq 0 to 15
   * @param kernelHandler linear; 0 for none
   * @param handlers of partitions
   */
  public record Line(int irq, int kernelHandler, List<Handler> handlers) {
    public Line {
      handlers = List.copyOf(handlers);
    }
  }

  /**
   * A partition's handler of a line.
   *
   * @param partition index
   * @param address relative to the partition
   * @param armed whether the next one is delivered: the last was acknowledged
   * @param disabled how often the partition has disabled its interrupts; delivered only at 0
   */
  public record Handler(int partition, int address, boolean armed, long disabled) {}

  /**
   * A partition's virtual CPU.
   *
   * @param partition index
   * @param handler relative to the partition; 0 for none
   * @param pending whether any interrupt is
   * @param frames contexts that it has put aside
   */
  public record Vcpu(
      int partition, int handler, boolean pending, long frames, List<Pending> interrupts) {
    public Vcpu {
      interrupts = List.copyOf(interrupts);
    }
  }

  /**
   * A line that a partition registered with its vCPU.
   *
   * @param vector the line plus 32
   * @param counter how often it came and was not delivered
   */
  public record Pending(int vector, boolean pending, long counter) {}

  public PokKernelState {
    partitions = List.copyOf(partitions);
    threads = List.copyOf(threads);
    ports = List.copyOf(ports);
    locks = List.copyOf(locks);
    lines = List.copyOf(lines);
    vcpus = List.copyOf(vcpus);
    problems = List.copyOf(problems);
  }
}
