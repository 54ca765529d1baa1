// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** RTEMS 6, BSP pc386, on a PC of 64 MiB; {@link RtemsStates}. */
@EnabledIfSystemProperty(named = "virtualpok.rtemsStates", matches = ".+")
class RtemsStates6Test extends RtemsStates {
  RtemsStates6Test() {
    super(
        "states-6.csv",
        "pc-6/states.exe",
        "RTEMS 6",
        2_000_500,
        Map.of(
            "TIME", "DELAY",
            "CONDITION_VARIABLE", "CONDITION",
            "INTERRUPTIBLE_BY_SIGNAL", "INTERRUPTIBLE"),
        Map.of("IDLE", "bsp_idle_thread", "PREE", "t_preempted"));
  }

  @Override
  AwareGuest open(Path file) throws Exception {
    return AwareGuest.onPc(file);
  }

  @Override
  String timeWords(String seconds) {
    return "until second " + seconds + " of its clock";
  }

  /** POSIX mutexes and the like are plain variables, which have no id. */
  @Override
  String queueWords(GdbTable.Row row) {
    boolean owned = !row.text("queue_owner").isEmpty();
    return row.text("queue_variable")
        + (owned ? ", owned by " + gdb.task(row.hex("queue_owner")).text("name") : "");
  }

  @Override
  String lockWords(GdbTable.Row row) {
    String variant = row.fieldText("variant").replace("SEMAPHORE_VARIANT_", "");
    switch (variant) {
      case "COUNTING":
        return "count " + row.fieldText("count");
      case "SIMPLE_BINARY":
        return "binary, count " + row.fieldText("count");
      default:
        long times = row.field("nest_level").orElseThrow() + 1;
        boolean free = row.text("owner").isEmpty();
        return (free ? "free" : times == 1 ? "taken" : "taken " + times + " times")
            + switch (variant) {
              case "MUTEX_INHERIT_PRIORITY" -> ", inherits";
              case "MUTEX_PRIORITY_CEILING" -> ", ceiling " + row.fieldText("priority_ceiling");
              default -> "";
            };
    }
  }
}
