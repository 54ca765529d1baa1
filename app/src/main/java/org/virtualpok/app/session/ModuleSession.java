// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.List;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.MachineTarget;
import org.virtualpok.hypervisor.module.Corruption;
import org.virtualpok.hypervisor.module.FaultReport;
import org.virtualpok.hypervisor.module.ModuleMachine;

/** A module under debug. */
public final class ModuleSession implements GuestSession {
  private final ModuleMachine machine;
  private final MachineTarget target;

  ModuleSession(ModuleMachine machine) {
    this.machine = machine;
    this.target = new MachineTarget(KnownSystems.attach(machine));
  }

  @Override
  public DebugTarget target() {
    return target;
  }

  /** Of the partitions that faulted since the start, in that order. */
  public List<FaultReport> faults() {
    return machine.faults();
  }

  /** Words that published frames changed under guests, and who used them. */
  public List<Corruption> corruptions() {
    return machine.corruptions();
  }

  @Override
  public String nameOf(int context) {
    return machine.partitionName(context);
  }

  @Override
  public List<GuestImage> images() {
    return DebugImages.of(machine, target);
  }

  @Override
  public void close() {
    target.close();
  }
}
