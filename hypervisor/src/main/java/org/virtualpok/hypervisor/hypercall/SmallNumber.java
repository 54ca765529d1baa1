// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * What POK's sources call an 8-bit number: ids, priorities, error kinds. On x86 their {@code
 * uint8_t} was an unsigned short up to 2014, and so it was in the partitions.
 */
final class SmallNumber {
  private SmallNumber() {}

  /** A value as the kernel keeps it. */
  static int of(Personality personality, int value) {
    return value & (bytes(personality) == 2 ? 0xffff : 0xff);
  }

  /** What it takes in memory: 1 or 2. */
  static int bytes(Personality personality) {
    boolean old = personality == Personality.POK_2014 || personality == Personality.POK_2013;
    return old ? 2 : 1;
  }

  /** Writes it to the caller's memory; the pointer was accepted. */
  static void write(Partition caller, int pointer, int value) {
    PointerRule.write(caller, pointer, PointerRule.little(value, bytes(caller.personality())));
  }
}
