// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.MachineTarget;
import org.virtualpok.emu.machine.PcEnding;
import org.virtualpok.emu.machine.PcFaultReport;
import org.virtualpok.emu.machine.PcMachine;

/** A PC under debug. */
public final class PcSession implements GuestSession {
  private final PcMachine machine;
  private final MachineTarget target;

  PcSession(PcMachine machine) {
    this.machine = machine;
    this.target = new MachineTarget(KnownSystems.attach(machine));
  }

  @Override
  public DebugTarget target() {
    return target;
  }

  /** How it came to its end; empty while it has not. */
  public Optional<PcEnding> ending() {
    return machine.ending();
  }

  /** What happened at a triple fault; empty if there was none. */
  public Optional<PcFaultReport> fault() {
    return machine.fault();
  }

  @Override
  public String nameOf(int context) {
    return PcConsoles.name(machine, context);
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
