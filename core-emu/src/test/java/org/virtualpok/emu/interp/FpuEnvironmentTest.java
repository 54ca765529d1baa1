// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.interp.Interpreter.Exit;

/** The four layouts of the environment (Intel SDM vol. 1, figures 8-9 to 8-12). */
class FpuEnvironmentTest {
  private static final int DATA = 0x200;
  private static final int PREFIX = 0x66;

  private static void fill(FpuState f, boolean real) {
    f.control = 0x37f;
    f.setStatusWord(0x4700 | 5 << 11);
    f.full = 0x03;
    f.significand[0] = 0x8000000000000000L;
    f.signExponent[0] = 0x3fff;
    f.instructionOffset = real ? 0xabcde : 0x1234abcd;
    f.instructionSelector = real ? 0 : 0x23;
    f.operandOffset = real ? 0x98765 : 0x5678ef01;
    f.operandSelector = real ? 0 : 0x2b;
    f.opcode = 0x5a3;
  }

  @ParameterizedTest
  @CsvSource({
    "protected 32, 7f03ffff006fffff f4ffffff cdab3412 2300a305 01ef7856 2b00ffff",
    "protected 16, 7f03006ff4ff cdab2300 01ef2b00",
    "real 32, 7f03ffff006fffff f4ffffff debcffff a3a50000 6587ffff 00900000",
    "real 16, 7f03006ff4ff debca3a5 65870090"
  })
  void shouldStoreAndLoad(String mode, String expected) {
    boolean real = mode.startsWith("real");
    boolean wide = mode.endsWith("32");
    int prefix = wide ? 0x3e : PREFIX;
    Ring3 m =
        new Ring3(
            prefix, 0xd9, 0x35, 0x00, 0x02, 0x00, 0x00, // fnstenv [0x200]
            0xdb, 0xe3, // fninit
            prefix, 0xd9, 0x25, 0x00, 0x02, 0x00, 0x00, // fldenv [0x200]
            prefix, 0xd9, 0x35, 0x40, 0x02, 0x00, 0x00); // fnstenv [0x240]
    fill(m.cpu.fpu, real);
    if (real) {
      m.cpu.cr0 &= ~Cr0.PE;
    }
    assertEquals(Exit.BUDGET, m.run(4));
    byte[] image = HexFormat.of().parseHex(expected.replace(" ", ""));
    for (int i = 0; i < image.length; i++) {
      assertEquals(image[i], (byte) m.word(DATA + i), mode + ", byte " + i);
      // The 16-bit protected image has no opcode; what else it has comes back.
      assertEquals(image[i], (byte) m.word(DATA + 0x40 + i), mode + " again, byte " + i);
    }
  }
}
