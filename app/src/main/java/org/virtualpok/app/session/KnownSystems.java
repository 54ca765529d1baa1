// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.Map;
import org.virtualpok.bsp.OperatingSystems;
import org.virtualpok.emu.awareness.AwareMachine;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.debug.Machine;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.hypervisor.module.ModuleMachine;
import org.virtualpok.hypervisor.partition.PartitionImage;

/** Brings together a machine and those who know the operating systems that run in it. */
final class KnownSystems {
  private KnownSystems() {}

  /** A module with the systems of its partitions. */
  static Machine attach(ModuleMachine machine) {
    AwareMachine aware = new AwareMachine(machine);
    for (Map.Entry<Integer, PartitionImage> each : machine.images().entrySet()) {
      PartitionImage image = each.getValue();
      image.elf().ifPresent(elf -> attach(aware, each.getKey(), image.file(), elf));
    }
    return aware;
  }

  /** A PC with the system that is its kernel. */
  static Machine attach(PcMachine machine) {
    AwareMachine aware = new AwareMachine(machine);
    machine.image().ifPresent(k -> attach(aware, PcMachine.CPU_CONTEXT, k.name(), k.elf()));
    return aware;
  }

  private static void attach(AwareMachine aware, int context, String name, ElfImage elf) {
    GuestImage image =
        new GuestImage(context, name, elf.symbols(), DwarfReader.read(elf), aware.memory(context));
    aware.attach(image, OperatingSystems.PROVIDERS);
  }
}
