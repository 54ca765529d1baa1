// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;

/** Calls on time and on the life of the calling partition. */
final class PartitionCalls {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final PartitionLifecycle lifecycle;
  private final LongSupplier timeNanos;

  PartitionCalls(PartitionLifecycle lifecycle, LongSupplier timeNanos) {
    this.lifecycle = lifecycle;
    this.timeNanos = timeNanos;
  }

  long getTick(Partition caller, HypercallArguments arguments) {
    if (!caller.space().contains(arguments.a1, Long.BYTES)) {
      return ErrorCode.EINVAL;
    }
    caller.space().write64(arguments.a1, timeNanos.getAsLong() / NANOS_PER_MILLI);
    return ErrorCode.OK;
  }

  long setMode(Partition caller, HypercallArguments arguments) {
    int mode = arguments.a1;
    String call = "hypercall 404 PARTITION_SET_MODE, ";
    switch (mode) {
      case Partition.MODE_NORMAL -> lifecycle.enterNormalMode(caller);
      case Partition.MODE_COLD_START, Partition.MODE_WARM_START ->
          lifecycle.restart(caller, mode, Hypercall.PARTITION_SET_MODE.number());
      case Partition.MODE_RESTART ->
          lifecycle.restart(
              caller, Partition.MODE_WARM_START, Hypercall.PARTITION_SET_MODE.number());
      case Partition.MODE_IDLE -> lifecycle.stopInMode(caller, mode, call + "IDLE");
      case Partition.MODE_STOPPED -> lifecycle.stopInMode(caller, mode, call + "STOPPED");
      default -> {
        return ErrorCode.PARTITION_MODE;
      }
    }
    return HypercallHandler.NO_ANSWER;
  }

  long stop(Partition caller, HypercallArguments arguments) {
    lifecycle.stop(caller, "exit " + arguments.a1, arguments.a1);
    return HypercallHandler.NO_ANSWER;
  }
}
