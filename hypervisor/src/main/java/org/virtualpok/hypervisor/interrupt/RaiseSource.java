// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** Who raises an interrupt. Codes are in event logs: never reuse one. */
public enum RaiseSource {
  /** The module's clock. */
  CLOCK(1),
  /** Input to the partition's console. */
  CONSOLE(2),
  /** A person, in the workbench. */
  PERSON(3);

  private final int code;

  RaiseSource(int code) {
    this.code = code;
  }

  /** What event logs hold. */
  public int code() {
    return code;
  }
}
