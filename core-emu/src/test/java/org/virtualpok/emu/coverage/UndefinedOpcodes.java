// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Op;

/** Opcodes, and ModRM bytes behind opcodes, that no row of the instruction table has. */
final class UndefinedOpcodes {
  private static final int ESCAPE = 0x0f;

  private UndefinedOpcodes() {}

  /** One opcode, and whether each ModRM byte behind it is undefined. */
  record Undefined(int opcode, boolean[] modrm) {
    /** The bytes of an instruction with this ModRM byte. */
    int[] bytes(int modrmByte) {
      return opcode > 0xff
          ? new int[] {ESCAPE, opcode & 0xff, modrmByte}
          : new int[] {opcode, modrmByte};
    }

    String name() {
      return String.format(opcode > 0xff ? "0F %02X" : "%02X", opcode & 0xff);
    }

    /** "all", or ranges of ModRM bytes such as "C0-C7, D0". */
    String ranges() {
      List<String> ranges = new ArrayList<>();
      for (int i = 0; i < modrm.length; i++) {
        int first = i;
        while (i < modrm.length && modrm[i]) {
          i++;
        }
        if (i > first) {
          String range = String.format("%02X", first);
          ranges.add(i == first + 1 ? range : range + String.format("-%02X", i - 1));
        }
      }
      return ranges.equals(List.of("00-FF")) ? "all" : String.join(", ", ranges);
    }
  }

  /** In the order of the opcodes; those of one byte first. */
  static List<Undefined> all() {
    List<Undefined> found = new ArrayList<>();
    for (int opcode = 0; opcode <= 0x0fff; opcode++) {
      boolean oneByte = opcode <= 0xff && opcode != ESCAPE && !isPrefix(opcode);
      if (oneByte || opcode >>> 8 == ESCAPE) {
        Undefined candidate = new Undefined(opcode, new boolean[256]);
        for (int modrm = 0; modrm < 256; modrm++) {
          candidate.modrm[modrm] = isUndefined(candidate.bytes(modrm));
        }
        if (!candidate.ranges().isEmpty()) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  private static boolean isPrefix(int b) {
    return switch (b) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
      default -> false;
    };
  }

  private static boolean isUndefined(int[] bytes) {
    int[] padded = Arrays.copyOf(bytes, 16);
    return new Decoder().decode(at -> padded[at], true, CpuModel.PENTIUM_III).op == Op.BAD;
  }

  /** Markdown: which bytes are #UD because nothing stands there. */
  static String table() {
    StringBuilder s = new StringBuilder();
    s.append("\n## What is #UD by design\n\n");
    s.append(
        "Bytes that no row has, on a Pentium III. `UndefinedOpcodesTest` runs each of them.\n\n");
    s.append("| opcode | ModRM bytes |\n|---|---|\n");
    for (Undefined u : all()) {
      s.append("| `").append(u.name()).append("` | ").append(u.ranges()).append(" |\n");
    }
    return s.toString();
  }
}
