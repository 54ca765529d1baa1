// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.virtualpok.emu.machine.PcEvents;
import org.virtualpok.emu.memory.ProcessorMode;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;

/** Events of a PC in words. */
final class EventWordsTest {
  private final EventLog log = new ChunkedEventLog();

  private String say(EventKind kind, int a, int b, int c) {
    log.append(0, 0, kind, 2, a, b, c);
    return EventWords.say(log.get(log.size() - 1), (vector, number) -> "");
  }

  @Test
  void interruptsAndExceptionsNameTheirVector() {
    assertEquals(
        "vector 0x20 of IRQ 0, returns to 0x1003c2", say(PcEvents.INTERRUPT, 0x20, 0, 0x1003c2));
    assertEquals(
        "0x0e #PF page fault, error code 2, at 0x100400", say(PcEvents.EXCEPTION, 14, 2, 0x100400));
    assertEquals("INT 0x2a at 0x3124, EAX 28", say(PcEvents.SOFTWARE_INTERRUPT, 42, 0x3124, 28));
  }

  @Test
  void modesHaveNames() {
    assertEquals(
        "real mode to protected mode at 0x7c20",
        say(
            PcEvents.MODE,
            ProcessorMode.REAL.ordinal(),
            ProcessorMode.PROTECTED.ordinal(),
            0x7c20));
  }

  @Test
  void portsSayWhatWentWhere() {
    assertEquals("0xfe written to port 0x21", say(PcEvents.PORT_ACCESS, 0x21, 0x101, 0xfe));
    assertEquals("0x0003 read from port 0x3f8", say(PcEvents.PORT_ACCESS, 0x3f8, 2, 3));
  }
}
