// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/** A piece of an interrupt's way, from one moment of its life to another. */
public enum InterruptHop {
  /** Raised to latched. */
  LATCH("raised to latched"),
  /** Latched to delivered: what gates and interrupts before it cost. */
  WAIT("latched to delivered"),
  /** Delivered to the handler's first instruction. */
  ENTRY("delivered to handler entered"),
  /** Handler's first instruction to the acknowledge that ended the service early. */
  ACKNOWLEDGE("handler entered to acknowledged"),
  /** Handler's first instruction to the return into the interrupted context. */
  RETURN("handler entered to returned"),
  /** Raised to the handler's first instruction: what is called interrupt latency. */
  LATENCY("raised to handler entered");

  private final String words;

  InterruptHop(String words) {
    this.words = words;
  }

  /** From what to what. */
  public String words() {
    return words;
  }
}
