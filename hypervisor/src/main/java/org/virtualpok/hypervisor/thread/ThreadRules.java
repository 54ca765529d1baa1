// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/**
 * By what a partition's threads live.
 *
 * @param faithful whether the kernel's bugs are played
 */
record ThreadRules(Personality personality, ThreadPolicy policy, boolean faithful) {

  static ThreadRules of(Personality personality, ServicesDescription services) {
    boolean faithful = services.faithful() && personality != Personality.VIRTUALPOK;
    boolean unknown = faithful && services.scheduler() == ThreadPolicy.STATIC && isOld(personality);
    return new ThreadRules(personality, unknown ? ThreadPolicy.RR : services.scheduler(), faithful);
  }

  private static boolean isOld(Personality personality) {
    return personality == Personality.POK_2013 || personality == Personality.POK_2014;
  }

  /** The kernels before 2025: periods without sign, a capacity for who asks for none. */
  boolean old() {
    return isOld(personality);
  }

  /** Whether the partition's kernel is that of 2025, with its bugs. */
  boolean faithful2025() {
    return faithful && personality == Personality.POK_2025;
  }
}
