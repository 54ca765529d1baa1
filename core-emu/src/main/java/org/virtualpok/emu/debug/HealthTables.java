// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Map;

/**
 * The tables of a target's health monitor (ARINC 653), as configured. What came to pass is in the
 * event log, with these codes: {@code health_error} {error, level, action}, each followed by {@code
 * health_origin} {state, thread, address}.
 *
 * @param entries by context, state and error; empty if the target has no tables
 * @param errors names of the errors, by code
 * @param levels names of the levels, by code
 * @param actions names of the actions, by code
 * @param states names of the states of the system, by code
 */
public record HealthTables(
    List<Entry> entries,
    Map<Integer, String> errors,
    Map<Integer, String> levels,
    Map<Integer, String> actions,
    Map<Integer, String> states) {
  /** No health monitor, or one without tables. */
  public static final HealthTables NONE =
      new HealthTables(List.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public HealthTables {
    entries = List.copyOf(entries);
    errors = Map.copyOf(errors);
    levels = Map.copyOf(levels);
    actions = Map.copyOf(actions);
    states = Map.copyOf(states);
  }

  /**
   * What is done about an error.
   *
   * @param context id of the partition; 0 if it holds for the module or for every partition
   * @param error code of the error
   * @param state code of the state of the system that it holds in
   * @param level code of the level that answers for the error
   * @param action code of the action; 0 if none is configured
   * @param description in the configuration's words; may be empty
   */
  public record Entry(
      int context, int error, int state, int level, int action, String description) {}
}
