// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * A node of the target's tree: something with a state, perhaps with registers.
 *
 * @param id unique inside the target, never reused, above 0
 * @param parent id of the parent, 0 for the root
 * @param number the field's own number (partition 1, 2, ...); 0 where it has none
 * @param state whether it runs
 * @param reason the state in the user's words: "Suspended: breakpoint 2", "not scheduled, slot 1"
 */
public record Context(
    int id, int parent, Kind kind, int number, String name, State state, String reason) {
  /** What a context is; only CPU and VCPU run. */
  public enum Kind {
    MODULE,
    PARTITION,
    VCPU,
    THREAD,
    TASK,
    CPU
  }

  /** Whether a context runs. */
  public enum State {
    RUNNING,
    SUSPENDED,
    /** Has nothing to do until an interrupt arrives. */
    IDLE,
    /** Another partition owns the slot. */
    NOT_SCHEDULED,
    /** Ended by itself. */
    STOPPED,
    /** Ended by a fault of its own. */
    FAULTED
  }
}
