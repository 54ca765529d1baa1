// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.image.ElfImage;

/** Sizes of types, members and addresses of variables and functions against readelf's. */
class DwarfInfoOracleTest {
  private static final Pattern ENTRY =
      Pattern.compile("^ *<(\\d+)><[0-9a-f]+>: Abbrev Number: \\d+ \\((DW_TAG_\\w+)\\).*");
  private static final Pattern NAME = Pattern.compile(".*DW_AT_name +: (?:\\(.*\\): )?(\\S+)\\s*$");
  private static final Pattern SIZE = Pattern.compile(".*DW_AT_byte_size +: (\\d+).*");
  private static final Pattern OFFSET =
      Pattern.compile(".*DW_AT_data_member_location: (?:.*DW_OP_plus_uconst: )?(\\d+).*");
  private static final Pattern PLACE = Pattern.compile(".*\\(DW_OP_addr: ([0-9a-f]+)\\).*");
  private static final Pattern LOW = Pattern.compile(".*DW_AT_low_pc +: 0x([0-9a-f]+).*");

  @TempDir Path directory;

  /** An entry as readelf prints it. */
  private static final class Entry {
    String tag = "";
    int level;
    String name = "";
    int size = -1;
    int offset = -1;
    long place = -1;
    boolean bits;
  }

  private static List<Entry> entries(String dump) {
    List<Entry> entries = new ArrayList<>();
    Entry at = new Entry();
    for (String printed : dump.split("\n")) {
      String line = printed.replaceFirst("( *: )\\(\\w+\\) ", "$1"); // newer ones name the form
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        at = new Entry();
        at.level = Integer.parseInt(entry.group(1));
        at.tag = entry.group(2);
        entries.add(at);
        continue;
      }
      Matcher m;
      if ((m = NAME.matcher(line)).matches()) {
        at.name = m.group(1);
      } else if ((m = SIZE.matcher(line)).matches()) {
        at.size = Integer.parseInt(m.group(1));
      } else if ((m = OFFSET.matcher(line)).matches()) {
        at.offset = Integer.parseInt(m.group(1));
      } else if ((m = PLACE.matcher(line)).matches() || (m = LOW.matcher(line)).matches()) {
        at.place = Long.parseLong(m.group(1), 16);
      }
      at.bits |= line.contains("DW_AT_bit_size");
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-gdwarf-2 -gstrict-dwarf",
        "-gdwarf-3",
        "-gdwarf-4",
        "-gdwarf-5",
        "-gdwarf-2 -O2",
        "-gdwarf-3 -O2",
        "-gdwarf-4 -O2",
        "-gdwarf-5 -O2"
      })
  void shouldAgreeWithReadelf(String options) throws Exception {
    Path program = Gcc.compile(directory, "-nostdlib -static " + options, "shapes.c");
    DebugInfo info = DwarfReader.read(ElfImage.parse("shapes", Files.readAllBytes(program)));
    String dump =
        Gcc.output(List.of("readelf", "-W", "--debug-dump=info", program.toString()), "readelf");
    int checked = 0;
    Type.Struct struct = null;
    int next = 0;
    for (Entry e : entries(dump)) {
      if (e.level == 1) {
        struct = null;
      }
      if (e.level == 1 && e.tag.equals("DW_TAG_structure_type") && !e.name.isEmpty()) {
        Type type = info.type("struct " + e.name).orElseThrow();
        assertEquals(e.size, type.sizeBytes().orElse(-1), e.name);
        struct = e.size < 0 ? null : (Type.Struct) type;
        next = 0;
        checked++;
      } else if (e.level == 2 && e.tag.equals("DW_TAG_member") && struct != null) {
        Type.Member member = struct.members().get(next++);
        assertEquals(e.name, member.name());
        assertTrue(e.bits || e.offset == member.offsetBytes(), e.name + " at " + e.offset);
        checked++;
      } else if (e.level == 1 && e.tag.equals("DW_TAG_variable") && e.place >= 0) {
        assertEquals(e.place, info.variable(e.name).orElseThrow().address().orElseThrow(), e.name);
        checked++;
      } else if (e.level == 1 && e.tag.equals("DW_TAG_subprogram") && e.place >= 0) {
        Function function = info.functionAt((int) e.place).orElseThrow();
        assertEquals(e.place, function.low(), e.name);
        assertTrue(e.name.isEmpty() || e.name.equals(function.name()), e.name);
        checked++;
      }
    }
    assertTrue(checked > 50, checked + " compared");
    assertEquals(List.of(), info.problems());
  }
}
