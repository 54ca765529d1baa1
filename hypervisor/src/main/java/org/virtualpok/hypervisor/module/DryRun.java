// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.Finding.Severity;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.hypercall.Mismatches.Mismatch;
import org.virtualpok.hypervisor.hypercall.Mismatches.MissingPort;
import org.virtualpok.hypervisor.partition.Partition;

/**
 * Runs a module for a short while to see whether its guests ask for what it configures: what ports,
 * threads and lock objects a guest wants, only the guest knows.
 */
public final class DryRun {
  /** Guest time that a dry run takes if nobody says otherwise: 100 ms. */
  public static final long DEFAULT_NANOS = 100_000_000;

  /** How often it is asked whether all have started, ns of guest time. */
  private static final long SLICE_NANOS = 1_000_000;

  private DryRun() {}

  /**
   * Runs up to a moment, or until every partition has ended or is in mode NORMAL, where nothing is
   * created any more.
   *
   * @param nanos guest time, above 0
   * @return an error for each call that was refused for its configuration, a warning for each that
   *     was not; at the line of the partition
   * @throws ConfigurationException if the module cannot be built
   */
  public static List<Finding> run(
      ModuleDescription description, ImageResolver resolver, ModuleOptions options, long nanos)
      throws ConfigurationException {
    ModuleMachine machine = Module.open(description, resolver, options);
    try {
      return run(description, machine, nanos);
    } finally {
      machine.events().close();
    }
  }

  /**
   * Runs as {@link #run} does, for the ports that guests want to create and the module does not
   * have, in the order in which they ask.
   */
  public static List<MissingPort> missingPorts(
      ModuleDescription description, ImageResolver resolver, ModuleOptions options, long nanos)
      throws ConfigurationException {
    ModuleMachine machine = Module.open(description, resolver, options);
    try {
      run(machine, nanos);
      return machine.missingPorts();
    } finally {
      machine.events().close();
    }
  }

  static List<Finding> run(ModuleDescription description, ModuleMachine machine, long nanos) {
    run(machine, nanos);
    return findings(description, machine.mismatches());
  }

  private static void run(ModuleMachine machine, long nanos) {
    boolean ended = false;
    for (long until = SLICE_NANOS; !ended; until += SLICE_NANOS) {
      StopReason stop = machine.run(RunLimit.atTime(Math.min(until, nanos)));
      ended =
          stop.kind() != StopReason.Kind.LIMIT
              || until >= nanos
              || machine.partitions().stream().allMatch(DryRun::settled);
    }
  }

  private static boolean settled(Partition partition) {
    return partition.mode() == Partition.MODE_NORMAL
        || partition.mode() == Partition.MODE_IDLE
        || partition.state().ended();
  }

  private static List<Finding> findings(ModuleDescription description, List<Mismatch> mismatches) {
    List<Finding> findings = new ArrayList<>();
    for (Mismatch mismatch : mismatches) {
      findings.add(
          new Finding(
              mismatch.refused() ? Severity.ERROR : Severity.WARNING,
              description.file(),
              description.partitions().get(mismatch.partition()).line(),
              mismatch.words()));
    }
    return findings;
  }
}
