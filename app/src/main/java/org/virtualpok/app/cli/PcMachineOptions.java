// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.virtualpok.app.session.PcOptions;
import org.virtualpok.emu.cpu.CpuModel;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say what PC is built, beyond its memory. */
final class PcMachineOptions {
  /** The names of processors. */
  static final class Models implements ITypeConverter<CpuModel> {
    @Override
    public CpuModel convert(String text) {
      return Stream.of(CpuModel.values())
          .filter(m -> m.option.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no processor; write p3, p3-qemu, pentium, 486 or 386"));
    }
  }

  @Option(
      names = "--append",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Command line of a PC's kernel, behind its name.")
  private String append;

  @Option(
      names = "--module",
      paramLabel = "FILE",
      description = "A file that the boot loader brings along for a PC's kernel; can be repeated.")
  private List<String> modules = new ArrayList<>();

  @Option(
      names = "--cpu",
      paramLabel = "MODEL",
      converter = Models.class,
      description =
          "Processor of a PC: p3, pentium, 486 or 386; what it lacks is #UD. p3-qemu ignores LOCK where it does not belong, as QEMU does (default: p3).")
  private CpuModel cpu;

  @Option(
      names = "--insn-cost",
      paramLabel = "NS",
      defaultValue = "10",
      description =
          "Guest time that an instruction of a PC takes, in ns; QEMU's -icount shift=N is 2^N"
              + " (default: 10).")
  private int cost;

  @Option(names = "--rom", description = "FILE is a boot ROM of at most 64 KiB for a PC.")
  private boolean rom;

  boolean isRom() {
    return rom;
  }

  PcOptions toPcOptions() {
    return new PcOptions(append, modules, Optional.ofNullable(cpu), cost, rom);
  }
}
