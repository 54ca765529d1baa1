// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.machine.PcConfig;

/**
 * What the user chose about a PC beyond its memory.
 *
 * @param append the kernel's command line, behind its name
 * @param modules files that the boot loader brings along
 * @param model the processor; a Pentium III if nothing is said
 * @param nanosPerInstruction guest time that an instruction takes, ns
 * @param rom the FILE is a boot ROM, not a kernel
 */
public record PcOptions(
    String append,
    List<String> modules,
    Optional<CpuModel> model,
    int nanosPerInstruction,
    boolean rom) {
  public static final PcOptions DEFAULT =
      new PcOptions("", List.of(), Optional.empty(), PcConfig.DEFAULT_NANOS_PER_INSTRUCTION, false);

  public PcOptions {
    modules = List.copyOf(modules);
  }

  boolean isDefault() {
    return equals(DEFAULT);
  }
}
