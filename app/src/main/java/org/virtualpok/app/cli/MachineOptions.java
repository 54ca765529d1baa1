// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.Optional;
import org.virtualpok.app.session.KernelOptions;
import org.virtualpok.app.session.PcOptions;
import org.virtualpok.app.session.TargetOptions;
import picocli.CommandLine.Option;

/** Options that say what machine is built; every command that runs a guest has them. */
final class MachineOptions {
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Quantities.Bytes.class,
      description =
          "Memory of the partition (default: 8M) or of the PC (default: 64M): 64K, 1G or bytes; a"
              + " module names its own.")
  private Long memory;

  @Option(
      names = "--clock",
      paramLabel = "HZ",
      description =
          "Rate of the module's clock, a number or a fraction such as 1193182/1193 (default: what"
              + " the module says, else 1000).")
  private String clock;

  @Option(
      names = "--clock-phase",
      paramLabel = "NS",
      defaultValue = "0",
      description = "Shifts the first tick of the clock by so many ns (default: 0).")
  private long clockPhase;

  @Option(
      names = "--abi",
      paramLabel = "NAME",
      description =
          "Kernel that the partitions believe to run on: virtualpok, pok-2025, pok-2014, pok-2013"
              + " (default: what the module says, else the image, else virtualpok).")
  private String abi;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description =
          "What becomes of an interrupt that cannot be delivered at once: reliable, pok-2014,"
              + " pok-2013 (default: what the module says, else reliable).")
  private String policy;

  @Option(
      names = "--frame",
      paramLabel = "NAME",
      description =
          "Where an interrupt's frame lies on the guest's stack: safe, published (default: safe"
              + " under reliable, else published).")
  private String frame;

  TargetOptions toTargetOptions() {
    return toTargetOptions(PcOptions.DEFAULT);
  }

  TargetOptions toTargetOptions(PcOptions pc) {
    return new TargetOptions(
        Optional.ofNullable(memory),
        Optional.ofNullable(clock),
        clockPhase,
        pc,
        new KernelOptions(
            Optional.ofNullable(abi), Optional.ofNullable(policy), Optional.ofNullable(frame)));
  }
}
