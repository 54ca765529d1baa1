// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.Optional;
import org.virtualpok.hypervisor.module.ModuleOptions;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * What the user chose about a module's kernel, as typed; empty: what the module says.
 *
 * @param abi name of a personality
 * @param policy name of an interrupt policy
 * @param frame name of a frame layout
 */
public record KernelOptions(Optional<String> abi, Optional<String> policy, Optional<String> frame) {
  public static final KernelOptions DEFAULT =
      new KernelOptions(Optional.empty(), Optional.empty(), Optional.empty());

  boolean isDefault() {
    return equals(DEFAULT);
  }

  ModuleOptions.Kernel toKernel() throws InputException {
    Optional<Personality> personality = abi.flatMap(Personality::find);
    check("--abi", abi, personality, Personality.names());
    Optional<InterruptPolicy> interrupts = policy.flatMap(InterruptPolicy::find);
    check("--policy", policy, interrupts, InterruptPolicy.names());
    Optional<FrameLayout> layout = frame.flatMap(FrameLayout::find);
    check("--frame", frame, layout, FrameLayout.names());
    return new ModuleOptions.Kernel(personality, interrupts, layout);
  }

  private static void check(String option, Optional<String> typed, Optional<?> found, String names)
      throws InputException {
    if (typed.isPresent() && found.isEmpty()) {
      throw new InputException(option + " " + typed.get() + ": not known; there are " + names);
    }
  }
}
