// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.SymbolTable;

/** Lines against readelf's, functions against the symbols of the linker. */
class DwarfLinesTest {
  private static final Pattern ROW =
      Pattern.compile("^(\\S.*?)\\s+(\\d+)\\s+(0x[0-9a-f]+|0)(\\s.*)?$");

  private static final String[] SOURCES = {"lines.c", "lines.h"};

  @TempDir Path directory;

  private ElfImage build(String options) throws Exception {
    Path program = Gcc.compile(directory, "-nostdlib -static " + options, SOURCES);
    return ElfImage.parse("lines", Files.readAllBytes(program));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-gdwarf-2 -gstrict-dwarf",
        "-gdwarf-3",
        "-gdwarf-4",
        "-gdwarf-5",
        "-gdwarf-2 -O2",
        "-gdwarf-4 -O2 -ffunction-sections",
        "-gdwarf-5 -O2",
        "-gdwarf-5 -Os -gz=zlib"
      })
  void shouldHaveTheRowsOfReadelf(String options) throws Exception {
    DebugInfo info = DwarfReader.read(build(options));
    String program = directory.resolve("program").toString();
    List<String> theirs = new ArrayList<>();
    for (String line :
        Gcc.output(List.of("readelf", "-W", "--debug-dump=decodedline", program), "readelf")
            .split("\n")) {
      Matcher m = ROW.matcher(line);
      if (m.matches()) {
        boolean statement = m.group(4) != null && m.group(4).contains("x");
        String address = Long.toHexString(Long.decode(m.group(3)));
        theirs.add(m.group(1) + " " + m.group(2) + " " + address + (statement ? " x" : ""));
      }
    }
    List<String> ours = new ArrayList<>();
    for (SourceLine row : info.lines()) {
      String file = row.file().substring(row.file().lastIndexOf('/') + 1);
      String address = Integer.toHexString(row.address());
      ours.add(file + " " + row.line() + " " + address + (row.statement() ? " x" : ""));
    }
    assertTrue(theirs.size() > 30, () -> theirs.size() + " rows");
    assertEquals(theirs, ours);
    assertEquals(List.of(), info.problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-2", "-gdwarf-3 -O2", "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -O2"})
  void shouldHaveTheFunctionsOfTheLinker(String options) throws Exception {
    ElfImage image = build(options);
    DebugInfo info = DwarfReader.read(image);
    int found = 0;
    for (SymbolTable.Symbol symbol : image.symbols().all()) {
      if (!symbol.function() || symbol.size() == 0 || symbol.name().contains(".")) {
        continue;
      }
      Function f = info.functionAt(symbol.address() + symbol.size() - 1).orElseThrow();
      assertEquals(symbol.name(), f.name());
      assertEquals(symbol.address(), f.low());
      assertEquals(symbol.address() + symbol.size(), f.high());
      assertEquals(f, info.function(symbol.name()).orElseThrow());
      assertTrue(info.lineAt(symbol.address()).isPresent());
      found++;
    }
    assertTrue(found >= 6, found + " functions");
  }

  @Test
  void shouldTellWhatAFunctionDeclares() throws Exception {
    DebugInfo info = DwarfReader.read(build("-gdwarf-5"));
    Function sum = info.function("sum").orElseThrow();
    assertEquals("int", sum.result().orElseThrow().name());
    assertEquals(9, sum.line());
    assertTrue(sum.file().endsWith("/lines.c"), sum.file());
    assertEquals(
        List.of("values", "count", "total", "i", "value"),
        sum.variables().stream().map(Variable::name).toList());
    assertEquals(1, sum.frameBase().entries().size());
    assertTrue(sum.variables().stream().noneMatch(v -> v.location().entries().isEmpty()));
    Function other = info.function("other").orElseThrow();
    assertEquals("struct pair", other.variables().get(2).type().name());
    assertFalse(info.function("_start").orElseThrow().result().isPresent());
  }

  @Test
  void optimisedVariablesShouldHaveLists() throws Exception {
    DebugInfo info = DwarfReader.read(build("-gdwarf-4 -O2"));
    Function sum = info.function("sum").orElseThrow();
    Variable total =
        sum.variables().stream().filter(v -> v.name().equals("total")).findFirst().orElseThrow();
    assertTrue(total.location().entries().size() > 1, total.location().toString());
    for (Location.Entry e : total.location().entries()) {
      assertTrue(sum.low() <= e.low() && e.high() <= sum.high(), e.toString());
    }
  }

  @Test
  void shouldFindWhereALineBegins() throws Exception {
    DebugInfo info = DwarfReader.read(build("-gdwarf-5"));
    SourceLine loop = info.rows("lines.c", 12).get(0);
    assertEquals("sum", info.functionAt(loop.address()).orElseThrow().name());
    assertEquals(12, info.lineAt(loop.address() + 1).orElseThrow().line());
    assertEquals(loop, info.rows(loop.file(), 12).get(0));
    assertEquals(1000, info.rows("up.y", 1000).get(0).line());
    assertEquals(1, info.rows("made/up.y", 1000).size());
    assertEquals(List.of(), info.rows("own/up.y", 1000));
    assertEquals(List.of(), info.rows("lines.c", 999));
  }
}
