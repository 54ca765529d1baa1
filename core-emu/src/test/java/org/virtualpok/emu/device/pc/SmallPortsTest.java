// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.StateException;

/** Devices of a port or two. */
class SmallPortsTest {
  private final DeviceBench bench = new DeviceBench();
  private final FpuErrorLatch latch = build(bench);

  private static FpuErrorLatch build(DeviceBench bench) {
    PostCode post = new PostCode();
    bench.bus.map(0x80, 16, post);
    bench.bus.map(0xed, 1, post);
    bench.add("post", post);
    bench.bus.map(0xe9, 1, new DebugConsole(bench.sink("e9")));
    FpuErrorLatch latch = new FpuErrorLatch(bench.line("irq13"));
    bench.bus.map(0xf0, 2, latch);
    bench.add("fpu", latch);
    bench.bus.mapWide(0xf4, 4, new DebugExit(bench.sink("exit")));
    return latch;
  }

  @Test
  void shouldPrintAtE9() {
    assertEquals(0xe9, bench.in(0xe9));
    bench.out(0xe9, 'v');
    bench.out(0xe9, 0xff);
    assertEquals(List.of("e9 76", "e9 ff"), bench.happened());
  }

  @Test
  void shouldExitWithWhatIsWritten() {
    bench.bus.out(0xf4, -1, 1);
    bench.bus.out(0xf4, 0x1234, 2);
    bench.bus.out(0xf4, 0x80000000, 4);
    assertEquals(List.of("exit ff", "exit 1234", "exit 80000000"), bench.happened());
    assertEquals(0, bench.bus.in(0xf4, 4));
  }

  @Test
  void shouldKeepPostCodesAndPages() {
    for (int port = 0x80; port < 0x90; port++) {
      assertEquals(0, bench.in(port));
      bench.out(port, port ^ 0xff);
    }
    for (int port = 0x80; port < 0x90; port++) {
      assertEquals(port ^ 0xff, bench.in(port));
    }
    bench.out(0xed, 1);
    assertEquals(0xff, bench.in(0xed));
  }

  @Test
  void shouldHoldTheInterruptOfAnFpuError() {
    latch.raise();
    latch.raise();
    assertEquals(List.of("irq13 up"), bench.happened());
    bench.out(0xf0, 0);
    assertEquals(List.of("irq13 down"), bench.happened());
    latch.raise();
    bench.out(0xf1, 0);
    assertEquals(List.of("irq13 up", "irq13 down"), bench.happened());
    assertEquals(0xff, bench.in(0xf0));
  }

  @Test
  void shouldLiveThroughAnything() throws StateException {
    DeviceBench.storm(
        b -> {
          FpuErrorLatch fpu = build(b);
          b.stormAt(0x80, 16);
          b.stormAt(0xe9, 1);
          b.stormAt(0xed, 1);
          b.stormAt(0xf0, 8);
          b.outside(random -> fpu.raise());
        },
        20260107);
  }
}
