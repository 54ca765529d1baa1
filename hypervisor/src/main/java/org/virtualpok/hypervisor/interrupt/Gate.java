// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/**
 * A condition that holds an interrupt back, or the reason why it was dropped. Ordinals are in event
 * logs: append only.
 */
public enum Gate {
  OPEN("nothing holds it back"),
  NOT_SCHEDULED("the partition is not scheduled"),
  VIRTUAL_IF_OFF("the virtual IF is off"),
  MASKED("the line is masked"),
  IN_SERVICE("the line is in service"),
  NO_HANDLER("no handler is registered"),
  NO_THREAD("no thread of the partition can run"),
  PARTITION_STOPPED("the partition has stopped"),
  PARTITION_RESTARTED("the partition was restarted"),
  PARTITION_FAULTED("the partition has faulted"),
  QUEUE_FULL("more of them wait than the model can count");

  private final String words;

  Gate(String words) {
    this.words = words;
  }

  /** In the user's words, without a full stop. */
  public String words() {
    return words;
  }
}
