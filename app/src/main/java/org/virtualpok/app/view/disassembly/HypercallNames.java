// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.isa.Disassembler;

/** Finds the names of hypercalls beside the instructions that make them. */
final class HypercallNames {
  private static final int INT = 0xcd;
  private static final int MOV_EAX = 0xb8;
  private static final int[] VECTORS = {0x2a, 0x2d};

  /** Instructions that leave EAX unknown though no operand says so. */
  private static final Set<String> CLOBBER =
      Set.of(
          "call", "lcall", "mul", "imul", "div", "idiv", "cpuid", "rdtsc", "popa", "cwde", "cwtl",
          "cbw", "cbtw", "xchg", "xadd", "cmpxchg", "in", "xlat", "lahf", "aam", "aad", "daa",
          "das", "aaa", "aas");

  private final Map<Integer, Map<Integer, String>> names = new HashMap<>();

  HypercallNames(List<HypercallInfo> known) {
    for (HypercallInfo h : known) {
      names.computeIfAbsent(h.vector(), v -> new HashMap<>()).put(h.number(), h.name());
    }
  }

  /** The vector of a hypercall's instruction; -1 for any other instruction. */
  static int vector(Disassembler.Line line) {
    byte[] b = line.bytes();
    if (b.length == 2 && (b[0] & 0xff) == INT) {
      for (int vector : VECTORS) {
        if ((b[1] & 0xff) == vector) {
          return vector;
        }
      }
    }
    return -1;
  }

  /** "28 IRQ_PARTITION_DISABLE"; empty if the target knows no such call. */
  String name(int vector, int number) {
    String name = names.getOrDefault(vector, Map.of()).get(number);
    return name == null ? "" : number + " " + name;
  }

  /**
   * EAX after an instruction, as far as the code alone tells.
   *
   * @param before what is known of EAX ahead of it
   */
  static OptionalInt after(Disassembler.Line line, OptionalInt before, Disassembler.Syntax syntax) {
    byte[] b = line.bytes();
    if (b.length == 5 && (b[0] & 0xff) == MOV_EAX) {
      return OptionalInt.of(
          (b[1] & 0xff) | (b[2] & 0xff) << 8 | (b[3] & 0xff) << 16 | (b[4] & 0xff) << 24);
    }
    String mnemonic = line.mnemonic();
    if (vector(line) >= 0
        || mnemonic.startsWith("j")
        || mnemonic.startsWith("ret")
        || mnemonic.startsWith("int")
        || mnemonic.contains("lods")
        || CLOBBER.contains(mnemonic)) {
      return OptionalInt.empty();
    }
    if (mnemonic.startsWith("push") || mnemonic.startsWith("cmp") || mnemonic.startsWith("test")) {
      return before;
    }
    return isAccumulator(destination(line.operands(), syntax)) ? OptionalInt.empty() : before;
  }

  private static String destination(String operands, Disassembler.Syntax syntax) {
    if (syntax == Disassembler.Syntax.INTEL) {
      int comma = operands.indexOf(',');
      return comma < 0 ? operands : operands.substring(0, comma);
    }
    int comma = operands.endsWith(")") ? -2 : operands.lastIndexOf(',');
    return comma == -2 ? "" : operands.substring(comma + 1);
  }

  private static boolean isAccumulator(String operand) {
    String register = operand.startsWith("%") ? operand.substring(1) : operand;
    return switch (register) {
      case "eax", "ax", "al", "ah" -> true;
      default -> false;
    };
  }
}
