// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

/**
 * A frequency in Hz as an exact fraction, so that no period is ever rounded twice.
 *
 * @param numerator 1 to 1 000 000 000
 * @param denominator 1 to 1 000 000
 */
public record ClockRate(long numerator, long denominator) {
  public static final ClockRate DEFAULT = ofHertz(1000);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  public ClockRate {
    if (numerator < 1 || numerator > NANOS_PER_SECOND) {
      throw new IllegalArgumentException("a clock of 1 to 1000000000 Hz is needed");
    }
    if (denominator < 1 || denominator > 1_000_000) {
      throw new IllegalArgumentException("the denominator of a clock rate is 1 to 1000000");
    }
  }

  public static ClockRate ofHertz(long hertz) {
    return new ClockRate(hertz, 1);
  }

  /**
   * Reads "1000" or, exactly, "1193182/1193".
   *
   * @throws IllegalArgumentException with a line for the user
   */
  public static ClockRate parse(String text) {
    int slash = text.indexOf('/');
    try {
      if (slash < 0) {
        return ofHertz(Long.parseLong(text.trim()));
      }
      return new ClockRate(
          Long.parseLong(text.substring(0, slash).trim()),
          Long.parseLong(text.substring(slash + 1).trim()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no rate in Hz", e);
    }
  }

  /** The first whole nanosecond at or after {@code tick} periods. */
  public long nanosOfTick(long tick) {
    long scaled = Math.multiplyExact(tick, denominator);
    long seconds = scaled / numerator;
    long part = scaled % numerator * NANOS_PER_SECOND;
    long nanos = part / numerator + (part % numerator == 0 ? 0 : 1);
    return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
  }

  @Override
  public String toString() {
    return denominator == 1 ? numerator + " Hz" : numerator + "/" + denominator + " Hz";
  }
}
