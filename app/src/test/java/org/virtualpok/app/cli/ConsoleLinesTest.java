// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleLinesTest {
  private final ConsoleLines lines = new ConsoleLines();

  private void add(String partition, String text) {
    lines.add(partition, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String take() {
    return new String(lines.take(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldKeepLinesOfPartitionsApart() {
    add("a", "one ");
    add("b", "two\nthree");
    add("a", "half\n");
    assertEquals("[b] two\n[a] one half\n", take());
    assertEquals("", take());
    lines.finish();
    assertEquals("[b] three\n", take());
    lines.finish();
    assertEquals("", take());
  }

  @Test
  void shouldDropACarriageReturnBeforeALineFeedOnly() {
    add("a", "x\r");
    add("a", "\ny\rz\r\r\n\r\n");
    assertEquals("[a] x\n[a] y\rz\r\n[a] \n", take());
  }

  @Test
  void shouldPassForeignBytes() {
    lines.add("a", new byte[] {(byte) 0xff, 0, '\n'});
    assertArrayEquals(new byte[] {'[', 'a', ']', ' ', (byte) 0xff, 0, '\n'}, lines.take());
  }

  @Test
  void shouldBreakALineThatNeverEnds() {
    add("a", "x".repeat(70_000));
    assertEquals("[a] " + "x".repeat(65_536) + "\n", take());
  }
}
