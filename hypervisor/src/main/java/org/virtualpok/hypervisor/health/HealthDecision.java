// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.health;

import java.util.Locale;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;

/** What is done about one error, and why. */
public record HealthDecision(
    ErrorKind error, SystemState state, ErrorLevel level, HealthAction action) {
  /** "partition level, COLD_START". */
  public static String words(ErrorLevel level, HealthAction action) {
    String owner = level == null ? "no" : level.name().toLowerCase(Locale.ROOT);
    return owner + " level, " + action.words();
  }

  /** "the health monitor's action is IDLE (partition level)". */
  public String sentence() {
    return "the health monitor's action is "
        + action.words()
        + " ("
        + level.name().toLowerCase(Locale.ROOT)
        + " level)";
  }

  /** Whether it ends or restarts somebody. */
  public boolean acts() {
    return switch (action) {
      case NONE, IGNORE, HANDLER -> false;
      case IDLE, WARM_START, COLD_START, SHUTDOWN, RESET -> true;
    };
  }
}
