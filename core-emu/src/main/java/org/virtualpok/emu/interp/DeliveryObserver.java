// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

/** Told of each interrupt and exception that a processor has taken to its handler. */
public interface DeliveryObserver {
  /** Nobody looks. */
  DeliveryObserver NONE = (cause, vector, errorCode, eip) -> {};

  /** Where a delivery comes from. */
  enum Cause {
    /** The processor's own: a fault or a trap. */
    EXCEPTION,
    /** INTR. */
    EXTERNAL,
    /** INT n, INT3, INTO, INT1. */
    SOFTWARE
  }

  /**
   * The handler's first instruction is next.
   *
   * @param vector 0 to 255; of the first exception, should its delivery have met others
   * @param errorCode 0 where the vector has none
   * @param eip offset in CS of the instruction that was interrupted, faulted, or executed INT
   */
  void delivered(Cause cause, int vector, int errorCode, int eip);
}
