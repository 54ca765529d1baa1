// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Code of 16 bits as GNU objdump 2.40 shows it (-m i8086 -M intel), but the 0x of branch targets.
 */
class SixteenBitDisassemblyTest {
  private static final String[] OBJDUMP = {
    "b8 34 12 | mov ax,0x1234",
    "66 b8 78 56 34 12 | mov eax,0x12345678",
    "8b 07 | mov ax,WORD PTR [bx]",
    "67 8b 03 | mov ax,WORD PTR [ebx]",
    "ea 05 00 00 f0 | jmp 0xf000:0x5",
    "e8 00 00 | call 16",
    "cb | retf",
    "66 cb | retfd",
    "9c | pushf",
    "66 9c | pushfd",
    "8b 42 fe | mov ax,WORD PTR [bp+si-0x2]",
    "e3 02 | jcxz 23",
    "f3 a5 | rep movs WORD PTR es:[di],WORD PTR ds:[si]",
    "90 | nop",
    "66 90 | xchg eax,eax",
    "d7 | xlat BYTE PTR ds:[bx]",
    "cf | iret"
  };

  @Test
  void shouldReadAsObjdumpDoes() {
    StringBuilder code = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (String row : OBJDUMP) {
      code.append(row.substring(0, row.indexOf('|')).replace(" ", ""));
      expected.add(row.substring(row.indexOf('|') + 2));
    }
    byte[] bytes = HexFormat.of().parseHex(code);
    List<String> shown =
        Disassembler.disassemble(bytes, 0, 100, Disassembler.Syntax.INTEL, false).stream()
            .map(l -> l.text().replaceAll("\\s+", " ").strip())
            .toList();
    assertEquals(expected, shown);
  }
}
