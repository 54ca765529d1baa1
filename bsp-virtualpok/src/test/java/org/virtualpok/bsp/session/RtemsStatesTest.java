// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.virtualpok.emu.debug.Registers;

/** RTEMS of 2013, BSP virtualpok with our layer, alone in a partition; {@link RtemsStates}. */
@EnabledIfSystemProperty(named = "virtualpok.rtemsStates", matches = ".+")
class RtemsStatesTest extends RtemsStates {
  RtemsStatesTest() {
    super(
        "states-4.11.csv",
        "virtualpok-2013/states.elf",
        "RTEMS 4.11",
        200_500,
        Map.of(
            "DELAYING", "DELAY",
            "CONDITION_VARIABLE", "CONDITION",
            "INTERRUPTIBLE_BY_SIGNAL", "INTERRUPTIBLE"),
        Map.of("IDLE", "_CPU_Virtual_idle_thread", "PREE", "t_preempted"));
  }

  @Override
  AwareGuest open(Path file) throws Exception {
    return AwareGuest.ofFile(file);
  }

  @Override
  String timeWords(String seconds) {
    return "time of day in " + seconds + " s";
  }

  @Override
  String queueWords(GdbTable.Row row) {
    return "";
  }

  @Override
  String lockWords(GdbTable.Row row) {
    return switch (row.text("table")) {
      case "_Semaphore_Information" -> semaphoreWords(row);
      case "_POSIX_Mutex_Information" -> mutexWords(row);
      case "_POSIX_Semaphore_Information" -> "count " + row.fieldText("count");
      default -> "";
    };
  }

  /** Attributes as in RTEMS's attr.h. */
  private static String semaphoreWords(GdbTable.Row row) {
    int attributes = Integer.parseInt(row.fieldText("attribute_set"), 16);
    if ((attributes & 0x20) != 0) {
      return "binary, count " + row.fieldText("lock");
    }
    if ((attributes & 0x10) == 0) {
      return "count " + row.fieldText("count");
    }
    String protocol =
        (attributes & 0x40) != 0
            ? ", inherits"
            : (attributes & 0x80) != 0 ? ", ceiling " + row.fieldText("priority_ceiling") : "";
    return mutexWords(row) + protocol;
  }

  private static String mutexWords(GdbTable.Row row) {
    long times = row.field("nest_count").orElseThrow();
    boolean free = row.fieldText("lock").equals("1");
    return free ? "free" : times == 1 ? "taken" : "taken " + times + " times";
  }

  /** The registers of one that was interrupted are those that it had at that instruction. */
  @Test
  void shouldShowWhatTheInterruptedOneHadThen() throws Exception {
    Registers shown = task("PREE").registers().orElseThrow();
    try (AwareGuest again = open(file())) {
      int millis = 0;
      boolean ran = false;
      while (!ran || again.task("PREE").current()) {
        again.runTo(1000L * ++millis + 500);
        ran |= again.state().tasks().stream().anyMatch(t -> t.name().equals("PREE") && t.current());
      }
      again.machine.restart();
      again.runTo(1000L * millis - 2); // the clock ticks at whole milliseconds
      Registers then = again.registers();
      Registers next = then;
      for (int i = 0; i < 1000 && isIn(again, next, "t_preempted"); i++) {
        then = next;
        again.runInstructions(1);
        next = again.registers();
      }
      assertTrue(isIn(again, next, "_virtualpok_upcall"), () -> "no interrupt: " + shown);
      // The last one that it ran is the jump to its loop's start, which changes nothing else.
      int start = again.symbols().named("t_preempted").orElseThrow().address();
      assertEquals(start + 11, then.eip());
      assertEquals(start, shown.eip());
      assertEquals(then.eflags(), shown.eflags());
      for (int i = 0; i < 8; i++) {
        assertEquals(then.gpr(i), shown.gpr(i), "register " + i);
      }
    }
  }

  private static boolean isIn(AwareGuest guest, Registers registers, String function) {
    return guest.symbols().describe(registers.eip()).startsWith(function);
  }
}
