// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.personality;

import java.math.BigInteger;

/**
 * How kernels tell time, from guest ns since the module's start and back.
 *
 * <p>POK 2025 adds 9219 ns at each interrupt of a timer of 1193182/11 Hz. The kernels before count
 * interrupts of one of 1193182/1193 Hz, call them milliseconds, and cut their slots by the same
 * count; slots are exact here, so that count is one of exact milliseconds, and a slot of 10 ms
 * begins at a multiple of 10 as it does there.
 */
public final class KernelTime {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_INTERRUPT = 9_219;
  private static final BigInteger OSCILLATOR_HZ = BigInteger.valueOf(1_193_182);
  private static final BigInteger DIVISOR_NANOS = BigInteger.valueOf(11_000_000_000L);

  private KernelTime() {}

  /** What GETTICK tells: ns in 2025, else ms. */
  public static long ticks(Personality personality, long nowNanos) {
    if (!personality.countsNanos()) {
      return nowNanos / NANOS_PER_MILLI;
    }
    BigInteger interrupts =
        BigInteger.valueOf(nowNanos).multiply(OSCILLATOR_HZ).divide(DIVISOR_NANOS);
    return interrupts.longValueExact() * NANOS_PER_INTERRUPT;
  }

  /** When the kernel's clock, told in ns, first shows a time, guest ns. */
  public static long whenShown(Personality personality, long kernelNanos) {
    if (!personality.countsNanos()) {
      return kernelNanos;
    }
    BigInteger interrupts = BigInteger.valueOf(-Math.floorDiv(-kernelNanos, NANOS_PER_INTERRUPT));
    return interrupts
        .multiply(DIVISOR_NANOS)
        .add(OSCILLATOR_HZ)
        .subtract(BigInteger.ONE)
        .divide(OSCILLATOR_HZ)
        .longValueExact();
  }

  /** What a kernel's unit of time has, ns. */
  public static long unitNanos(Personality personality) {
    return personality.countsNanos() ? 1 : NANOS_PER_MILLI;
  }

  /**
   * When a span of a kernel's unit has passed, guest ns; Long.MAX_VALUE if that is too far.
   *
   * @param span ns in 2025, else ms; unsigned
   */
  public static long after(Personality personality, long nowNanos, long span) {
    long unit = unitNanos(personality);
    long now = personality.kernelNanos(nowNanos);
    boolean far = span < 0 || span > (Long.MAX_VALUE - now) / unit;
    return far ? Long.MAX_VALUE : now + span * unit;
  }
}
