// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.Optional;
import java.util.function.Supplier;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * What the user may set beside the module's description.
 *
 * @param clock replaces the module's clock rate
 * @param clockPhaseNanos shifts the first tick, and with it all others; 0 or more
 * @param nanosPerInstruction guest time that an instruction takes, above 0
 * @param eventLogs makes a new log for each start of the module
 * @param kernel what replaces the module's choice of a kernel
 */
public record ModuleOptions(
    Optional<ClockRate> clock,
    long clockPhaseNanos,
    long nanosPerInstruction,
    Supplier<EventLog> eventLogs,
    Kernel kernel) {
  public static final ModuleOptions DEFAULT =
      new ModuleOptions(Optional.empty(), 0, 10, ChunkedEventLog::new, Kernel.AS_CONFIGURED);

  public ModuleOptions {
    if (clockPhaseNanos < 0 || nanosPerInstruction <= 0) {
      throw new IllegalArgumentException("a phase is 0 or more, a cost above 0");
    }
  }

  public ModuleOptions withClock(ClockRate rate) {
    return new ModuleOptions(
        Optional.of(rate), clockPhaseNanos, nanosPerInstruction, eventLogs, kernel);
  }

  public ModuleOptions withClockPhaseNanos(long nanos) {
    return new ModuleOptions(clock, nanos, nanosPerInstruction, eventLogs, kernel);
  }

  public ModuleOptions withNanosPerInstruction(long nanos) {
    return new ModuleOptions(clock, clockPhaseNanos, nanos, eventLogs, kernel);
  }

  public ModuleOptions withEventLogs(Supplier<EventLog> logs) {
    return new ModuleOptions(clock, clockPhaseNanos, nanosPerInstruction, logs, kernel);
  }

  public ModuleOptions withKernel(Kernel choice) {
    return new ModuleOptions(clock, clockPhaseNanos, nanosPerInstruction, eventLogs, choice);
  }

  /** Each replaces what module and images say; empty: it does not. */
  public record Kernel(
      Optional<Personality> abi, Optional<InterruptPolicy> policy, Optional<FrameLayout> frame) {
    public static final Kernel AS_CONFIGURED =
        new Kernel(Optional.empty(), Optional.empty(), Optional.empty());

    /** A kernel of this personality. */
    public static Kernel of(Personality abi) {
      return new Kernel(Optional.of(abi), Optional.empty(), Optional.empty());
    }

    /** The module's kernel with another policy. */
    public static Kernel of(InterruptPolicy policy) {
      return new Kernel(Optional.empty(), Optional.of(policy), Optional.empty());
    }
  }
}
