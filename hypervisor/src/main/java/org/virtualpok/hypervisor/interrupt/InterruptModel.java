// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * Whose interrupts a vCPU gets.
 *
 * @param personality what the guest registers with and returns by
 * @param policy what becomes of an interrupt that cannot be delivered at once
 * @param frame where the interrupted context goes
 * @param crash where the end of the module's kernel is noted
 */
public record InterruptModel(
    Personality personality, InterruptPolicy policy, FrameLayout frame, KernelCrash crash) {

  /** Whether the kernel of 2014 is played with its own guests. */
  public boolean is2014() {
    return personality == Personality.POK_2014 && policy == InterruptPolicy.POK_2014;
  }
}
