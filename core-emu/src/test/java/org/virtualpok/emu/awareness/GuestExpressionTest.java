// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.image.dwarf.Gcc;

/** Expressions and what is printed of them, against gdb on the same file. */
class GuestExpressionTest {
  private static final List<String> EXPRESSIONS =
      List.of(
          "first",
          "second",
          "*head",
          "head",
          "head->next->letter",
          "first.next",
          "&first",
          "first.grid",
          "first.grid[1]",
          "first.grid[1][2]",
          "first.high",
          "first.point.y",
          "first.colour",
          "first.flags",
          "first.call",
          "first.name",
          "first.text",
          "first.negative",
          "table",
          "zeros",
          "steps",
          "many",
          "counted",
          "cube",
          "cube[1][0]",
          "full",
          "padded",
          "dashes",
          "empty",
          "bytes",
          "nothing",
          "words",
          "words[1]",
          "raw",
          "(node_t *) head",
          "((struct node *) head)->wide",
          "(unsigned char) minus",
          "(unsigned long) head",
          "*(short *) raw",
          "functions",
          "*words[0]",
          "single",
          "ratios",
          "all",
          "huge",
          "minus",
          "mixed",
          "fixed",
          "*flexible",
          "flexible",
          "hidden",
          "&zeros[3]",
          "&head->point",
          "-5",
          "first.both",
          "(char) 65",
          "&table",
          "&words",
          "GREEN",
          "BLUE",
          "head + 1",
          "1 + head",
          "&zeros[3] - &zeros[1]",
          "first.letter + 1",
          "10 - 12",
          "zeros + 1",
          "-(unsigned long) 5",
          "(unsigned long) 3 - 4",
          "-first.wide",
          "sizeof(struct node)",
          "sizeof first.grid",
          "sizeof(unsigned short)");

  @TempDir Path directory;

  private GuestImage image(String options) throws Exception {
    Path program = Gcc.compile(directory, "-nostdlib -static " + options, "shapes.c");
    ElfImage elf = ElfImage.parse("shapes", Files.readAllBytes(program));
    return new GuestImage(
        0, "shapes", elf.symbols(), DwarfReader.read(elf), (a, n) -> read(elf, a, n));
  }

  private static byte[] read(ElfImage elf, int address, int length) {
    for (ElfImage.Segment s : elf.segments()) {
      int at = address - s.vaddr();
      if (s.type() == ElfImage.PT_LOAD && at >= 0 && at < s.memSize()) {
        byte[] memory = Arrays.copyOf(s.fileBytes(), s.memSize());
        return Arrays.copyOfRange(memory, at, Math.min(memory.length, at + length));
      }
    }
    return new byte[0];
  }

  private static String print(GuestImage image, String expression) throws ExpressionException {
    return GuestPrinter.print(GuestExpression.evaluate(expression, image), image.symbols());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-2", "-gdwarf-3", "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -O2"})
  void shouldPrintWhatGdbPrints(String options) throws Exception {
    GuestImage image = image(options);
    List<String> command =
        new ArrayList<>(
            List.of("gdb", "-batch", "-nx", "-ex", "set width 0", "-ex", "set language c"));
    for (String e : EXPRESSIONS) {
      command.addAll(List.of("-ex", "print " + e));
    }
    command.add(directory.resolve("program").toString());
    List<String> theirs =
        Gcc.output(command, "gdb")
            .lines()
            .filter(l -> l.startsWith("$"))
            .map(l -> l.substring(l.indexOf(" = ") + 3))
            .toList();
    assertEquals(EXPRESSIONS.size(), theirs.size(), theirs::toString);
    for (int i = 0; i < theirs.size(); i++) {
      assertEquals(theirs.get(i), print(image, EXPRESSIONS.get(i)), EXPRESSIONS.get(i));
    }
  }

  @Test
  void shouldSayWhereAMistakeIs() throws Exception {
    GuestImage image = image("-g");
    String[][] mistakes = {
      {"nobody", "1", "there is no variable 'nobody'"},
      {"first.nothing", "7", "struct node has no member 'nothing'"},
      {"head->next.", "12", "a member's name is missing at the end"},
      {"first->next", "6", ""},
      {"*first", "1", "node_t is no pointer"},
      {"*table[1]", "1", "the pointer is null"},
      {"*raw", "1", "a void * says nothing of its target; cast it"},
      {"zeros[", "7", "a name or number is missing at the end"},
      {"zeros[1", "8", "']' is missing at the end"},
      {"zeros[1] 2", "10", "'2' does not belong here"},
      {"zeros % 1", "7", "'%' is not understood; there are names, numbers, . -> [] * & + - ()"},
      {"head + head", "6", "two pointers cannot be added"},
      {"5 - head", "3", "a pointer is subtracted from a number"},
      {"sizeof *hidden", "1", "the size of struct opaque is unknown"},
      {"1 +", "4", "a name or number is missing at the end"},
      {"&first.narrow", "1", "a bit field has no address"},
      {"&5", "1", "a value has no address"},
      {"*hidden", "1", ""},
      {"hidden->x", "9", "struct opaque is nowhere described"},
      {"(struct nobody *) raw", "2", "there is no type 'struct nobody'"},
      {"0x", "1", "'0x' is no number"},
      {"single[0]", "7", "float is no array or pointer"},
      {"zeros[single]", "6", "float has no integer that can be read here"},
      {"", "1", "a name or number is missing at the end"},
      {"(".repeat(5000), "101", "nested too deeply"},
    };
    for (String[] m : mistakes) {
      if (m[2].isEmpty()) {
        print(image, m[0]); // taken as it is meant
        continue;
      }
      ExpressionException e =
          assertThrows(ExpressionException.class, () -> print(image, m[0]), m[0]);
      assertEquals(m[2], e.getMessage(), m[0]);
      assertEquals(Integer.parseInt(m[1]), e.column(), m[0]);
    }
  }

  @Test
  void whatCannotBeReadShouldSayIt() throws Exception {
    GuestImage image = image("-g");
    assertEquals("<error: cannot read memory at 0x10>", print(image, "*(int *) 16"));
    String node = print(image, "*(node_t *) 16");
    assertTrue(node.startsWith("{letter = <error: cannot read memory at 0x10>, "), node);
    assertEquals("{int (...)}", print(image, "twice").replaceAll(" 0x.*", ""));
    assertEquals("GREEN", print(image, "GREEN"));
  }
}
