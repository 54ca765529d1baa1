// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;

/** Calls on the machine that POK runs on: I/O ports, cards, its power. */
final class MachineCalls {
  /** Bytes of the structure that names a PCI device. */
  private static final int PCI_DEVICE_BYTES = 48;

  private final PartitionLifecycle lifecycle;

  MachineCalls(PartitionLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /**
   * Only what PCI_REGISTER found may be touched, and there are no cards. A range that was never set
   * is that of port 0 alone, which answers as an empty bus does.
   */
  long in(Partition caller, HypercallArguments arguments) {
    return arguments.a1 == 0 && caller.faithful() ? 0xff : -ErrorCode.EPERM;
  }

  /** As {@link #in}. */
  long out(Partition caller, HypercallArguments arguments) {
    return arguments.a1 == 0 && caller.faithful() ? ErrorCode.OK : -ErrorCode.EPERM;
  }

  long registerCard(Partition caller, HypercallArguments arguments) {
    boolean allowed = PointerRule.allows(caller, arguments.a1, PCI_DEVICE_BYTES);
    return allowed ? -1 : ErrorCode.EINVAL;
  }

  /** POK drives its network card and then answers 1 whatever came of it. */
  long networkCard(Partition caller, HypercallArguments arguments) {
    return ErrorCode.EINVAL;
  }

  /** The only call that looks at how many arguments there are. */
  long shutDown(Partition caller, HypercallArguments arguments) {
    if (arguments.count != 0) {
      return ErrorCode.EINVAL;
    }
    lifecycle.powerOff(caller);
    return HypercallHandler.NO_ANSWER;
  }
}
