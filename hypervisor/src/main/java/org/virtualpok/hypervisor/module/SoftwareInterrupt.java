// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * Which vectors a guest may call with INT. POK's gates of exceptions have DPL 3 (0 to 14, 16 to
 * 19), and so has that of the clock; ours have none but the hypercalls.
 */
final class SoftwareInterrupt {
  /** The clock's, in POK. */
  static final int CLOCK = 32;

  private static final int LAST_EXCEPTION = 19;
  private static final int RESERVED = 15;

  private SoftwareInterrupt() {}

  static boolean isHypercall(Personality personality, int vector) {
    return vector == Hypercall.VECTOR_SYSCALL
        || (vector == Hypercall.VECTOR_HYPERCALL
            && (personality == Personality.VIRTUALPOK || personality == Personality.POK_2014));
  }

  /** Whether the vector has the gate of an exception that guests may call. */
  static boolean hasGate(Personality personality, int vector) {
    return personality != Personality.VIRTUALPOK && vector <= LAST_EXCEPTION && vector != RESERVED;
  }

  /** Whether the gate's handler can return: it can not where it looks for an error code. */
  static boolean isTrap(Personality personality, int vector) {
    boolean errorCode =
        switch (vector) {
          case 8, 10, 11, 12, 13, 14, 17 -> true;
          default -> false;
        };
    return hasGate(personality, vector) && !errorCode;
  }
}
