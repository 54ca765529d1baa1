// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.hypervisor.module.ModuleMachine;
import org.virtualpok.hypervisor.partition.PartitionImage;

/** Images with debugging information, and the memory that their addresses mean. */
public final class DebugImages {
  private DebugImages() {}

  /** An image that does not run: its memory is what its file has. */
  public static GuestImage still(ElfImage elf) {
    return new GuestImage(
        0,
        elf.fileName(),
        elf.symbols(),
        DwarfReader.read(elf),
        (address, length) -> inFile(elf, address, length));
  }

  private static byte[] inFile(ElfImage elf, int address, int length) {
    for (ElfImage.Segment s : elf.segments()) {
      int at = address - s.vaddr();
      if (s.type() == ElfImage.PT_LOAD && Integer.compareUnsigned(at, s.memSize()) < 0) {
        int count = Math.min(length, s.memSize() - at);
        byte[] bytes = new byte[Math.max(0, count)];
        int filled = Math.min(bytes.length, s.fileBytes().length - at);
        if (filled > 0) {
          System.arraycopy(s.fileBytes(), at, bytes, 0, filled); // the rest is zero at the start
        }
        return bytes;
      }
    }
    return new byte[0];
  }

  /** Of the partitions of a module; each is named as its partition. */
  static List<GuestImage> of(ModuleMachine machine, DebugTarget target) {
    List<GuestImage> images = new ArrayList<>();
    for (Map.Entry<Integer, PartitionImage> each : machine.images().entrySet()) {
      int context = each.getKey();
      each.getValue()
          .elf()
          .ifPresent(
              elf ->
                  images.add(
                      running(
                          context,
                          machine.partitionName(context),
                          elf,
                          target,
                          a -> new Address.Logical(context, SegmentName.DS, a))));
    }
    return images;
  }

  /** A PC's kernel, in linear addresses: DS may be a process's. */
  static List<GuestImage> of(PcMachine machine, DebugTarget target) {
    return machine.image().stream()
        .map(k -> running(PcMachine.CPU_CONTEXT, k.name(), k.elf(), target, Address.Linear::new))
        .toList();
  }

  private static GuestImage running(
      int context, String name, ElfImage elf, DebugTarget target, IntFunction<Address> meaning) {
    return new GuestImage(
        context,
        name,
        elf.symbols(),
        DwarfReader.read(elf),
        (address, length) -> read(target, meaning.apply(address), length));
  }

  private static byte[] read(DebugTarget target, Address address, int length) {
    try {
      byte[] bytes = target.readMemory(address, Math.max(0, length)).get();
      return bytes.length > length ? Arrays.copyOf(bytes, length) : bytes;
    } catch (ExecutionException e) {
      return new byte[0]; // nothing can be read there now
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new byte[0];
    }
  }
}
