// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.personality;

import java.util.Arrays;
import java.util.Optional;

/** Where on the guest's stack the frame of an interrupt lies: {@code --frame}. */
public enum FrameLayout {
  /** Wholly below the interrupted stack pointer; everything is restored. */
  SAFE("safe"),
  /** As the kernels of 2013 and 2014 had it: over a live word, without the flags. */
  PUBLISHED("published");

  private final String word;

  FrameLayout(String word) {
    this.word = word;
  }

  /** The layout with this name; empty if there is none. */
  public static Optional<FrameLayout> find(String word) {
    return Arrays.stream(values()).filter(f -> f.word.equals(word)).findFirst();
  }

  /** "safe, published". */
  public static String names() {
    return SAFE.word + ", " + PUBLISHED.word;
  }

  public String word() {
    return word;
  }
}
