// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    layoutFile.write(Theme.LIGHT, layout, false);
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
    Layout pc = Layout.pcPerspective(List.of("console-com1"));
    layoutFile.write(Theme.LIGHT, module, false);
    layoutFile.write(Theme.DARK, pc, true);
    LayoutFile.Kept kept = layoutFile.read().orElseThrow();
    assertEquals(Optional.of(module), kept.layout(false));
    assertEquals(Optional.of(pc), kept.layout(true));
    assertEquals(Theme.DARK, kept.theme());
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
