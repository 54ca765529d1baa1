// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

import java.util.Locale;

/**
 * What became of one seed.
 *
 * @param instructions run, delivered exceptions counted as one each
 * @param halts runs that ended in HLT with nothing to wake it
 * @param shutdowns runs that ended in a fault while a double fault was delivered
 * @param expiries runs that used up their share of instructions
 * @param lastStop how the last run ended, in words
 * @param hash of all states at the ends of runs, and of memory at the end
 * @param failure what failed in the emulator itself, null if nothing did
 */
public record SeedResult(
    long seed,
    FuzzMode mode,
    long instructions,
    long halts,
    long shutdowns,
    long expiries,
    String lastStop,
    long hash,
    Failure failure) {
  /**
   * An exception of the host: a bug of ours.
   *
   * @param instruction count in the seed up to which all was well
   * @param place CS:EIP and the bytes there, as they stood when it happened
   */
  public record Failure(long instruction, String place, Throwable cause) {}

  public boolean fine() {
    return failure == null;
  }

  /** One line. */
  public String line() {
    String head =
        String.format(
            Locale.ROOT, "seed %d: %s, %d instructions", seed, mode.title(), instructions);
    if (failure != null) {
      return String.format(
          Locale.ROOT,
          "%s, FAILED behind instruction %d at %s: %s",
          head,
          failure.instruction(),
          failure.place(),
          failure.cause());
    }
    return String.format(
        Locale.ROOT,
        "%s in %d runs: %d halted, %d shut down, %d to their end; last: %s; state %016x",
        head,
        halts + shutdowns + expiries,
        halts,
        shutdowns,
        expiries,
        lastStop,
        hash);
  }
}
