// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.Optional;

/**
 * What the user chose about a target beyond its FILE.
 *
 * @param memoryBytes size of the partition or of the PC; a module names its own
 * @param clock rate of the module's clock in Hz, "1000" or "1193182/1193"; replaces the module's
 * @param clockPhaseNanos shifts the first tick of the clock, ns
 * @param pc what is for PCs only
 * @param kernel what is for modules only
 */
public record TargetOptions(
    Optional<Long> memoryBytes,
    Optional<String> clock,
    long clockPhaseNanos,
    PcOptions pc,
    KernelOptions kernel) {
  public static final TargetOptions DEFAULT =
      new TargetOptions(
          Optional.empty(), Optional.empty(), 0, PcOptions.DEFAULT, KernelOptions.DEFAULT);

  /** Options that choose no kernel. */
  public TargetOptions(
      Optional<Long> memoryBytes, Optional<String> clock, long clockPhaseNanos, PcOptions pc) {
    this(memoryBytes, clock, clockPhaseNanos, pc, KernelOptions.DEFAULT);
  }
}
