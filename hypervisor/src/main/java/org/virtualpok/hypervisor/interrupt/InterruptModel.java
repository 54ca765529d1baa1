// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.ArrayList;
import java.util.List;
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

  /** What holds an interrupt back, the outermost first; other gates are reasons to drop one. */
  public List<Gate> gates() {
    if (policy == InterruptPolicy.POK_2014) {
      return List.of(
          Gate.NO_HANDLER, Gate.NOT_SCHEDULED, Gate.NOT_FORWARDED, Gate.CLOCK_ONLY, Gate.NO_THREAD);
    }
    List<Gate> gates =
        new ArrayList<>(
            List.of(
                Gate.NO_HANDLER,
                Gate.NOT_SCHEDULED,
                Gate.MASKED,
                Gate.VIRTUAL_IF_OFF,
                Gate.IN_SERVICE));
    if (personality == Personality.POK_2013) {
      gates.add(Gate.FRAME_OPEN);
      gates.add(Gate.STACK_PROBE);
    }
    gates.add(Gate.NO_THREAD);
    return gates;
  }

  /** Whether the kernel of 2014 is played with its own guests. */
  public boolean is2014() {
    return personality == Personality.POK_2014 && policy == InterruptPolicy.POK_2014;
  }
}
