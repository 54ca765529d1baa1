// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.MachineTarget;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;

/** A module under the thread that the workbench drives it with. */
class MachineTargetTest {
  @Test
  void shouldRunStepAndRestartUnderItsThread() throws Exception {
    Asm guest = new Asm().request(0, "handler").label("idle").hypercall(45, 1000).jump("idle");
    guest.label("handler").increment(Asm.DATA).handlerReturn();
    ModuleMachine machine = Guests.machine(guest, guest);
    machine.setStopOnFault(true);
    try (MachineTarget target = new MachineTarget(machine)) {
      assertEquals(StopReason.Kind.INITIAL, target.snapshot().stop().kind());
      TargetSnapshot snapshot =
          target.runUntil(RunLimit.atTime(1_000_000_000)).get(30, TimeUnit.SECONDS);
      assertEquals(1_000_000_000, snapshot.timeNanos());
      assertEquals(5, snapshot.contexts().size());
      assertEquals(Context.Kind.MODULE, snapshot.contexts().get(0).kind());
      target.setBreakpoint(Breakpoint.atAddress(4, guest.at("handler"))).get();
      target.resume().get();
      while (target.snapshot().running()) {
        Thread.onSpinWait();
      }
      assertEquals(StopReason.Kind.BREAKPOINT, target.snapshot().stop().kind());
      assertEquals(5, target.snapshot().stop().context());
      target.step(5, StepKind.NEXT_HYPERCALL).get(30, TimeUnit.SECONDS);
      assertEquals("Suspended: hypercall 32 DO_IRET, entry", target.snapshot().stop().title());
      target.restart().get(30, TimeUnit.SECONDS);
      assertEquals(0, target.snapshot().timeNanos());
      assertTrue(target.events().size() < 3);
    }
  }
}
