// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

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
}
