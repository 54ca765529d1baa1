// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.isa.Disassembler.Syntax;

/**
 * Writes down what objdump says of every instruction of every guest image. Run it after the images
 * were rebuilt; its argument is the file to write.
 */
public final class RecordObjdump {
  private RecordObjdump() {}

  public static void main(String[] args) throws IOException {
    SortedSet<String> rows = rows();
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(Path.of(args[0]))),
                StandardCharsets.UTF_8))) {
      out.write("# bytes|intel|att, as printed by " + Objdump.version() + "\n");
      for (String row : rows) {
        out.write(row + "\n");
      }
    }
  }

  /** One row for each distinct instruction: bytes, Intel's text, AT&T's text. */
  static SortedSet<String> rows() throws IOException {
    SortedSet<String> rows = new TreeSet<>();
    for (String name : GuestImages.all()) {
      byte[] elf = GuestImages.read(name);
      List<Objdump.Line> intel = Objdump.run(elf, Syntax.INTEL);
      List<Objdump.Line> att = Objdump.run(elf, Syntax.ATT);
      for (int i = 0; i < intel.size(); i++) {
        Objdump.Line a = intel.get(i);
        String textA = Objdump.relative(a.address(), a.text());
        String textB = Objdump.relative(a.address(), att.get(i).text());
        rows.add(a.bytes() + "|" + textA + "|" + textB);
      }
    }
    return rows;
  }
}
