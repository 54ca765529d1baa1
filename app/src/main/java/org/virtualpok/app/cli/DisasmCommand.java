// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.InputException;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.SymbolTable.Symbol;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.isa.Disassembler.Line;
import org.virtualpok.emu.isa.Disassembler.Syntax;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The code of an image as assembly. */
@Command(
    name = "disasm",
    mixinStandardHelpOptions = true,
    header = "Disassembles the code of an image.",
    footer = {"", "Example", "  ./vpok disasm hello --syntax att"})
final class DisasmCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(paramLabel = "FILE", description = "A built-in image or an ELF file.")
  private String file;

  @Option(
      names = "--syntax",
      paramLabel = "SYNTAX",
      defaultValue = "intel",
      description = "intel or att (default: intel).")
  private Syntax syntax;

  @Override
  public Integer call() throws InputException {
    GuestFile guest = GuestFile.find(file);
    ElfImage image =
        guest
            .elf()
            .orElseThrow(
                () ->
                    new InputException(
                        guest.kind() == GuestFile.Kind.MODULE
                            ? file + ": a module; disasm takes one of its images"
                            : file + ": a snapshot; disasm takes the kernel's file"));
    Map<Integer, String> labels = new HashMap<>();
    for (Symbol s : image.symbols().all()) {
      if (s.function()) {
        labels.putIfAbsent(s.address(), s.name());
      }
    }
    boolean found = false;
    for (ElfImage.Section section : image.sections()) {
      if (section.executable()) {
        found = true;
        parent.out().print(listing(section, labels));
      }
    }
    if (!found) {
      throw new InputException(file + ": no section headers name any code in it");
    }
    return ExitCode.OK;
  }

  private String listing(ElfImage.Section section, Map<Integer, String> labels) {
    StringBuilder out = new StringBuilder();
    out.append("Section ").append(section.name()).append('\n');
    byte[] code = section.bytes();
    for (Line line : Disassembler.disassemble(code, section.address(), code.length, syntax)) {
      String label = labels.get(line.offset());
      if (label != null) {
        out.append(String.format(Locale.ROOT, "\n%08x <%s>:\n", line.offset(), label));
      }
      String bytes = HexFormat.ofDelimiter(" ").formatHex(line.bytes());
      out.append(String.format(Locale.ROOT, "%8x:  %-30s  %s", line.offset(), bytes, line.text()));
      String target = line.target() < 0 ? null : labels.get((int) line.target());
      out.append(target == null ? "\n" : " <" + target + ">\n");
    }
    return out.append('\n').toString();
  }
}
