// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * What closed a gate.
 *
 * @param offset of the guest's instruction, logical, in CS of its partition; 0 for other kinds
 * @param instance whose delivery closed it; 0 for other kinds
 * @param words as the user reads it: "28 IRQ_PARTITION_DISABLE at 0x00001234 &lt;main+0x1c&gt;",
 *     "slot 1 began: ticker", "the delivery of #4711"
 */
public record GateCloser(Kind kind, int offset, int instance, String words) {
  /** Who it was. */
  public enum Kind {
    /** An instruction of the guest: a hypercall. */
    GUEST_INSTRUCTION,
    /** Another partition's slot began. */
    SLOT_SWITCH,
    /** An interrupt was delivered to the same vCPU. */
    DELIVERY,
    /** The partition started, stopped, restarted, faulted, or has no thread that can run. */
    PARTITION,
    /** A person, in the workbench. */
    PERSON,
    /** It was so in the beginning. */
    START,
    /** The event is not in the log any more. */
    UNKNOWN
  }
}
