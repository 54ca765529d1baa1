// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.StateException;

class PciHostTest {
  private final DeviceBench bench = build(new DeviceBench());

  private static DeviceBench build(DeviceBench bench) {
    PciHost host = new PciHost(() -> bench.log.add("reset"));
    bench.bus.mapWide(0xcf8, 8, host);
    bench.add("pci", host);
    return bench;
  }

  private int configuration(int bus, int device, int function, int register) {
    bench.bus.out(
        0xcf8, 0x80000000 | bus << 16 | device << 11 | function << 8 | register & 0xfc, 4);
    return bench.bus.in(0xcfc, 4);
  }

  @Test
  void shouldBeFoundByTheProbeOfKernels() {
    bench.out(0xcfb, 1);
    bench.bus.out(0xcf8, 0x80000000, 4);
    assertEquals(0x80000000, bench.bus.in(0xcf8, 4));
    assertEquals(0x12378086, bench.bus.in(0xcfc, 4));
    assertEquals(0x1237, bench.bus.in(0xcfe, 2));
    assertEquals(0x80, bench.in(0xcfd));
    assertEquals(0xff123780, bench.bus.in(0xcfd, 4), "as another emulator has it");
  }

  @Test
  void shouldFindNothingButTheHostBridge() {
    for (int bus = 0; bus < 256; bus++) {
      for (int device = 0; device < 32; device++) {
        for (int function = 0; function < 8; function++) {
          int expected = (bus | device | function) == 0 ? 0x12378086 : -1;
          assertEquals(expected, configuration(bus, device, function, 0));
        }
      }
    }
    assertEquals(0x06000002, configuration(0, 0, 0, 8));
    assertEquals(0, configuration(0, 0, 0, 0xc), "header type 0, one function");
    bench.bus.out(0xcf8, 0, 4);
    assertEquals(-1, bench.bus.in(0xcfc, 4), "not enabled");
  }

  @Test
  void shouldKeepWhatMayBeWritten() {
    assertEquals(0x02800006, configuration(0, 0, 0, 4));
    bench.bus.out(0xcfc, -1, 4);
    assertEquals(0x02800146, configuration(0, 0, 0, 4));
    configuration(0, 0, 0, 0);
    bench.bus.out(0xcfc, 0, 4);
    assertEquals(0x12378086, configuration(0, 0, 0, 0));
    configuration(0, 0, 0, 0x58);
    bench.out(0xcfd, 0x30);
    assertEquals(0x00003000, configuration(0, 0, 0, 0x58));
  }

  @Test
  void shouldResetThroughItsControlRegister() {
    bench.bus.out(0xcf8, 0x80000044, 4);
    bench.out(0xcf9, 2);
    assertEquals(2, bench.in(0xcf9));
    assertEquals(List.of(), bench.happened());
    assertEquals(0x80000044, bench.bus.in(0xcf8, 4), "another register behind the same port");
    bench.out(0xcf9, 6);
    assertEquals(List.of("reset"), bench.happened());
  }

  @Test
  void shouldLiveThroughAnything() throws StateException {
    DeviceBench.storm(b -> build(b).stormAt(0xcf8, 8), 20260105);
  }
}
