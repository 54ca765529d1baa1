// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.StateException;

class PowerControlTest {
  private final DeviceBench bench = build(new DeviceBench());

  private static DeviceBench build(DeviceBench bench) {
    PowerControl power = new PowerControl(bench.clock, () -> bench.log.add("off"));
    bench.bus.mapWide(0x600, 12, power);
    bench.add("power", power);
    return bench;
  }

  @Test
  void shouldSwitchOffAsPokDoes() {
    bench.bus.out(0x604, 0x2000, 2);
    assertEquals(List.of("off"), bench.happened());
    assertEquals(0, bench.bus.in(0x604, 2), "SUS_EN is never read as set");
    bench.out(0x605, 0x20);
    assertEquals(List.of("off"), bench.happened());
  }

  @Test
  void shouldNotSwitchOffForOtherStates() {
    bench.bus.out(0x604, 0x2400, 2);
    bench.bus.out(0x604, 0x0001, 2);
    bench.bus.out(0x602, 0x2000, 2);
    bench.bus.out(0x600, 0x2000, 2);
    assertEquals(List.of(), bench.happened());
    assertEquals(1, bench.bus.in(0x604, 2));
  }

  @Test
  void shouldCountAt3579545Hertz() {
    assertEquals(0, bench.bus.in(0x608, 4));
    bench.pass(1_000_000_000);
    assertEquals(3_579_545, bench.bus.in(0x608, 4));
    assertEquals(3_579_545 >> 8 & 0xff, bench.in(0x609));
    bench.pass(9_000_000_000L);
    assertEquals(35_795_450 & 0xffffff, bench.bus.in(0x608, 4));
  }

  @Test
  void shouldTellWhenTheTimersHighestBitChanges() {
    bench.pass(2_343_484_000L); // 2^23 ticks are 2.34348443 s
    assertEquals(0, bench.bus.in(0x600, 2));
    bench.pass(1_000);
    assertEquals(1, bench.bus.in(0x600, 2));
    bench.bus.out(0x600, 0, 2);
    assertEquals(1, bench.bus.in(0x600, 2), "cleared by a 1 only");
    bench.bus.out(0x600, 1, 2);
    assertEquals(0, bench.bus.in(0x600, 2));
    bench.pass(2_343_485_000L);
    assertEquals(1, bench.bus.in(0x600, 2));
  }

  @Test
  void shouldKeepItsEnableBits() {
    bench.bus.out(0x602, 0xffff, 2);
    assertEquals(0x0521, bench.bus.in(0x602, 2));
    assertEquals(0x05210000, bench.bus.in(0x600, 4));
    assertEquals(0xffff, bench.bus.in(0x606, 2), "nobody");
  }

  @Test
  void shouldLiveThroughAnything() throws StateException {
    DeviceBench.storm(b -> build(b).stormAt(0x600, 12), 20260106);
  }
}
