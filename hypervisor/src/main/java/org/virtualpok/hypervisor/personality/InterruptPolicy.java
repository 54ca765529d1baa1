// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.personality;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of an interrupt that cannot be delivered at once: {@code --policy}. */
public enum InterruptPolicy {
  /** It is latched and waits until every gate is open. */
  RELIABLE("reliable"),
  /** It is counted, and delivered from the clock's interrupt alone. */
  POK_2014("pok-2014"),
  /** It is dropped. */
  POK_2013("pok-2013");

  private final String word;

  InterruptPolicy(String word) {
    this.word = word;
  }

  /** The policy with this name; empty if there is none. */
  public static Optional<InterruptPolicy> find(String word) {
    return Arrays.stream(values()).filter(p -> p.word.equals(word)).findFirst();
  }

  /** "reliable, pok-2014, pok-2013". */
  public static String names() {
    return Arrays.stream(values()).map(InterruptPolicy::word).collect(Collectors.joining(", "));
  }

  public String word() {
    return word;
  }

  /** The layout that goes with it unless the user says otherwise. */
  public FrameLayout frame() {
    return this == RELIABLE ? FrameLayout.SAFE : FrameLayout.PUBLISHED;
  }
}
