// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.KernelDescription;
import org.virtualpok.hypervisor.config.KernelDescription.Channel;
import org.virtualpok.hypervisor.config.KernelDescription.End;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;
import org.virtualpok.hypervisor.config.PortDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.personality.InterruptPolicy;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Modules whose partitions talk through ports and use lock objects. */
final class PortGuests {
  static final long SLOT_NANOS = 10_000_000;

  /** Where {@link #start} puts the port's id. */
  static final int PORT = Asm.DATA + 0x100;

  private static final int NAME = Asm.DATA + 0x120;
  private static final int ATTRIBUTES = Asm.DATA + 0x140;

  private PortGuests() {}

  static PortDescription port(Kind kind, String name, Direction direction, int bytes, int count) {
    return new PortDescription(name, kind, direction, bytes, count, 0, 0);
  }

  static ServicesDescription services(boolean faithful, PortDescription... ports) {
    return new ServicesDescription(ThreadPolicy.RR, 4, 4, faithful, List.of(ports));
  }

  /** Port 0 of each partition but the first ends the channel from port 0 of the first. */
  static ModuleMachine machine(
      Personality personality, Flush flush, List<ServicesDescription> services, Asm... guests) {
    List<PartitionDescription> partitions = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    List<PartitionImage> images = new ArrayList<>();
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < guests.length; i++) {
      String name = "p" + (i + 1);
      partitions.add(
          new PartitionDescription(
              i + 1, name, name, personality.abi(), Asm.SIZE_BYTES, 0, services.get(i)));
      windows.add(new Window(i, i * SLOT_NANOS, SLOT_NANOS));
      images.add(guests[i].image(name));
      if (i > 0 && !services.get(i).ports().isEmpty()) {
        ends.add(new End(i, 0));
      }
    }
    List<Channel> channels = ends.isEmpty() ? List.of() : List.of(new Channel(new End(0, 0), ends));
    ModuleDescription description =
        new ModuleDescription(
            "test.xml",
            "test",
            partitions,
            guests.length * SLOT_NANOS,
            windows,
            ClockRate.DEFAULT,
            Costs.NONE,
            List.of(),
            new KernelDescription(
                InterruptPolicy.RELIABLE, java.util.Optional.empty(), flush, channels));
    return new ModuleMachine(
        description, images, ModuleOptions.DEFAULT.withNanosPerInstruction(1_000));
  }

  /** Creates the source "q" or the destination "r"; its id comes to PORT, the answer behind. */
  static Asm create(Asm guest, int call, int size, int direction) {
    guest.store(NAME, direction == 2 ? 'q' : 'r');
    guest.hypercall(42, call, NAME, size, direction, 0, PORT);
    return guest.storeRegister(PORT + 4, 0);
  }

  /** Goes on in a thread of mode NORMAL. */
  static Asm start(Asm guest) {
    guest.store(ATTRIBUTES, 10).storeLabel(ATTRIBUTES + 4, "thread");
    for (int i = 8; i < 32; i += 4) {
      guest.store(ATTRIBUTES + i, -1);
    }
    guest.hypercall(42, 50, ATTRIBUTES + 40, ATTRIBUTES);
    return guest.hypercall(42, 404, 3).label("thread");
  }
}
