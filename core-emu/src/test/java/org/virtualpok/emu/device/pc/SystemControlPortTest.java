// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.device.IrqLine;

class SystemControlPortTest {
  private static void build(DeviceBench bench) {
    Pit8254 pit = new Pit8254(bench.clock, IrqLine.NONE);
    SystemControlPortB b = new SystemControlPortB(bench.clock, pit);
    SystemControlPortA a = new SystemControlPortA(bench.line("A20"), () -> bench.log.add("INIT"));
    bench.bus.map(0x40, 4, pit);
    bench.bus.map(0x61, 1, b);
    bench.bus.map(0x92, 1, a);
    bench.add("pit", pit);
    bench.add("b", b);
    bench.add("a", a);
    bench.stormAt(0x40, 4);
    bench.stormAt(0x60, 3);
    bench.stormAt(0x91, 3);
  }

  private final DeviceBench bench = new DeviceBench();

  SystemControlPortTest() {
    build(bench);
  }

  private void set(int port, int bits) {
    bench.out(port, bench.in(port) | bits);
  }

  /** As kernels measure the processor: counter 2 in mode 0, its gate opened at port 61. */
  @Test
  void shouldMeasureTenMillisecondsWithCounter2() {
    bench.out(0x61, bench.in(0x61) & ~3);
    bench.out(0x43, 0xb0);
    bench.out(0x42, 11932 & 0xff);
    bench.out(0x42, 11932 >>> 8);
    assertEquals(0, bench.in(0x61) & 0x20);
    bench.pass(100_000_000);
    assertEquals(0, bench.in(0x61) & 0x21, "the gate is closed");
    set(0x61, 1);
    int polls = 0;
    while ((bench.in(0x61) & 0x20) == 0) {
      bench.pass(1_000);
      polls++;
    }
    assertEquals(10_001, polls, 1, "11932 ticks are 10.00015 ms");
  }

  @Test
  void shouldToggleWithEachRefresh() {
    int toggles = 0;
    int last = bench.in(0x61) & 0x10;
    for (int i = 0; i < 10_000; i++) {
      bench.pass(1_000);
      int now = bench.in(0x61) & 0x10;
      toggles += now != last ? 1 : 0;
      last = now;
    }
    assertEquals(662, toggles, "10 ms / 15.0857 us");
  }

  @Test
  void shouldKeepTheEnablingBits() {
    bench.out(0x61, 0xff);
    assertEquals(0x0f, bench.in(0x61) & 0xcf, "the others cannot be written");
  }

  @Test
  void shouldGateA20AndResetOnARisingBit() {
    bench.out(0x92, 2);
    assertEquals(List.of("A20 up"), bench.happened());
    assertEquals(2, bench.in(0x92));
    bench.out(0x92, 3);
    bench.out(0x92, 3);
    assertEquals(List.of("INIT"), bench.happened());
    bench.out(0x92, 0);
    bench.out(0x92, 1);
    assertEquals(List.of("A20 down", "INIT"), bench.happened());
    bench.out(0x92, 0xff);
    assertEquals(0xcb, bench.in(0x92));
  }

  @Test
  void shouldGoOnInAStormWhereASnapshotWasTaken() throws Exception {
    DeviceBench.storm(SystemControlPortTest::build, 20261207);
  }
}
