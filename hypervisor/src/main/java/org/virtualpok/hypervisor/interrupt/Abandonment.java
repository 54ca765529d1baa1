// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** Why nobody will ever return from a frame. Codes are in event logs: never reuse one. */
public enum Abandonment {
  /** More frames are open than the model remembers; a return from it is still possible. */
  FORGOTTEN(0, "too many frames are open"),
  /** The word that the return would pop no longer holds the saved EIP. */
  OVERWRITTEN(1, "the guest overwrote its frame"),
  /** The partition stopped, restarted or faulted. */
  PARTITION_ENDED(2, "the partition ended before it returned");

  private final int code;
  private final String words;

  Abandonment(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /** What event logs hold. */
  public int code() {
    return code;
  }

  /** In the user's words, without a full stop. */
  public String words() {
    return words;
  }
}
