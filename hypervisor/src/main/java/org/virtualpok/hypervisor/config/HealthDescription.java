// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;

/**
 * The health monitor's tables as configured. What a partition's table or the system table does not
 * say of PARTITION_INIT or ERROR_HANDLER, it says of PROCESS_EXECUTION.
 *
 * @param levels System_HM_Table
 * @param module Module_HM_Table
 * @param partitions Partition_HM_Table by the partition's index in the module
 */
public record HealthDescription(
    List<Level> levels, List<Action> module, Map<Integer, List<Action>> partitions) {
  /** No tables: errors are the kernel's affair. */
  public static final HealthDescription NONE =
      new HealthDescription(List.of(), List.of(), Map.of());

  public HealthDescription {
    levels = List.copyOf(levels);
    module = List.copyOf(module);
    partitions = Map.copyOf(partitions);
  }

  /**
   * An Error_ID_Level.
   *
   * @param description in the configuration's words; may be empty
   * @param line in the XML
   */
  public record Level(
      SystemState state, ErrorKind error, ErrorLevel level, String description, int line) {}

  /**
   * An Error_ID_Action.
   *
   * @param description in the configuration's words; may be empty
   * @param line in the XML
   */
  public record Action(
      SystemState state, ErrorKind error, HealthAction action, String description, int line) {}

  /** Whether there is no table at all. */
  public boolean isEmpty() {
    return levels.isEmpty() && module.isEmpty() && partitions.isEmpty();
  }

  /** The level of an error; where the system table is silent, ARINC's usual one. */
  public ErrorLevel level(ErrorKind error, SystemState state) {
    return configured(error, state)
        .map(Level::level)
        .orElseGet(
            () ->
                !state.ofPartition()
                    ? ErrorLevel.MODULE
                    : error.ofThread() ? ErrorLevel.PROCESS : ErrorLevel.PARTITION);
  }

  /** What the system table says of an error; empty if it is silent. */
  Optional<Level> configured(ErrorKind error, SystemState state) {
    return levels.stream()
        .filter(l -> l.error() == error && l.state() == state)
        .findFirst()
        .or(
            () ->
                fallsBack(state)
                    ? configured(error, SystemState.PROCESS_EXECUTION)
                    : Optional.empty());
  }

  /** What the module's table says; NONE if it is silent. */
  public HealthAction moduleAction(ErrorKind error, SystemState state) {
    return action(module, error, state);
  }

  /** What a partition's table says; NONE if it is silent or there is none. */
  public HealthAction partitionAction(int partition, ErrorKind error, SystemState state) {
    return action(partitions.getOrDefault(partition, List.of()), error, state);
  }

  private static HealthAction action(List<Action> table, ErrorKind error, SystemState state) {
    Optional<Action> found =
        table.stream().filter(a -> a.error() == error && a.state() == state).findFirst();
    if (found.isPresent()) {
      return found.get().action();
    }
    return fallsBack(state)
        ? action(table, error, SystemState.PROCESS_EXECUTION)
        : HealthAction.NONE;
  }

  /** Many guests have one thread only, and never leave the mode they start in. */
  private static boolean fallsBack(SystemState state) {
    return state == SystemState.PARTITION_INIT || state == SystemState.ERROR_HANDLER;
  }
}
