// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.HealthDescription;
import org.virtualpok.hypervisor.config.KernelDescription;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Modules with tables of the health monitor; 1 us an instruction, slots of 10 ms. */
final class HealthGuests {
  private final List<HealthDescription.Level> levels = new ArrayList<>();
  private final List<HealthDescription.Action> module = new ArrayList<>();
  private final Map<Integer, List<HealthDescription.Action>> partitions = new HashMap<>();
  private Personality personality = Personality.VIRTUALPOK;
  private boolean faithful;

  HealthGuests on(Personality kernel, boolean bugs) {
    personality = kernel;
    faithful = bugs;
    return this;
  }

  HealthGuests level(ErrorKind error, SystemState state, ErrorLevel level) {
    levels.add(new HealthDescription.Level(state, error, level, "", 1));
    return this;
  }

  HealthGuests level(ErrorKind error, ErrorLevel level) {
    return level(error, SystemState.PROCESS_EXECUTION, level);
  }

  HealthGuests module(ErrorKind error, HealthAction action) {
    module.add(new HealthDescription.Action(SystemState.PROCESS_EXECUTION, error, action, "", 1));
    return level(error, ErrorLevel.MODULE);
  }

  /** The index counts from 0. */
  HealthGuests partition(int index, ErrorKind error, SystemState state, HealthAction action) {
    partitions
        .computeIfAbsent(index, i -> new ArrayList<>())
        .add(new HealthDescription.Action(state, error, action, "", 1));
    return this;
  }

  HealthGuests partition(int index, ErrorKind error, HealthAction action) {
    return partition(index, error, SystemState.PROCESS_EXECUTION, action);
  }

  ModuleMachine machine(Asm... guests) {
    List<PartitionDescription> described = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    List<PartitionImage> images = new ArrayList<>();
    ServicesDescription services =
        new ServicesDescription(ThreadPolicy.RR, ThreadGuests.THREADS, 1, faithful, List.of());
    for (int i = 0; i < guests.length; i++) {
      String name = "p" + (i + 1);
      described.add(
          new PartitionDescription(
              i + 1, name, name, personality.abi(), Asm.SIZE_BYTES, 0, services));
      windows.add(new Window(i, i * Guests.SLOT_NANOS, Guests.SLOT_NANOS));
      images.add(guests[i].image(name));
    }
    ModuleDescription description =
        new ModuleDescription(
            "test.xml",
            "test",
            described,
            guests.length * Guests.SLOT_NANOS,
            windows,
            ClockRate.DEFAULT,
            Costs.NONE,
            List.of(),
            KernelDescription.DEFAULT,
            new HealthDescription(levels, module, partitions));
    return new ModuleMachine(
        description, images, ModuleOptions.DEFAULT.withNanosPerInstruction(1_000));
  }

  /** "12 numeric error: partition level, COLD_START" for each. */
  static List<String> decisions(ModuleMachine machine) {
    return Guests.events(machine, HypervisorEvents.HEALTH_ERROR).stream()
        .map(EventWording::details)
        .toList();
  }

  /** "by thread 0 at 0x00000010 in PARTITION_INIT" for each. */
  static List<String> origins(ModuleMachine machine) {
    return Guests.events(machine, HypervisorEvents.HEALTH_ORIGIN).stream()
        .map(EventWording::details)
        .toList();
  }
}
