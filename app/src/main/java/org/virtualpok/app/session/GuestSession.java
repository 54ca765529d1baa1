// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.List;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.MachineTarget;
import org.virtualpok.hypervisor.module.FaultReport;
import org.virtualpok.hypervisor.module.ModuleMachine;

/** A module under debug, and what the target API does not say of it. */
public final class GuestSession implements AutoCloseable {
  private final ModuleMachine machine;
  private final MachineTarget target;

  GuestSession(ModuleMachine machine) {
    this.machine = machine;
    this.target = new MachineTarget(machine);
  }

  public DebugTarget target() {
    return target;
  }

  /** Of the partitions that faulted since the start, in that order. */
  public List<FaultReport> faults() {
    return machine.faults();
  }

  /** Name of the partition that a context belongs to; null if it is the module's own. */
  public String partitionName(int context) {
    return machine.partitionName(context);
  }

  @Override
  public void close() {
    target.close();
  }
}
