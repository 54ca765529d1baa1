// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.bsp.oracle.QemuRecord;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.machine.PcEnding;
import org.virtualpok.hypervisor.config.ConfigurationException;

/** One program, two processors: a PC of our own, and a partition; QEMU says what it should say. */
class NativeVariantTest {
  private static final int SECONDS = 120;

  /** The first vector of the interrupt controllers, as the layer programs them. */
  private static final int TIMER_VECTOR = 0x20;

  @ParameterizedTest
  @ValueSource(strings = {"hello", "base_sp", "ticker", "messages", "exectest"})
  void shouldSayOnThePcWhatItSaysInQemuAndInAPartition(String name)
      throws ConfigurationException, ImageException, IOException {
    QemuRecord record = QemuRecord.read(name);
    try (NativeSession pc = new NativeSession(name + GuestImages.NATIVE_SUFFIX);
        GuestSession partition = new GuestSession(name, 1000, 0)) {
      assertEquals(StopReason.Kind.FINISHED, pc.runSeconds(SECONDS).kind(), pc::console);
      assertEquals(record.text(), pc.console());
      assertEquals(PcEnding.Kind.POWER_OFF, pc.machine.ending().orElseThrow().kind());
      assertEquals(0, record.status(), "and QEMU's was a power off, too");
      assertEquals(StopReason.Kind.FINISHED, partition.runSeconds(SECONDS).kind());
      assertEquals(record.text(), partition.console());
    }
  }

  @Test
  void breakpointAtTheTimersVectorShouldStopInItsHandler() throws ImageException, TargetException {
    try (NativeSession pc = new NativeSession("vgademo-native")) {
      int id = pc.machine.setBreakpoint(Breakpoint.atVector(TIMER_VECTOR));
      int handler = pc.address("timer_interrupt");
      for (int i = 0; i < 3; i++) {
        StopReason stop = pc.runSeconds(SECONDS);
        assertEquals(id, stop.breakpoint(), stop.title());
        assertEquals("Suspended: interrupt 0x20, IRQ 0", stop.title());
        assertEquals(handler, stop.offset());
        assertTrue(pc.machine.place().contains("<timer_interrupt"), pc.machine.place());
        assertEquals(i, pc.global("vgademo_timer_interrupts"), "before the handler ran");
      }
    }
  }

  @Test
  void shouldShowItsTitleAndTypeWhatTheKeyboardSends() throws ImageException, TargetException {
    try (NativeSession pc = new NativeSession("vgademo-native")) {
      assertEquals(StopReason.Kind.LIMIT, pc.runSeconds(1).kind());
      assertTrue(
          pc.machine.screenText().contains("VirtualPOK Workbench: a PC of its own"),
          pc.machine::screenText);
      assertEquals("vgademo: ready\n", pc.console());
      // Shift, h, and their releases; i; 1 with the other Shift; Enter.
      byte[] keys = {
        0x2a,
        0x23,
        (byte) 0xa3,
        (byte) 0xaa,
        0x17,
        (byte) 0x97,
        0x36,
        0x02,
        (byte) 0x82,
        (byte) 0xb6,
        0x1c,
        (byte) 0x9c
      };
      pc.machine.keyboardInput(keys);
      pc.runSeconds(2);
      assertEquals("vgademo: ready\nHi!\n", pc.console());
      assertTrue(pc.machine.screenText().contains("Hi!"), pc.machine::screenText);
      assertTrue(pc.machine.screenText().contains("00:00:0"), pc.machine::screenText);
    }
  }
}
