// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.Map;
import java.util.Optional;
import org.virtualpok.bsp.OperatingSystems;
import org.virtualpok.emu.awareness.AwareMachine;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.debug.Machine;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.machine.KernelImage;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.hypervisor.awareness.PokPcMachine;
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
      image
          .elf()
          .ifPresent(elf -> attach(aware, each.getKey(), image.file(), elf, DwarfReader.read(elf)));
    }
    return aware;
  }

  /** A PC with the system that is its kernel; POK's partitions with theirs. */
  static Machine attach(PcMachine machine) {
    Optional<KernelImage> kernel = machine.image();
    if (kernel.isEmpty()) {
      return machine;
    }
    ElfImage elf = kernel.get().elf();
    DebugInfo debugInfo = DwarfReader.read(elf);
    Optional<PokPcMachine> pok = PokPcMachine.of(machine, elf, debugInfo);
    if (pok.isPresent()) {
      AwareMachine aware = new AwareMachine(pok.get());
      pok.get()
          .programs()
          .forEach((id, p) -> attach(aware, id, p.elf().fileName(), p.elf(), p.debugInfo()));
      return aware;
    }
    AwareMachine aware = new AwareMachine(machine);
    attach(aware, PcMachine.CPU_CONTEXT, kernel.get().name(), elf, debugInfo);
    return aware;
  }

  private static void attach(
      AwareMachine aware, int context, String name, ElfImage elf, DebugInfo debugInfo) {
    GuestImage image =
        new GuestImage(context, name, elf.symbols(), debugInfo, aware.memory(context));
    aware.attach(image, OperatingSystems.PROVIDERS);
  }
}
