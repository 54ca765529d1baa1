// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** A frame that cannot be pushed or cannot be right: the partition's fault, told in a sentence. */
public final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  public FrameException(String sentence) {
    super(sentence);
  }
}
