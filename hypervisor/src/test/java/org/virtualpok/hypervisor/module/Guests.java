// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.LineDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.personality.Personality;

/** Machines with small guests, and looks into them. */
final class Guests {
  static final long SLOT_NANOS = 10_000_000;

  private Guests() {}

  /** Each guest is a partition p1, p2, ... with a slot of 10 ms. */
  static ModuleMachine machine(Asm... guests) {
    return machine(ModuleOptions.DEFAULT, Costs.NONE, guests);
  }

  static ModuleMachine machine(ModuleOptions options, Costs costs, Asm... guests) {
    return machine(options, costs, "", guests);
  }

  /** The first guest believes to run on this kernel, the others on ours; 1 us an instruction. */
  static ModuleMachine machineOf(Personality first, Asm... guests) {
    return machine(
        ModuleOptions.DEFAULT.withNanosPerInstruction(1_000), Costs.NONE, first.abi(), guests);
  }

  private static ModuleMachine machine(
      ModuleOptions options, Costs costs, String firstAbi, Asm... guests) {
    List<PartitionDescription> partitions = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    List<PartitionImage> images = new ArrayList<>();
    for (int i = 0; i < guests.length; i++) {
      String name = "p" + (i + 1);
      partitions.add(
          new PartitionDescription(i + 1, name, name, i == 0 ? firstAbi : "", Asm.SIZE_BYTES, 0));
      windows.add(new Window(i, i * SLOT_NANOS, SLOT_NANOS));
      images.add(guests[i].image(name));
    }
    ModuleDescription description =
        new ModuleDescription(
            "test.xml",
            "test",
            partitions,
            guests.length * SLOT_NANOS,
            windows,
            ClockRate.DEFAULT,
            costs,
            List.of(new LineDescription(5, true)));
    return new ModuleMachine(description, images, options);
  }

  /** A word of a partition's memory; the partition is numbered from 1. */
  static int word(ModuleMachine machine, int partition, int offset) {
    try {
      byte[] b = machine.readMemory(new Address.Logical(2 * partition, SegmentName.DS, offset), 4);
      return b[0] & 0xff | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | b[3] << 24;
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
  }

  static List<EventLog.Event> events(ModuleMachine machine, EventKind kind) {
    return all(machine).stream().filter(e -> e.kind().equals(kind)).toList();
  }

  static List<EventLog.Event> all(ModuleMachine machine) {
    List<EventLog.Event> events = new ArrayList<>();
    for (long i = 0; i < machine.events().size(); i++) {
      events.add(machine.events().get(i));
    }
    return events;
  }

  static List<String> lines(ModuleMachine machine) {
    return all(machine).stream().map(e -> EventWording.line(e, machine::partitionName)).toList();
  }

  static String console(ModuleMachine machine) {
    StringBuilder text = new StringBuilder();
    for (EventLog.Event e : events(machine, HypervisorEvents.CONSOLE_OUTPUT)) {
      text.append(new String(e.text(), StandardCharsets.US_ASCII));
    }
    return text.toString();
  }
}
