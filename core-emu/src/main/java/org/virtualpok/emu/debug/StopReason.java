// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * Why a target stopped; a closed set of kinds with their data.
 *
 * @param context the context that caused it; 0 for the whole target
 * @param offset EIP of that context, an offset in its CS
 * @param breakpoint id of the breakpoint that was hit, else 0
 * @param title one line in the user's words: "Suspended: hypercall 28, entry"
 * @param detail what follows from it, one or two lines; may be empty
 */
public record StopReason(
    Kind kind, int context, int offset, int breakpoint, String title, String detail) {
  /** What kind of stop it was. */
  public enum Kind {
    /** Never ran yet. */
    INITIAL,
    /** The user asked. */
    USER,
    /** A step ended. */
    STEP,
    BREAKPOINT,
    HYPERCALL_ENTRY,
    HYPERCALL_EXIT,
    /** A guest's fault that nobody in the guest handles. */
    FAULT,
    /** A limit of time or instructions was reached. */
    LIMIT,
    /** Every partition has stopped or faulted: nothing can run any more. */
    FINISHED,
    /** The hypervisor that is played would have destroyed itself: only a restart goes on. */
    KERNEL_CRASH,
    /** The user ended the session. */
    TERMINATED
  }
}
