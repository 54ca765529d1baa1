// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.health;

import org.virtualpok.hypervisor.config.HealthDescription;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * Decides on errors by the configured tables: a pure function of the error, the state and the
 * tables. Without tables it decides what POK's kernels do, and logs nothing.
 */
public final class HealthMonitor {
  private final HealthDescription tables;
  private final EventRecorder recorder;

  public HealthMonitor(HealthDescription tables, EventRecorder recorder) {
    this.tables = tables;
    this.recorder = recorder;
  }

  /** Whether the module has tables. */
  public boolean configured() {
    return !tables.isEmpty();
  }

  /**
   * What to do about an error.
   *
   * @param partition index in the module
   * @param handler whether the partition has an error handler that could take it
   */
  public HealthDecision decide(int partition, ErrorKind error, SystemState state, boolean handler) {
    ErrorLevel level = tables.level(error, state);
    HealthAction action =
        switch (level) {
          case MODULE -> tables.moduleAction(error, state);
          case PARTITION -> tables.partitionAction(partition, error, state);
          case PROCESS ->
              handler ? HealthAction.HANDLER : tables.partitionAction(partition, error, state);
        };
    return new HealthDecision(error, state, level, action);
  }

  /**
   * Logs a decision, if the module has tables.
   *
   * @param context id of the partition's context
   * @param thread local id of who made the error, -1 for none
   * @param address its EIP
   */
  public void log(HealthDecision decision, int context, int thread, int address) {
    if (configured()) {
      recorder.record(
          HypervisorEvents.HEALTH_ERROR,
          context,
          decision.error().code(),
          decision.level().code(),
          decision.action().code());
      recorder.record(
          HypervisorEvents.HEALTH_ORIGIN, context, decision.state().code(), thread, address);
    }
  }
}
