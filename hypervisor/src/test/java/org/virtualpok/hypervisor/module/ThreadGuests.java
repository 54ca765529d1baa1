// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.KernelDescription;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Machines whose guests have threads; 1 us an instruction, slots of 10 ms. */
final class ThreadGuests {
  static final int ENTRY = 4;

  /** Attributes of the thread that is created last. */
  static final int ATTRIBUTES = 0x4800;

  /** Where ids of threads are stored: that of the n-th created at 4n, from 0. */
  static final int IDS = 0x4900;

  /** How many threads a partition may have. */
  static final int THREADS = 6;

  private ThreadGuests() {}

  static ModuleMachine machine(Personality personality, ThreadPolicy policy, Asm... guests) {
    return machine(personality, policy, false, guests);
  }

  static ModuleMachine machine(
      Personality personality, ThreadPolicy policy, boolean faithful, Asm... guests) {
    List<PartitionDescription> partitions = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    List<PartitionImage> images = new ArrayList<>();
    ServicesDescription services = new ServicesDescription(policy, THREADS, 1, faithful, List.of());
    for (int i = 0; i < guests.length; i++) {
      String name = "p" + (i + 1);
      partitions.add(
          new PartitionDescription(
              i + 1, name, name, personality.abi(), Asm.SIZE_BYTES, 0, services));
      windows.add(new Window(i, i * Guests.SLOT_NANOS, Guests.SLOT_NANOS));
      images.add(guests[i].image(name));
    }
    ModuleDescription description =
        new ModuleDescription(
            "test.xml",
            "test",
            partitions,
            guests.length * Guests.SLOT_NANOS,
            windows,
            ClockRate.DEFAULT,
            Costs.NONE,
            List.of(),
            KernelDescription.DEFAULT);
    return new ModuleMachine(
        description, images, ModuleOptions.DEFAULT.withNanosPerInstruction(1_000));
  }

  /** THREAD_CREATE; the answer stays in EAX. Times are in the kernel's units. */
  static Asm create(Asm asm, int number, String entry, int priority, int period, int capacity) {
    asm.store(ATTRIBUTES, priority).storeLabel(ATTRIBUTES + ENTRY, entry);
    for (int at = 8; at < 40; at += 4) {
      asm.store(ATTRIBUTES + at, 0);
    }
    asm.store(ATTRIBUTES + 8, period).store(ATTRIBUTES + 24, capacity);
    return asm.hypercall(42, 50, IDS + 4 * number, ATTRIBUTES);
  }

  /** PARTITION_SET_MODE NORMAL: the main thread goes no further. */
  static Asm normal(Asm asm) {
    return asm.hypercall(42, 404, 3);
  }

  /** A call of a thread, with arguments in memory of its own. */
  static Asm call(Asm asm, int thread, int number, int... arguments) {
    return asm.hypercallAt(0x4a00 + 0x40 * thread, 42, number, arguments);
  }

  /** Time in the unit of sleeps. */
  static int millis(Personality personality, int millis) {
    return (int) (millis * 1_000_000L / personality.nanosPerTimeUnit());
  }

  /** Time in the unit of periods. */
  static int period(Personality personality, int millis) {
    return (int) personality.toKernelUnits(millis * 1_000_000L);
  }
}
