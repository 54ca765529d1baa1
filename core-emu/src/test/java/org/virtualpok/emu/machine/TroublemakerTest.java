// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.emu.debug.MachineTarget;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.trace.EventLog;

/** A guest that misbehaves does not take the debugger along. */
@Timeout(60)
class TroublemakerTest {
  private static final int SNAPSHOTS = 12;
  private static final int RECORD_BYTES = 36;

  @ParameterizedTest
  @EnumSource(Troublemaker.class)
  void shouldLeaveTheDebuggerInCharge(Troublemaker guest) throws Exception {
    MachineTarget target = new MachineTarget(guest.boot());
    try {
      CountDownLatch seen = new CountDownLatch(SNAPSHOTS);
      CountDownLatch ended = new CountDownLatch(1);
      Consumer<TargetSnapshot> listener =
          s -> {
            seen.countDown();
            if (!s.running() && s.instructions() > 0) {
              ended.countDown();
            }
          };
      target.addListener(listener);
      long start = System.nanoTime();
      target.resume().get();
      if (guest == Troublemaker.TRIPLE_FAULT) {
        ended.await();
        assertEquals(StopReason.Kind.FAULT, target.snapshot().stop().kind());
        return;
      }
      assertTrue(seen.await(30, TimeUnit.SECONDS), "snapshots come");
      long asked = System.nanoTime();
      target.suspend().get(10, TimeUnit.SECONDS);
      long now = System.nanoTime();
      assertFalse(target.snapshot().running());
      assertEquals(StopReason.Kind.USER, target.snapshot().stop().kind());
      assertTrue(target.snapshot().instructions() > 0);
      report(guest, target, now - start, now - asked);
      target.restart().get(10, TimeUnit.SECONDS);
      assertEquals(0, target.snapshot().instructions());
    } finally {
      target.close();
    }
  }

  /** What an hour of it would cost, for whoever sets a limit. */
  private static void report(Troublemaker guest, MachineTarget target, long nanos, long answer) {
    EventLog log = target.events();
    long bytes = log.size() * RECORD_BYTES;
    for (long i = log.first(); i < Math.min(log.size(), log.first() + 1000); i++) {
      bytes += log.get(i).text().length * log.size() / Math.min(log.size(), 1000);
    }
    System.out.printf(
        "%s: suspended after %.1f ms; %.3f s of guest time in %.3f s, %d events, %.1f MB/s of log%n",
        guest,
        answer / 1e6,
        target.snapshot().timeNanos() / 1e9,
        nanos / 1e9,
        log.size(),
        bytes * 1e3 / nanos);
  }
}
