// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.Optional;

/**
 * The end of a module whose kernel, had it been the real one of 2013 or 2014, would have destroyed
 * itself. The model has no ring 0 that could go on.
 */
public final class KernelCrash {
  private String sentence;
  private int context;

  /** The first crash counts; nothing runs behind it. */
  void happen(int newContext, String newSentence) {
    if (sentence == null) {
      sentence = newSentence;
      context = newContext;
    }
  }

  /** What the kernel did and to what end; empty while it lives. */
  public Optional<String> sentence() {
    return Optional.ofNullable(sentence);
  }

  /** Id of the partition whose interrupt it was. */
  public int context() {
    return context;
  }

  /** The module starts anew. */
  public void reset() {
    sentence = null;
    context = 0;
  }
}
