// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.Type;

/** Types that no compiler makes: what is printed ends, and soon. */
class GuestPrinterDamageTest {
  private static final Type CHAR = new Type.Base("char", 1, Type.Encoding.SIGNED_CHAR);
  private static final Type INT = new Type.Base("int", 4, Type.Encoding.SIGNED);

  /** Readable everywhere; whoever asks for too much at once would get it. */
  private static byte[] read(int address, int length) {
    assertTrue(length <= 1 << 20, length + " bytes at once");
    return new byte[length];
  }

  private static String print(Type type) {
    Operand operand = Operand.of(GuestValue.at(type, 0x1000, GuestPrinterDamageTest::read));
    return assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> GuestPrinter.print(operand, SymbolTable.EMPTY));
  }

  private static Type.Array array(Type element, int count) {
    return new Type.Array(() -> element, OptionalInt.of(count));
  }

  @Test
  void aStructMayContainItself() {
    List<Type.Member> members = new ArrayList<>();
    Type.Struct itself =
        new Type.Struct(Type.Struct.Kind.STRUCT, "struct s", OptionalInt.of(8), () -> members);
    for (int i = 0; i < 10; i++) {
      members.add(new Type.Member("m" + i, () -> itself, 0, 0, 0));
    }
    String text = print(itself);
    assertTrue(text.startsWith("{m0 = {m0 = "), text.substring(0, 40));
    assertTrue(text.length() < 200_000, text.length() + " characters");
  }

  @Test
  void countsMayBeHuge() {
    String zeros = print(array(INT, Integer.MAX_VALUE / 4));
    assertTrue(zeros.startsWith("{0 <repeats 100000 times>, "), zeros);
    assertTrue(zeros.endsWith("...}"), zeros);
    assertEquals("'\\000' <repeats 65536 times>...", print(array(CHAR, Integer.MAX_VALUE)));
    assertTrue(print(array(array(INT, 0x10000), 0x1000)).length() < 200_000);
    Type.Struct big =
        new Type.Struct(
            Type.Struct.Kind.STRUCT, "struct b", OptionalInt.of(Integer.MAX_VALUE), List::of);
    assertEquals("{...}", print(array(big, 3)));
  }

  @Test
  void aTypedefMayBeItself() {
    Type[] itself = new Type[1];
    itself[0] = new Type.Typedef("t", () -> itself[0]);
    assertEquals("void", print(itself[0]));
  }
}
