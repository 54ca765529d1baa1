// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.machine.PcEvents;
import org.virtualpok.emu.memory.ProcessorMode;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.HypervisorEvents;

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
  void errorsAreTheHypervisors() {
    for (ErrorKind kind : ErrorKind.values()) {
      assertEquals(kind.words(), kind.code() + " " + EventWords.ERRORS.get(kind.code()));
    }
    assertEquals(ErrorKind.values().length, EventWords.ERRORS.size());
    for (ErrorLevel level : ErrorLevel.values()) {
      assertEquals(lower(level), EventWords.LEVELS.get(level.code()));
    }
    for (HealthAction action : HealthAction.values()) {
      assertEquals(action.words(), EventWords.ACTIONS.get(action.code()));
    }
    for (SystemState state : SystemState.values()) {
      assertEquals(lower(state), EventWords.SYSTEM_STATES.get(state.code()));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Test
  void theHealthMonitorSaysWhatItDid() {
    assertEquals(
        "error 15 memory violation: partition level, COLD_START",
        say(HypervisorEvents.HEALTH_ERROR, 15, 2, 4));
    assertEquals(
        "by thread 2 at 0x1234, in process execution",
        say(HypervisorEvents.HEALTH_ORIGIN, 5, 2, 0x1234));
    assertEquals(
        "the module starts anew, number 3: error 12 numeric error of partition 7",
        say(HypervisorEvents.MODULE_RESET, 3, 12, 7));
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
