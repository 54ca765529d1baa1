// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.hypervisor.config.ConfigurationException;

/** A guest that closes its virtual IF at random loses no tick; both sides count by themselves. */
class NoLostTickTest {
  @ParameterizedTest
  @CsvSource({"1000, 333333", "5000, 0", "5000, 77777"})
  void shouldDeliverEveryTickThatWasRaised(long hertz, long phaseNanos)
      throws ConfigurationException, TargetException {
    try (GuestSession session = new GuestSession("irqstress", hertz, phaseNanos)) {
      StopReason stop = session.runSeconds(120);
      assertEquals(StopReason.Kind.FINISHED, stop.kind(), session.console());
      InterruptState.Line clock = session.clock();
      int counted = session.global("Clock_driver_ticks");
      System.out.printf(
          "irqstress at %d Hz, phase %d ns, seed %d: raised %d, delivered %d, guest counted %d,"
              + " pending %d, coalesced %d, dropped %d%n",
          hertz,
          phaseNanos,
          session.global("stress_seed"),
          clock.raised(),
          clock.delivered(),
          counted,
          clock.pending(),
          clock.coalesced(),
          clock.dropped());
      assertTrue(clock.raised() >= 10_000, "raised " + clock.raised());
      assertEquals(counted, clock.delivered());
      assertEquals(clock.raised(), clock.delivered());
      assertEquals(0, clock.pending());
      assertEquals(0, clock.coalesced());
      assertEquals(0, clock.dropped());
      assertEquals(0, session.global("stress_errors"), session.console());
    }
  }
}
