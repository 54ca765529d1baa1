// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.Optional;
import java.util.function.Supplier;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;

/**
 * What the user may set beside the module's description.
 *
 * @param clock replaces the module's clock rate
 * @param clockPhaseNanos shifts the first tick, and with it all others; 0 or more
 * @param nanosPerInstruction guest time that an instruction takes, above 0
 * @param eventLogs makes a new log for each start of the module
 */
public record ModuleOptions(
    Optional<ClockRate> clock,
    long clockPhaseNanos,
    long nanosPerInstruction,
    Supplier<EventLog> eventLogs) {
  public static final ModuleOptions DEFAULT =
      new ModuleOptions(Optional.empty(), 0, 10, ChunkedEventLog::new);

  public ModuleOptions {
    if (clockPhaseNanos < 0 || nanosPerInstruction <= 0) {
      throw new IllegalArgumentException("a phase is 0 or more, a cost above 0");
    }
  }

  public ModuleOptions withClock(ClockRate rate) {
    return new ModuleOptions(Optional.of(rate), clockPhaseNanos, nanosPerInstruction, eventLogs);
  }

  public ModuleOptions withClockPhaseNanos(long nanos) {
    return new ModuleOptions(clock, nanos, nanosPerInstruction, eventLogs);
  }

  public ModuleOptions withNanosPerInstruction(long nanos) {
    return new ModuleOptions(clock, clockPhaseNanos, nanos, eventLogs);
  }

  public ModuleOptions withEventLogs(Supplier<EventLog> logs) {
    return new ModuleOptions(clock, clockPhaseNanos, nanosPerInstruction, logs);
  }
}
