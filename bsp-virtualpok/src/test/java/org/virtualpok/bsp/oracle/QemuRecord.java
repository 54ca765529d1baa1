// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a native image said in QEMU, from the record.
 *
 * @param status QEMU's exit status: 0 power off, 2 * code + 1 debug exit
 * @param text all it wrote to COM1
 */
public record QemuRecord(int status, String text) {
  /** Images whose text is the same at every run, by the names of their partition's variants. */
  public static final List<String> NAMES =
      List.of("hello", "base_sp", "ticker", "messages", "exectest", "bench");

  private static final String STATUS = "# exit status ";

  /** Reads the record of one of {@link #NAMES}. */
  public static QemuRecord read(String name) throws IOException {
    String resource = "/org/virtualpok/bsp/native/" + name + ".qemu.txt";
    try (InputStream in = QemuRecord.class.getResourceAsStream(resource)) {
      String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      int status =
          all.lines()
              .filter(line -> line.startsWith(STATUS))
              .mapToInt(line -> Integer.parseInt(line.substring(STATUS.length())))
              .findFirst()
              .orElseThrow();
      String text =
          all.lines()
              .dropWhile(line -> line.startsWith("#"))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      return new QemuRecord(status, text);
    }
  }
}
