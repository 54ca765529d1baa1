// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.partition.PartitionSpace;

/**
 * The arguments of a call, copied from guest memory before the call changes anything. Reused from
 * call to call.
 */
final class HypercallArguments {
  /** u32 nargs and five arguments. */
  static final int BYTES = 24;

  /** How many arguments the guest says there are; POK looks at it in SHUTDOWN alone. */
  int count;

  int a1;
  int a2;
  int a3;
  int a4;
  int a5;

  /** False if the structure does not lie inside the partition. */
  boolean read(PartitionSpace space, int pointer) {
    if (!space.contains(pointer, BYTES)) {
      return false;
    }
    count = space.read32(pointer);
    a1 = space.read32(pointer + 4);
    a2 = space.read32(pointer + 8);
    a3 = space.read32(pointer + 12);
    a4 = space.read32(pointer + 16);
    a5 = space.read32(pointer + 20);
    return true;
  }
}
