// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.interrupt.FrameException;
import org.virtualpok.hypervisor.partition.Partition;

/** What a supported call does. */
interface HypercallHandler {
  /** The call does not return to its caller, or restored EAX by itself. */
  long NO_ANSWER = Long.MIN_VALUE;

  /**
   * @return what the caller finds in EAX, or {@link #NO_ANSWER}
   */
  long call(Partition caller, HypercallArguments arguments) throws FrameException;
}
