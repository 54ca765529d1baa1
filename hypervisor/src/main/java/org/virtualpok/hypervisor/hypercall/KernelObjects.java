// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.debug.ObjectState;
import org.virtualpok.hypervisor.config.KernelDescription;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.lockobject.LockObjects;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.port.PortFlusher;
import org.virtualpok.hypervisor.port.Ports;

/** What the kernel keeps for its partitions beside their threads: lock objects and ports. */
public final class KernelObjects {
  private final List<Partition> partitions;
  private final List<LockObjects> locks = new ArrayList<>();
  private final Ports ports;
  private final PortFlusher flusher;
  private final Mismatches mismatches;

  /** Nothing exists yet. */
  public KernelObjects(
      List<Partition> partitions, KernelDescription kernel, EventRecorder recorder) {
    this.partitions = partitions;
    mismatches = new Mismatches(partitions, recorder);
    int firstId = 0;
    List<ServicesDescription> services = new ArrayList<>();
    List<Boolean> faithful = new ArrayList<>();
    for (Partition partition : partitions) {
      ServicesDescription own = partition.services();
      faithful.add(partition.faithful());
      boolean lateIsTimeout =
          partition.faithful() && partition.personality() == Personality.POK_2025;
      locks.add(new LockObjects(partition.threads(), own.lockObjects(), firstId, lateIsTimeout));
      firstId += own.lockObjects();
      services.add(own);
    }
    ports = new Ports(services, faithful, kernel.channels());
    flusher =
        new PortFlusher(ports, kernel.flush(), p -> communicates(partitions.get(p)), recorder);
  }

  private static boolean communicates(Partition partition) {
    return partition.mode() == Partition.MODE_NORMAL || partition.mode() == Partition.MODE_IDLE;
  }

  /** The module starts anew. */
  public void reset() {
    locks.forEach(LockObjects::forget);
    ports.reset();
    flusher.reset();
    mismatches.reset();
  }

  /** A partition starts anew; a faithful kernel keeps what it had created. */
  public void forget(Partition partition) {
    if (!partition.faithful()) {
      locks.get(partition.index()).forget();
    }
    ports.forget(partition.index());
  }

  /** A slot ends; a faithful kernel with one partition never looks at its slots. */
  public void slotEnds(Partition owner, boolean frameEnds, long nowNanos) {
    if (partitions.size() > 1 || !owner.faithful()) {
      flusher.slotEnds(owner.index(), frameEnds, nowNanos);
    }
  }

  LockObjects locks(Partition partition) {
    return locks.get(partition.index());
  }

  public Ports ports() {
    return ports;
  }

  /** Where guests expect another configuration. */
  public Mismatches mismatches() {
    return mismatches;
  }

  /** Lock objects that exist, for views. */
  public List<ObjectState> lockStates() {
    List<ObjectState> states = new ArrayList<>();
    for (Partition partition : partitions) {
      states.addAll(locks.get(partition.index()).states(partition.context()));
    }
    return states;
  }
}
