// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesExportTest {
  private static final EventKind CALL = new EventKind(1, "call", List.of("id", "result"), false);
  private static final EventKind OUT = new EventKind(2, "console", List.of("", "", "line"), true);
  private static final EventKind SAY = new EventKind(3, "say", List.of(), true);

  @Test
  void shouldWriteOneObjectPerLineWithFixedNamesFirst() throws IOException {
    try (ChunkedEventLog log = new ChunkedEventLog()) {
      log.append(1500, 150, CALL, 2, 28, -1, 99);
      log.appendText(1600, 160, OUT, 2, bytes("a \"b\"\n"), 4);
      log.appendText(1700, 170, SAY, 0, new byte[] {'x', (byte) 0xe9}, 4);
      StringWriter out = new StringWriter();
      new JsonLinesExport(id -> id == 2 ? "one" : null).write(log, out);
      assertEquals(
          """
          {"t_ns":1500,"insn":150,"partition":"one","kind":"call","id":28,"result":-1}
          {"t_ns":1600,"insn":160,"partition":"one","kind":"console","line":4,"text":"a \\"b\\"\\n"}
          {"t_ns":1700,"insn":170,"partition":null,"kind":"say","text":"x\u00e9"}
          """,
          out.toString());
    }
  }

  @Test
  void shouldWriteNothingForAnEmptyLog() throws IOException {
    try (ChunkedEventLog log = new ChunkedEventLog()) {
      StringWriter out = new StringWriter();
      new JsonLinesExport(id -> "p").write(log, out);
      assertEquals("", out.toString());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
