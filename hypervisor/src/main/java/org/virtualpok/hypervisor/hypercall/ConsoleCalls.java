// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.Arrays;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.Partition;

/** Calls on the partition's console. */
final class ConsoleCalls {
  /** Longer writes become several records of the event log. */
  private static final int RECORD_BYTES = 16 * 1024;

  private final EventRecorder recorder;

  ConsoleCalls(EventRecorder recorder) {
    this.recorder = recorder;
  }

  long write(Partition caller, HypercallArguments arguments) {
    int pointer = arguments.a1;
    if (arguments.a2 == 0 || !PointerRule.allows(caller, pointer, arguments.a2)) {
      return ErrorCode.EINVAL;
    }
    int length = PointerRule.inside(caller, pointer, arguments.a2);
    byte[] text = caller.space().read(pointer, length);
    for (int at = 0; at < length; at += RECORD_BYTES) {
      byte[] part =
          length <= RECORD_BYTES
              ? text
              : Arrays.copyOfRange(text, at, Math.min(length, at + RECORD_BYTES));
      recorder.recordText(HypervisorEvents.CONSOLE_OUTPUT, caller.context(), part, 0);
    }
    return ErrorCode.OK;
  }

  /**
   * Leaves the byte unchanged if no input waits, as POK does. POK accepts a pointer to the byte
   * behind the partition, too.
   */
  long read(Partition caller, HypercallArguments arguments) {
    if (!caller.space().contains(arguments.a1, 1)) {
      return ErrorCode.EINVAL;
    }
    int next = caller.consoleInput().poll();
    if (next >= 0) {
      caller.space().write8(arguments.a1, next);
    }
    return ErrorCode.OK;
  }
}
