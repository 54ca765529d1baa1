// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  private long retired;
  private int sooner;
  private final VirtualClock clock = new VirtualClock(10);
  private final List<String> happened = new ArrayList<>();

  VirtualClockTest() {
    clock.attach(() -> retired, () -> sooner++);
  }

  @Test
  void shouldTakeWhatIsDueInItsOrder() {
    VirtualClock.Timer a = clock.timer(() -> happened.add("a" + clock.nanos()));
    VirtualClock.Timer b = clock.timer(() -> happened.add("b" + clock.nanos()));
    b.schedule(50);
    a.schedule(50);
    a.schedule(55);
    clock.timer(() -> happened.add("c")).schedule(50);
    assertEquals(50, clock.nextDueNanos());
    assertEquals(5, clock.cyclesUntil(45));
    retired = 5;
    clock.takeDue();
    assertEquals(List.of("b50", "c"), happened);
    retired = 6;
    clock.takeDue();
    assertEquals(List.of("b50", "c", "a60"), happened, "at the first boundary behind its time");
    assertEquals(VirtualClock.NEVER, clock.nextDueNanos());
  }

  @Test
  void shouldSayWhenSomethingBecomesDueSooner() {
    VirtualClock.Timer t = clock.timer(() -> {});
    t.schedule(100);
    t.schedule(200);
    assertEquals(1, sooner);
    t.schedule(50);
    assertEquals(2, sooner);
  }

  @Test
  void shouldCountIdleCyclesAsTime() {
    retired = 3;
    clock.idle(clock.cyclesUntil(101));
    assertEquals(110, clock.nanos());
    assertEquals(11, clock.cycles());
  }

  @Test
  void shouldConvertTicksExactly() {
    long seed = 20261122;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    BigInteger billion = BigInteger.valueOf(1_000_000_000);
    for (int i = 0; i < 10_000; i++) {
      long hertz = 1 + random.nextInt(4_000_000);
      long nanos = random.nextLong() & Long.MAX_VALUE;
      BigInteger whole = BigInteger.valueOf(nanos).multiply(BigInteger.valueOf(hertz));
      long ticks = VirtualClock.ticks(nanos >>> 20, hertz);
      assertEquals(
          BigInteger.valueOf(nanos >>> 20)
              .multiply(BigInteger.valueOf(hertz))
              .divide(billion)
              .longValueExact(),
          ticks,
          whole::toString);
      long at = VirtualClock.nanosOfTick(ticks + 1, hertz);
      assertEquals(ticks + 1, VirtualClock.ticks(at, hertz));
      assertEquals(ticks, VirtualClock.ticks(at - 1, hertz));
    }
  }
}
