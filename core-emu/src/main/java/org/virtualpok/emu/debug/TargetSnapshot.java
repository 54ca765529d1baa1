// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the views show, at one instant; immutable.
 *
 * @param sequence grows with every snapshot
 * @param running whether the target goes on after this instant
 * @param stop why it stands (of the last stop, while running)
 * @param timeNanos guest time, ns
 * @param instructions retired since start, all vCPUs
 * @param current id of the CPU or vCPU that ran last; 0 if none did
 * @param registers by context id, for contexts of kind CPU and VCPU
 * @param schedule present for targets with the schedule capability
 * @param interrupts one per partition, empty without the interrupts capability
 * @param hardware present for targets that are a whole PC
 * @param ports of all partitions, empty without the ports capability
 * @param objects lock objects of all partitions, empty without the ports capability
 * @param rtos the real-time operating systems that were recognised inside it
 * @param notes one line for each thing in the guest's memory that could not be made out
 */
public record TargetSnapshot(
    long sequence,
    boolean running,
    StopReason stop,
    long timeNanos,
    long instructions,
    int current,
    List<Context> contexts,
    Map<Integer, Registers> registers,
    List<Breakpoint> breakpoints,
    Optional<ScheduleState> schedule,
    List<InterruptState> interrupts,
    Optional<HardwareState> hardware,
    List<PortState> ports,
    List<ObjectState> objects,
    List<RtosState> rtos,
    List<String> notes) {
  public TargetSnapshot {
    contexts = List.copyOf(contexts);
    registers = Map.copyOf(registers);
    breakpoints = List.copyOf(breakpoints);
    interrupts = List.copyOf(interrupts);
    ports = List.copyOf(ports);
    objects = List.copyOf(objects);
    rtos = List.copyOf(rtos);
    notes = List.copyOf(notes);
  }

  /** A snapshot in which no operating system was recognised. */
  public TargetSnapshot(
      long sequence,
      boolean running,
      StopReason stop,
      long timeNanos,
      long instructions,
      int current,
      List<Context> contexts,
      Map<Integer, Registers> registers,
      List<Breakpoint> breakpoints,
      Optional<ScheduleState> schedule,
      List<InterruptState> interrupts,
      Optional<HardwareState> hardware,
      List<PortState> ports,
      List<ObjectState> objects) {
    this(
        sequence,
        running,
        stop,
        timeNanos,
        instructions,
        current,
        contexts,
        registers,
        breakpoints,
        schedule,
        interrupts,
        hardware,
        ports,
        objects,
        List.of(),
        List.of());
  }

  /** A snapshot of a target without ports. */
  public TargetSnapshot(
      long sequence,
      boolean running,
      StopReason stop,
      long timeNanos,
      long instructions,
      int current,
      List<Context> contexts,
      Map<Integer, Registers> registers,
      List<Breakpoint> breakpoints,
      Optional<ScheduleState> schedule,
      List<InterruptState> interrupts,
      Optional<HardwareState> hardware) {
    this(
        sequence,
        running,
        stop,
        timeNanos,
        instructions,
        current,
        contexts,
        registers,
        breakpoints,
        schedule,
        interrupts,
        hardware,
        List.of(),
        List.of());
  }

  /** A snapshot of a target that is no PC. */
  public TargetSnapshot(
      long sequence,
      boolean running,
      StopReason stop,
      long timeNanos,
      long instructions,
      int current,
      List<Context> contexts,
      Map<Integer, Registers> registers,
      List<Breakpoint> breakpoints,
      Optional<ScheduleState> schedule,
      List<InterruptState> interrupts) {
    this(
        sequence,
        running,
        stop,
        timeNanos,
        instructions,
        current,
        contexts,
        registers,
        breakpoints,
        schedule,
        interrupts,
        Optional.empty());
  }

  /** The same instant, with what was recognised in its memory. */
  public TargetSnapshot withRtos(
      List<Context> allContexts, Map<Integer, Registers> allRegisters, List<RtosState> found) {
    return new TargetSnapshot(
        sequence,
        running,
        stop,
        timeNanos,
        instructions,
        current,
        allContexts,
        allRegisters,
        breakpoints,
        schedule,
        interrupts,
        hardware,
        ports,
        objects,
        found,
        notes);
  }

  /** The same instant, with its breakpoints as their owner has them. */
  public TargetSnapshot withBreakpoints(List<Breakpoint> all) {
    return new TargetSnapshot(
        sequence,
        running,
        stop,
        timeNanos,
        instructions,
        current,
        contexts,
        registers,
        all,
        schedule,
        interrupts,
        hardware,
        ports,
        objects,
        rtos,
        notes);
  }

  /** The same instant with another reason, of a target that does not run. */
  public TargetSnapshot standing(long newSequence, StopReason newStop) {
    return new TargetSnapshot(
        newSequence,
        false,
        newStop,
        timeNanos,
        instructions,
        current,
        contexts,
        registers,
        breakpoints,
        schedule,
        interrupts,
        hardware,
        ports,
        objects,
        rtos,
        notes);
  }

  /** Whether there are partitions, made by a hypervisor's model or by a kernel in a PC. */
  public boolean partitioned() {
    return contexts.stream().anyMatch(c -> c.kind() == Context.Kind.PARTITION);
  }

  /** The context with this id. */
  public Optional<Context> context(int id) {
    return contexts.stream().filter(c -> c.id() == id).findFirst();
  }
}
