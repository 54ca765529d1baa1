// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ElfImage.Section;
import org.virtualpok.emu.image.ImageException;

/** What gcc says of a program in each version of DWARF, against what the program says itself. */
class DwarfTypesTest {
  @TempDir Path directory;

  private static Map<String, Integer> said(Path program) throws IOException {
    Process run = new ProcessBuilder(program.toString()).start();
    Map<String, Integer> said = new HashMap<>();
    for (String line :
        new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
      said.put(line.split(" ")[0], Integer.valueOf(line.split(" ")[1]));
    }
    return said;
  }

  /** The file's own bytes, as they are when the program starts. */
  private static GuestMemory memory(ElfImage image) {
    return (address, length) -> {
      for (Section s : image.sections()) {
        int at = address - s.address();
        if (at >= 0 && at < s.bytes().length) {
          return Arrays.copyOfRange(s.bytes(), at, Math.min(at + length, s.bytes().length));
        }
      }
      return new byte[0];
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-gdwarf-2 -gstrict-dwarf",
        "-gdwarf-3",
        "-gdwarf-4",
        "-gdwarf-4 -fdebug-types-section",
        "-gdwarf-5",
        "-gdwarf-5 -O2",
        "-gdwarf-5 -gz=zlib",
        "-gdwarf-4 -gz=zlib-gnu",
        "-gdwarf-5 -fdebug-types-section"
      })
  void shouldAgreeWithTheProgram(String options) throws IOException, ImageException {
    Path program = Gcc.compile(directory, options, "types.c");
    ElfImage image = ElfImage.parse("types", Files.readAllBytes(program));
    DebugInfo info = DwarfReader.read(image);
    Type.Struct node = (Type.Struct) info.type("node_t").orElseThrow().stripped();
    Map<String, Integer> said = said(program);
    assertEquals(said.remove("size"), node.sizeBytes().orElseThrow());
    said.forEach((name, at) -> assertEquals(at, node.member(name).orElseThrow().offsetBytes()));
    assertEquals(9, said.size());

    GuestValue head =
        new GuestImage(0, "types", image.symbols(), info, memory(image)).data().variable("head");
    assertEquals("node_t *", head.type().name());
    assertEquals(7, head.path("tag").integerOr(-1));
    assertEquals(0x42, head.path("high").integerOr(-1));
    assertEquals(Optional.of("first"), head.path("name").text());
    assertEquals(5, head.path("narrow").integerOr(-1));
    assertEquals(4099, head.path("wide").integerOr(-1));
    assertEquals(-2, head.path("colour").integerOr(0));
    assertEquals(Optional.of("BLUE"), head.path("colour").enumerator());
    assertEquals(GuestValue.UNKNOWN, head.path("next", "next"));
    assertEquals("short int [2][3]", node.member("grid").orElseThrow().type().name());

    Variable table = info.variable("table").orElseThrow();
    assertEquals(4 * node.sizeBytes().orElseThrow(), table.type().sizeBytes().orElseThrow());
    assertEquals(Optional.of(5L), info.enumerator("GREEN"));
    assertTrue(info.variable("hidden").orElseThrow().external());
    assertEquals(List.of(), info.problems());
  }
}
