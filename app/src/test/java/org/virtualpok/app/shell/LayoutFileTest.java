// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virtualpok.app.theme.Theme;

class LayoutFileTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("virtualpok").resolve("workbench.json");
  }

  @Test
  void shouldReadBackWhatItWrote() throws IOException {
    LayoutFile layoutFile = new LayoutFile(file());
    Layout layout = Layout.debugPerspective(List.of("console-1", "console-2"));
    layoutFile.write(Theme.LIGHT, Map.of(Perspective.DEBUG, layout), Perspective.DEBUG, false);
    LayoutFile.Kept kept = layoutFile.read().orElseThrow();
    assertEquals(layout, kept.layout());
    assertEquals(Theme.LIGHT, kept.theme());
    try (var files = Files.list(file().getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void shouldKeepALayoutForModulesAndOneForPcs() throws IOException {
    LayoutFile layoutFile = new LayoutFile(file());
    Layout module = Layout.debugPerspective(List.of("console-1"));
    Layout pc = Layout.pcPerspective(List.of("console-com1"), false);
    layoutFile.write(Theme.LIGHT, Map.of(Perspective.DEBUG, module), Perspective.DEBUG, false);
    layoutFile.write(Theme.DARK, Map.of(Perspective.DEBUG, pc), Perspective.DEBUG, true);
    LayoutFile.Kept kept = layoutFile.read().orElseThrow();
    assertEquals(Optional.of(module), kept.layout(false));
    assertEquals(Optional.of(pc), kept.layout(true));
    assertEquals(Theme.DARK, kept.theme());
  }

  @Test
  void shouldKeepALayoutForEachPerspectiveAndTheLastOne() throws IOException {
    LayoutFile layoutFile = new LayoutFile(file());
    Layout debug = Layout.debugPerspective(List.of("console-1"));
    Layout interrupts = Layout.interruptsPerspective(List.of("console-1"));
    layoutFile.write(
        Theme.LIGHT, Map.of(Perspective.INTERRUPTS, interrupts), Perspective.INTERRUPTS, false);
    layoutFile.write(Theme.LIGHT, Map.of(Perspective.DEBUG, debug), Perspective.INTERRUPTS, false);
    LayoutFile.Kept kept = layoutFile.read().orElseThrow();
    assertEquals(Optional.of(debug), kept.layout(Perspective.DEBUG, false));
    assertEquals(Optional.of(interrupts), kept.layout(Perspective.INTERRUPTS, false));
    assertEquals(Perspective.INTERRUPTS, kept.last(false));
    assertEquals(Perspective.DEBUG, kept.last(true));
  }

  @Test
  void shouldReadALayoutOfBeforeThePerspectives() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(
        file(),
        "{\"version\":1,\"theme\":\"LIGHT\",\"layout\":{\"kind\":\"tabs\","
            + "\"views\":[\"debug\"],\"selected\":\"debug\"},\"pcLayout\":null}");
    LayoutFile.Kept kept = new LayoutFile(file()).read().orElseThrow();
    assertEquals(Perspective.DEBUG, kept.last(false));
    assertEquals(
        Optional.of(new Layout.Tabs(List.of("debug"), "debug")),
        kept.layout(Perspective.DEBUG, false));
    assertEquals(Optional.empty(), kept.layout(Perspective.INTERRUPTS, false));
  }

  @Test
  void shouldHaveNothingBeforeTheFirstTime() throws IOException {
    assertTrue(new LayoutFile(file()).read().isEmpty());
  }

  @Test
  void shouldNameAFileThatItCannotUse() throws IOException {
    Files.createDirectories(file().getParent());
    for (String text : List.of("{broken", "", "[]", "null", "{\"version\":2}")) {
      Files.writeString(file(), text);
      IOException e = assertThrows(IOException.class, () -> new LayoutFile(file()).read(), text);
      assertTrue(e.getMessage().startsWith(file().toString()), e.getMessage());
    }
  }
}
