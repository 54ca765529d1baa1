// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleParser;
import org.virtualpok.hypervisor.module.Module;
import org.virtualpok.hypervisor.module.ModuleMachine;
import org.virtualpok.hypervisor.module.ModuleOptions;

/** Builds the target that a FILE describes; the same for the workbench and for every command. */
public final class TargetFactory {
  /** What a fault of a partition does to the others. */
  public enum OnFault {
    /** They go on: the module behaves as it would without a debugger. */
    GO_ON,
    /** Everything stops, so that a person can look. */
    STOP
  }

  private TargetFactory() {}

  /** Finds, reads and builds; the target stands at its start. */
  public static GuestSession open(String file, TargetOptions options, OnFault onFault)
      throws InputException {
    return open(GuestFile.find(file, options.pc().rom()), options, onFault);
  }

  /** As {@link #open(String, TargetOptions, OnFault)}, for a file that was read already. */
  public static GuestSession open(GuestFile file, TargetOptions options, OnFault onFault)
      throws InputException {
    if (file.isPc()) {
      if (!options.kernel().isDefault()) {
        throw new InputException(
            file.name()
                + ": a PC brings its own kernel; --abi, --policy and --frame are for modules");
      }
      return new PcSession(PcFactory.machine(file, options));
    }
    ModuleMachine machine = machine(file, options);
    machine.setStopOnFault(onFault == OnFault.STOP);
    return new ModuleSession(machine);
  }

  /**
   * The machine of a module alone, for who drives it without a debugger, in one thread; it goes on
   * at faults.
   */
  public static ModuleMachine machine(GuestFile file, TargetOptions options) throws InputException {
    if (!options.pc().isDefault()) {
      throw new InputException(
          file.name() + ": no kernel for a PC; --append, --module, --cpu and --rom are for those");
    }
    ModuleOptions moduleOptions = moduleOptions(options);
    try {
      return switch (file.kind()) {
        case MODULE -> module(file, options, moduleOptions);
        case PARTITION_IMAGE -> singleImage(file, options, moduleOptions);
        case PC_KERNEL, PC_ROM, PC_SNAPSHOT -> throw new IllegalArgumentException("a PC");
      };
    } catch (ConfigurationException e) {
      throw new InputException(e.problems());
    }
  }

  private static ModuleMachine module(
      GuestFile file, TargetOptions options, ModuleOptions moduleOptions)
      throws InputException, ConfigurationException {
    if (options.memoryBytes().isPresent()) {
      throw new InputException(
          file.name() + ": a module names the memory of its partitions; --memory is for an image");
    }
    ModuleDescription description = ModuleParser.parse(file.name(), file.bytes());
    return Module.open(description, new ImageFiles(file.directory()), moduleOptions);
  }

  private static ModuleMachine singleImage(
      GuestFile file, TargetOptions options, ModuleOptions moduleOptions)
      throws ConfigurationException {
    long size = options.memoryBytes().orElse((long) ModuleDescription.DEFAULT_PARTITION_BYTES);
    ModuleDescription description =
        ModuleDescription.ofSingleImage(
            file.name(), file.name(), (int) Math.min(size, Integer.MAX_VALUE));
    ImageResolver resolver = reference -> file.bytes();
    return Module.open(description, resolver, moduleOptions);
  }

  private static ModuleOptions moduleOptions(TargetOptions options) throws InputException {
    if (options.clockPhaseNanos() < 0) {
      throw new InputException(
          "--clock-phase " + options.clockPhaseNanos() + ": must not be negative");
    }
    ModuleOptions all =
        ModuleOptions.DEFAULT
            .withClockPhaseNanos(options.clockPhaseNanos())
            .withKernel(options.kernel().toKernel());
    if (options.clock().isEmpty()) {
      return all;
    }
    try {
      return all.withClock(ClockRate.parse(options.clock().get()));
    } catch (IllegalArgumentException e) {
      throw new InputException("--clock " + options.clock().get() + ": " + e.getMessage());
    }
  }
}
