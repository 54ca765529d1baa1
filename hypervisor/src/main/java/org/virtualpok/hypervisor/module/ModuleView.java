// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.ScheduleState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.hypervisor.hypercall.KernelObjects;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.schedule.Slot;

/** Makes immutable pictures of the machine. */
final class ModuleView {
  private final String name;
  private final List<Partition> partitions;
  private final ModuleClock clock;
  private final ModuleTimeline timeline;
  private final BreakpointTable breakpoints;
  private final KernelObjects objects;

  ModuleView(
      String name,
      List<Partition> partitions,
      ModuleClock clock,
      ModuleTimeline timeline,
      BreakpointTable breakpoints,
      KernelObjects objects) {
    this.name = name;
    this.partitions = partitions;
    this.clock = clock;
    this.timeline = timeline;
    this.breakpoints = breakpoints;
    this.objects = objects;
  }

  TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    Map<Integer, Registers> registers = new HashMap<>();
    List<InterruptState> interrupts = new ArrayList<>();
    for (Partition partition : partitions) {
      registers.put(partition.vcpuContext(), registers(partition));
      ThreadContexts.addRegisters(partition, registers);
      interrupts.add(interrupts(partition));
    }
    return new TargetSnapshot(
        sequence,
        running,
        stop,
        clock.nanos(),
        clock.instructions(),
        timeline.current().vcpuContext(),
        contexts(running, stop),
        registers,
        breakpoints.all(),
        Optional.of(schedule()),
        interrupts,
        Optional.empty(),
        objects.ports().states(clock.nanos()),
        objects.lockStates());
  }

  private List<Context> contexts(boolean running, StopReason stop) {
    List<Context> contexts = new ArrayList<>();
    boolean ended = partitions.stream().allMatch(p -> p.state().ended());
    Context.State state =
        running ? Context.State.RUNNING : ended ? Context.State.STOPPED : Context.State.SUSPENDED;
    contexts.add(
        new Context(
            BreakpointTable.MODULE_CONTEXT,
            0,
            Context.Kind.MODULE,
            0,
            name,
            state,
            moduleReason(running, ended)));
    for (Partition partition : partitions) {
      Context.State own = state(partition, running);
      String reason = reason(partition, own, stop);
      boolean scheduled = own == Context.State.SUSPENDED || own == Context.State.RUNNING;
      contexts.add(
          new Context(
              partition.context(),
              BreakpointTable.MODULE_CONTEXT,
              Context.Kind.PARTITION,
              partition.identifier(),
              partition.name(),
              own,
              scheduled ? "in slot " + timeline.slot() : reason));
      contexts.add(
          new Context(
              partition.vcpuContext(),
              partition.context(),
              Context.Kind.VCPU,
              0,
              "vCPU",
              own,
              reason));
      contexts.addAll(ThreadContexts.of(partition, own));
    }
    return contexts;
  }

  private static String moduleReason(boolean running, boolean ended) {
    return running ? "running" : ended ? "ended" : "suspended";
  }

  private Context.State state(Partition partition, boolean running) {
    return switch (partition.state()) {
      case STOPPED -> Context.State.STOPPED;
      case FAULTED -> Context.State.FAULTED;
      case WAITING, NO_THREAD -> Context.State.IDLE;
      case READY -> {
        if (partition != timeline.current()) {
          yield Context.State.NOT_SCHEDULED;
        }
        yield running ? Context.State.RUNNING : Context.State.SUSPENDED;
      }
    };
  }

  private String reason(Partition partition, Context.State state, StopReason stop) {
    return switch (state) {
      case RUNNING -> "";
      case STOPPED, FAULTED -> partition.reason();
      case IDLE -> idle(partition);
      case NOT_SCHEDULED -> notScheduled(partition);
      case SUSPENDED -> {
        boolean own =
            stop.context() == partition.context() || stop.context() == partition.vcpuContext();
        yield own || stop.context() == 0 ? stop.title() : "Suspended";
      }
    };
  }

  private static String idle(Partition partition) {
    long waiting = partition.interrupts().pending();
    if (partition.state() == PartitionState.NO_THREAD || waiting == 0) {
      return partition.reason();
    }
    return partition.reason()
        + (waiting == 1 ? ", 1 interrupt waits" : ", " + waiting + " interrupts wait");
  }

  private String notScheduled(Partition partition) {
    int slot = timeline.majorFrame().nextSlotOf(partition.index(), clock.nanos());
    if (slot < 0) {
      return "not scheduled, owns no slot";
    }
    long micros = timeline.majorFrame().nanosUntilStart(slot, clock.nanos()) / 1000;
    return String.format(
        Locale.ROOT, "not scheduled, slot %d, %d.%d ms", slot, micros / 1000, micros / 100 % 10);
  }

  private ScheduleState schedule() {
    List<ScheduleState.Slot> slots = new ArrayList<>();
    for (Slot slot : timeline.majorFrame().slots()) {
      Partition owner = partitions.get(slot.partition());
      slots.add(
          new ScheduleState.Slot(
              owner.context(), owner.name(), slot.startNanos(), slot.durationNanos()));
    }
    return new ScheduleState(
        timeline.majorFrame().lengthNanos(),
        slots,
        timeline.frame(),
        timeline.slot(),
        timeline.slotEndNanos());
  }

  private static InterruptState interrupts(Partition partition) {
    VirtualInterrupts interrupts = partition.interrupts();
    List<InterruptState.Line> lines = new ArrayList<>();
    for (int i = 0; i < VirtualInterrupts.LINES; i++) {
      VirtualLine line = interrupts.line(i);
      if (line.everRequested()) {
        lines.add(
            new InterruptState.Line(
                i,
                VirtualLine.name(i),
                line.requested(),
                line.handler(),
                line.masked(),
                line.inService(),
                line.raised(),
                line.delivered(),
                line.pending(),
                line.coalesced(),
                line.dropped()));
      }
    }
    return new InterruptState(
        partition.context(), interrupts.enabled(), lines, interrupts.openFrames());
  }

  static Registers registers(Partition partition) {
    CpuState cpu = partition.cpu();
    SegmentName[] names = SegmentName.values();
    Registers.Segment[] segments = new Registers.Segment[names.length];
    for (SegmentName segment : names) {
      SegmentRegister from = cpu.segment(segment);
      segments[segment.ordinal()] =
          new Registers.Segment(from.selector, from.base, from.limit, from.usable());
    }
    return new Registers(cpu.gpr, cpu.eip, cpu.eflags(), cpu.cpl, segments);
  }
}
