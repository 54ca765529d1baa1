// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog.Event;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.interrupt.Abandonment;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.partition.PartitionState;

/**
 * Gives each event of the log its meaning for the lives of interrupts. Events come in order; what
 * was raised before the first of them is left out.
 */
final class LogReader {
  /** What an event changes. */
  private interface Meaning {
    void take(Event event);
  }

  private final Instances instances = new Instances();
  private final Map<Integer, PartitionTracks> partitions = new HashMap<>();
  private final Map<Integer, Tally> tallies = new HashMap<>();
  private final Meaning[] meanings = new Meaning[256];
  private final AutopsySubject subject;
  private final boolean fromStart;

  /** Rows that wait and that no event has said to be held yet. */
  private final Set<Integer> unheld = new HashSet<>();

  private long nanos;

  /**
   * @param fromStart whether the first event is the first that the machine logged
   */
  LogReader(AutopsySubject subject, boolean fromStart) {
    this.subject = subject;
    this.fromStart = fromStart;
    subject.contexts().forEach(this::partition);
    on(HypervisorEvents.SLOT_SWITCH, this::slotSwitch);
    on(HypervisorEvents.PARTITION_STATE, this::partitionState);
    on(HypervisorEvents.HYPERCALL_ENTRY, this::hypercallEntry);
    on(HypervisorEvents.HYPERCALL_EXIT, e -> partition(e.context()).endCall());
    on(HypervisorEvents.FAULT, e -> partition(e.context()).endCall());
    on(HypervisorEvents.IRQ_RAISED, this::raised);
    on(HypervisorEvents.IRQ_LATCHED, this::latched);
    on(HypervisorEvents.IRQ_COALESCED, this::coalesced);
    on(HypervisorEvents.IRQ_HELD, this::held);
    on(HypervisorEvents.IRQ_DELIVERED, this::delivered);
    on(HypervisorEvents.IRQ_HANDLER_ENTERED, this::entered);
    on(HypervisorEvents.IRQ_ACKNOWLEDGED, this::acknowledged);
    on(HypervisorEvents.IRQ_RETURNED, this::returned);
    on(HypervisorEvents.IRQ_DROPPED, this::dropped);
    on(HypervisorEvents.IRQ_ABANDONED, this::abandoned);
    on(HypervisorEvents.IRQ_REQUESTED, this::requested);
    on(HypervisorEvents.IRQ_MASK, this::mask);
    on(HypervisorEvents.VIRTUAL_IF, this::virtualIf);
  }

  private void on(EventKind kind, Meaning meaning) {
    meanings[kind.id()] = meaning;
  }

  /** Whether more about the same moment follows an event at once. */
  static boolean isHalf(Event event) {
    return event.kind().id() == HypervisorEvents.IRQ_RAISED.id();
  }

  void read(Event event) {
    nanos = event.timeNanos();
    int id = event.kind().id();
    Meaning meaning = id < meanings.length ? meanings[id] : null;
    if (meaning != null) {
      meaning.take(event);
    }
  }

  /** Everything new was read: finds the gates of what waits without one. */
  void settle() {
    unheld.removeIf(
        row -> {
          Gate gate = firstClosed(row, nanos);
          if (gate != Gate.OPEN) {
            hold(row, gate.code());
          }
          return gate != Gate.OPEN;
        });
  }

  Instances instances() {
    return instances;
  }

  /** Guest time of the last event, ns. */
  long nanos() {
    return nanos;
  }

  /** By context times 16 plus line. */
  Map<Integer, Tally> tallies() {
    return tallies;
  }

  PartitionTracks partition(int context) {
    return partitions.computeIfAbsent(
        context, c -> new PartitionTracks(c, subject.gates(c), fromStart));
  }

  private Tally tally(int context, int line) {
    return tallies.computeIfAbsent(context * VirtualInterrupts.LINES + line, k -> new Tally());
  }

  private Tally tally(int row) {
    return tally(instances.context(row), instances.line(row));
  }

  // ---- partitions ---------------------------------------------------------------------------

  private void slotSwitch(Event e) {
    partition(e.context());
    int detail = Closers.slot(e.a(), e.context());
    for (PartitionTracks partition : partitions.values()) {
      if (partition.context == e.context()) {
        partition.notScheduled.open(nanos);
      } else if (partition.notScheduled.known()) {
        partition.notScheduled.close(nanos, Closers.SLOT_SWITCH, detail);
      } else {
        partition.notScheduled.close(Track.NEVER, Closers.UNKNOWN, 0);
      }
    }
  }

  private void partitionState(Event e) {
    PartitionTracks partition = partition(e.context());
    PartitionState state = PartitionState.of(e.a());
    if (state == PartitionState.NO_THREAD) {
      partition.noThread.close(nanos, Closers.STATE, e.a());
    } else {
      partition.noThread.open(nanos);
    }
    if (!state.ended()) {
      partition.ended.open(nanos);
    }
  }

  private void hypercallEntry(Event e) {
    PartitionTracks partition = partition(e.context());
    partition.beginCall(nanos, Closers.hypercall(e.a(), e.b()), e.c());
  }

  private void requested(Event e) {
    PartitionTracks partition = partition(e.context());
    if (e.b() != 0) {
      partition.noHandler[e.a()].open(nanos);
    } else {
      close(partition.noHandler[e.a()], partition, Closers.UNKNOWN, 0);
      partition.inService[e.a()].open(nanos);
    }
  }

  private void mask(Event e) {
    PartitionTracks partition = partition(e.context());
    if (e.b() == 0) {
      partition.masked[e.a()].open(nanos);
    } else if (e.c() == VirtualInterrupts.CAUSE_PERSON) {
      partition.masked[e.a()].close(nanos, Closers.PERSON, 0);
    } else {
      close(partition.masked[e.a()], partition, Closers.UNKNOWN, 0);
    }
  }

  private void virtualIf(Event e) {
    PartitionTracks partition = partition(e.context());
    if (e.a() != 0) {
      partition.virtualIfOff.open(nanos);
    } else if (e.b() == VirtualInterrupts.CAUSE_DELIVERY) {
      partition.virtualIfOff.close(nanos, Closers.DELIVERY, partition.delivered);
    } else if (e.b() == VirtualInterrupts.CAUSE_PERSON) {
      partition.virtualIfOff.close(nanos, Closers.PERSON, 0);
    } else {
      // The call's vector is in the entry alone.
      boolean same = partition.inCall(nanos) && partition.callSite() == e.c();
      int cause = Closers.hypercall(Hypercall.VECTOR_HYPERCALL, e.b());
      partition.virtualIfOff.close(nanos, same ? partition.call() : cause, e.c());
    }
  }

  /** Closes a gate by the call that the guest is in, or else by something else. */
  private void close(Track track, PartitionTracks partition, int cause, int detail) {
    if (partition.inCall(nanos)) {
      track.close(nanos, partition.call(), partition.callSite());
    } else {
      track.close(nanos, cause, detail);
    }
  }

  // ---- interrupts ---------------------------------------------------------------------------

  private void raised(Event e) {
    int row = instances.add(e.a(), e.context(), e.b(), e.c(), nanos, e.instruction());
    if (row < 0) {
      return;
    }
    Tally tally = tally(row);
    tally.raised++;
    tally.unknown++;
  }

  private void latched(Event e) {
    int row = instances.row(e.a());
    if (row < 0) {
      return;
    }
    instances.set(instances.latched, row, nanos);
    Tally tally = tally(row);
    leave(row, tally);
    tally.pending++;
    instances.setFate(row, Fate.PENDING);
    unheld.add(row);
  }

  private void held(Event e) {
    int row = instances.row(e.a());
    if (row >= 0 && unheld.remove(row)) {
      // What waits behind others is told of late: another gate may have closed first.
      Gate first = nanos == instances.raised(row) ? Gate.OPEN : firstClosed(row, nanos);
      hold(row, first == Gate.OPEN ? e.c() : first.code());
    }
  }

  private void hold(int row, int gate) {
    instances.setFailed(row, gate);
    tally(row).heldPending[gate]++;
  }

  /** Its fate is no longer what it was; the caller counts the new one. */
  private void leave(int row, Tally tally) {
    switch (instances.fate(row)) {
      case UNKNOWN -> tally.unknown--;
      case PENDING -> {
        tally.pending--;
        if (!unheld.remove(row)) {
          tally.heldPending[instances.failed(row)]--;
        }
      }
      case DELIVERED -> tally.delivered--;
      case RETURNED -> {
        tally.delivered--;
        tally.returned--;
      }
      case ABANDONED -> {
        tally.delivered--;
        tally.abandoned--;
      }
      case COALESCED -> tally.coalesced--;
      case DROPPED -> {
        tally.dropped--;
        tally.heldDropped[instances.failed(row)]--;
      }
    }
  }

  private void coalesced(Event e) {
    int row = instances.row(e.a());
    if (row >= 0) {
      Tally tally = tally(row);
      leave(row, tally);
      tally.coalesced++;
      instances.setFate(row, Fate.COALESCED);
      instances.set(instances.ended, row, nanos);
      instances.setInto(row, e.c());
    }
  }

  private void delivered(Event e) {
    PartitionTracks partition = partition(e.context());
    int row = instances.row(e.a());
    if (row >= 0) {
      Tally tally = tally(row);
      boolean unheldYet = unheld.contains(row);
      leave(row, tally);
      tally.delivered++;
      instances.setFate(row, Fate.DELIVERED);
      instances.set(instances.delivered, row, nanos);
      long waited = nanos - instances.raised(row);
      int gate = unheldYet ? firstClosed(row, nanos).code() : instances.failed(row);
      if (waited == 0) {
        gate = 0; // what was closed opened at the same moment
      }
      instances.setFailed(row, gate);
      if (gate != 0) {
        tally.heldDelivered[gate]++;
        tally.longest[gate] = Math.max(tally.longest[gate], waited);
      }
    }
    Track service = partition.inService[e.b()];
    service.open(nanos);
    service.close(nanos, Closers.DELIVERY, e.a());
    partition.frameOpen.open(nanos);
    partition.frameOpen.close(nanos, Closers.DELIVERY, e.a());
    partition.delivered = e.a();
  }

  private Gate firstClosed(int row, long until) {
    PartitionTracks partition = partition(instances.context(row));
    return partition.firstClosed(instances.line(row), instances.raised(row), until);
  }

  private void entered(Event e) {
    int row = instances.row(e.a());
    if (row >= 0) {
      instances.set(instances.entered, row, nanos);
    }
  }

  private void acknowledged(Event e) {
    int row = instances.row(e.a());
    if (row >= 0) {
      instances.set(instances.acknowledged, row, nanos);
    }
    endService(e);
  }

  private void returned(Event e) {
    int row = instances.row(e.a());
    if (row >= 0) {
      Tally tally = tally(row);
      leave(row, tally);
      tally.delivered++;
      tally.returned++;
      instances.setFate(row, Fate.RETURNED);
      instances.set(instances.returned, row, nanos);
    }
    endFrame(e);
  }

  private void endService(Event e) {
    partition(e.context()).inService[e.b()].openAfter(nanos, e.a());
  }

  private void endFrame(Event e) {
    endService(e);
    partition(e.context()).frameOpen.openAfter(nanos, e.a());
  }

  private void abandoned(Event e) {
    int row = instances.row(e.a());
    if (row >= 0) {
      Tally tally = tally(row);
      leave(row, tally);
      tally.delivered++;
      tally.abandoned++;
      instances.setFate(row, Fate.ABANDONED);
      instances.set(instances.ended, row, nanos);
    }
    if (e.c() != Abandonment.FORGOTTEN.code()) {
      endFrame(e);
    }
  }

  private void dropped(Event e) {
    PartitionTracks partition = partition(e.context());
    Gate gate = Gate.of(e.c());
    switch (gate) {
      case NO_HANDLER -> close(partition.noHandler[e.b()], partition, Closers.UNKNOWN, 0);
      case PARTITION_STOPPED -> end(partition, PartitionState.STOPPED);
      case PARTITION_RESTARTED -> end(partition, PartitionState.READY);
      case PARTITION_FAULTED -> end(partition, PartitionState.FAULTED);
      default -> {}
    }
    int row = instances.row(e.a());
    if (row >= 0) {
      Tally tally = tally(row);
      leave(row, tally);
      tally.dropped++;
      tally.heldDropped[e.c()]++;
      instances.setFate(row, Fate.DROPPED);
      instances.setFailed(row, e.c());
      instances.set(instances.ended, row, nanos);
    }
  }

  private void end(PartitionTracks partition, PartitionState state) {
    close(partition.ended, partition, Closers.STATE, state.code());
  }
}
