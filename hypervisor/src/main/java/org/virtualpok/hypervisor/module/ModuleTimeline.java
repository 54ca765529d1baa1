// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.List;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.hypercall.KernelObjects;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.DescriptorTable;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.schedule.MajorFrame;
import org.virtualpok.hypervisor.schedule.Slot;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadTable;

/**
 * What happens by itself as guest time passes: slot boundaries and clock ticks, each due at an
 * exact time and taken at the first instruction boundary at or after it. Of two that are due at the
 * same time the slot boundary comes first, so that the partition switched in gets the tick; then
 * the scheduler of threads.
 */
final class ModuleTimeline {
  private final MajorFrame majorFrame;
  private final ClockRate rate;
  private final long phaseNanos;
  private final Costs costs;
  private final List<Partition> partitions;
  private final ModuleClock clock;
  private final DescriptorTable descriptors;
  private final PartitionLifecycle lifecycle;
  private final KernelObjects objects;
  private final EventRecorder recorder;

  private long frame;
  private int slot;
  private long slotEndNanos;
  private long tick;
  private long nextTickNanos;

  /** The scheduler's next tick, a multiple of its period, whether anybody needs it or not. */
  private long nextElectionTick;

  ModuleTimeline(
      MajorFrame majorFrame,
      ClockRate rate,
      long phaseNanos,
      Costs costs,
      List<Partition> partitions,
      ModuleClock clock,
      DescriptorTable descriptors,
      PartitionLifecycle lifecycle,
      KernelObjects objects,
      EventRecorder recorder) {
    this.majorFrame = majorFrame;
    this.rate = rate;
    this.phaseNanos = phaseNanos;
    this.costs = costs;
    this.partitions = partitions;
    this.clock = clock;
    this.descriptors = descriptors;
    this.lifecycle = lifecycle;
    this.objects = objects;
    this.recorder = recorder;
  }

  /** Time 0: the first slot begins. */
  void reset() {
    frame = 0;
    slot = 0;
    slotEndNanos = majorFrame.slots().get(0).endNanos();
    tick = 0;
    nextElectionTick = ThreadTable.TICK_NANOS;
    scheduleTick();
    for (Partition partition : partitions) {
      setPresent(partition, partition == current());
    }
    recorder.record(HypervisorEvents.SLOT_SWITCH, current().context(), 0, 0, 0);
  }

  private void scheduleTick() {
    tick++;
    nextTickNanos = Math.addExact(phaseNanos, rate.nanosOfTick(tick));
  }

  private void setPresent(Partition partition, boolean present) {
    descriptors.writePartition(
        partition.index(), partition.space().base(), partition.space().sizeBytes(), present);
  }

  MajorFrame majorFrame() {
    return majorFrame;
  }

  /** Number of the current frame, from 0. */
  long frame() {
    return frame;
  }

  /** Index of the current slot. */
  int slot() {
    return slot;
  }

  long slotEndNanos() {
    return slotEndNanos;
  }

  /** The partition that owns the current slot. */
  Partition current() {
    return partitions.get(majorFrame.slots().get(slot).partition());
  }

  /** When something happens next by itself. */
  long nextNanos() {
    return Math.min(Math.min(slotEndNanos, nextTickNanos), nextSchedulingNanos());
  }

  /** When the partition that runs next looks at its threads; NEVER if it need not. */
  private long nextSchedulingNanos() {
    Partition partition = current();
    if (partition.state().ended()) {
      return PokThread.NEVER;
    }
    long due = partition.threads().nextElectionNanos();
    return due <= nextElectionTick ? nextElectionTick : tickAtOrAfter(due);
  }

  private static long tickAtOrAfter(long nanos) {
    long late = nanos % ThreadTable.TICK_NANOS;
    long tick = late == 0 ? nanos : nanos - late + ThreadTable.TICK_NANOS;
    return tick < 0 ? PokThread.NEVER : tick;
  }

  private static long tickAfter(long nanos) {
    return nanos - nanos % ThreadTable.TICK_NANOS + ThreadTable.TICK_NANOS;
  }

  private void schedule() {
    nextElectionTick = tickAfter(nextSchedulingNanos());
    lifecycle.reschedule(current());
  }

  /** Lets everything happen that is due. */
  void takeDue() {
    while (nextNanos() <= clock.nanos()) {
      if (slotEndNanos <= Math.min(nextTickNanos, nextSchedulingNanos())) {
        switchSlot();
      } else if (nextSchedulingNanos() <= nextTickNanos) {
        schedule();
      } else {
        tick();
      }
    }
    if (nextElectionTick <= clock.nanos()) {
      nextElectionTick = tickAfter(clock.nanos());
    }
  }

  private void switchSlot() {
    Partition before = current();
    boolean frameEnds = slot == majorFrame.slots().size() - 1;
    objects.slotEnds(before, frameEnds, clock.nanos());
    slot++;
    if (slot == majorFrame.slots().size()) {
      slot = 0;
      frame++;
    }
    Slot next = majorFrame.slots().get(slot);
    nextElectionTick = tickAfter(slotEndNanos);
    slotEndNanos += next.durationNanos();
    Partition now = current();
    recorder.record(HypervisorEvents.SLOT_SWITCH, now.context(), slot, (int) frame, 0);
    if (now != before) {
      before.interrupts().logGates(outerGate(before));
      setPresent(before, false);
      setPresent(now, true);
    }
    clock.pass(costs.slotSwitchNanos());
    before.threads().endSlot();
    lifecycle.beginSlot(now);
  }

  private void tick() {
    raiseClock();
    scheduleTick();
  }

  /** A guest called the gate of the clock's interrupt: time does not notice. */
  void forgeTick() {
    raiseClock();
    lifecycle.reschedule(current());
  }

  private void raiseClock() {
    current().interrupts().clockInterrupt();
    for (Partition partition : partitions) {
      partition.interrupts().raise(VirtualLine.CLOCK, RaiseSource.CLOCK, outerGate(partition));
    }
  }

  /** What keeps every interrupt from a partition, whatever its vCPU says. */
  Gate outerGate(Partition partition) {
    if (partition != current()) {
      return Gate.NOT_SCHEDULED;
    }
    return partition.state() == PartitionState.NO_THREAD ? Gate.NO_THREAD : Gate.OPEN;
  }
}
