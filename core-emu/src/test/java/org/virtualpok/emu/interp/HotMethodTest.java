// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** HotSpot never compiles a method of more than 8000 bytes of bytecode. */
class HotMethodTest {
  private static final int BYTES_MAX = 7500;

  @Test
  void shouldKeepEveryMethodOfTheInterpreterCompilable() throws IOException {
    int largest = largestMethod(InstructionLoop.class);
    assertTrue(largest > 1000, "the hot loop was not found: " + largest);
    assertTrue(largest <= BYTES_MAX, "largest method has " + largest + " bytes");
  }

  /** Reads the class file (JVMS 4.1) and gives the length of the longest Code attribute. */
  private static int largestMethod(Class<?> type) throws IOException {
    try (DataInputStream in =
        new DataInputStream(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
      in.skipNBytes(8);
      String[] names = constants(in);
      in.skipNBytes(6);
      in.skipNBytes(2L * in.readUnsignedShort());
      int[] largest = {0};
      members(in, names, largest);
      largest[0] = 0;
      members(in, names, largest);
      return largest[0];
    }
  }

  private static String[] constants(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    String[] names = new String[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> names[i] = in.readUTF();
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> in.skipNBytes(4);
      }
    }
    return names;
  }

  private static void members(DataInputStream in, String[] names, int[] largest)
      throws IOException {
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      in.skipNBytes(6);
      for (int a = in.readUnsignedShort(); a > 0; a--) {
        String name = names[in.readUnsignedShort()];
        int length = in.readInt();
        if (name.equals("Code")) {
          in.skipNBytes(4);
          int code = in.readInt();
          largest[0] = Math.max(largest[0], code);
          in.skipNBytes(length - 8L);
        } else {
          in.skipNBytes(length);
        }
      }
    }
  }
}
