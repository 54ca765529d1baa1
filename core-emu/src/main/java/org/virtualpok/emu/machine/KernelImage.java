// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.List;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.MultibootHeader;

/**
 * A multiboot kernel and what it is started with.
 *
 * @param file the whole ELF file
 * @param commandLine what the user appends; the kernel sees the file's name before it
 * @param modules in their order
 */
public record KernelImage(
    String name,
    byte[] file,
    ElfImage elf,
    MultibootHeader header,
    String commandLine,
    List<Module> modules) {

  /** A file that the boot loader brings along; the kernel sees its name as the module's string. */
  public record Module(String name, byte[] bytes) {}

  public KernelImage {
    modules = List.copyOf(modules);
  }

  /**
   * Reads a kernel.
   *
   * @param name how messages and the kernel's command line call the file
   * @throws ImageException if it is no ELF32 i386 executable with a multiboot header
   */
  public static KernelImage read(String name, byte[] file, String commandLine, List<Module> modules)
      throws ImageException {
    ElfImage elf = ElfImage.parse(name, file);
    MultibootHeader header = MultibootHeader.read(name, file);
    return new KernelImage(name, file, elf, header, commandLine, modules);
  }
}
