// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplayCheckTest {
  @TempDir private Path directory;

  private static void assertHelps(Optional<String> line, String missing) {
    assertTrue(line.orElseThrow().contains(missing), line.get());
    assertTrue(line.get().contains("./vpok run "), line.get());
    assertTrue(line.get().contains("./vpok screenshot "), line.get());
    assertEquals(1, line.get().lines().count());
  }

  @Test
  void shouldNameTheMissingPackage() {
    assertHelps(DisplayCheck.problem(":0", List.of(directory)), "package libgtk-3-0");
  }

  @Test
  void shouldNameTheMissingDisplay() throws IOException {
    Files.createFile(directory.resolve("libgtk-3.so.0"));
    assertHelps(DisplayCheck.problem(null, List.of(directory)), "DISPLAY is not set");
    assertHelps(DisplayCheck.problem("", List.of(directory)), "DISPLAY is not set");
    assertEquals(Optional.empty(), DisplayCheck.problem(":0", List.of(directory)));
  }

  @Test
  void shouldExplainWhatJavaFxSays() {
    assertHelps(
        DisplayCheck.explain(
            new RuntimeException(new UnsupportedOperationException("Unable to open DISPLAY"))),
        "nothing answers at DISPLAY=");
    assertHelps(
        DisplayCheck.explain(
            new UnsupportedOperationException("Unable to load glass GTK library.")),
        "package libgtk-3-0");
    assertEquals(Optional.empty(), DisplayCheck.explain(new IllegalStateException("other")));
  }
}
