// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.Map;

/** Numbers of the operations in expressions (DWARF 5, section 7.7.1). */
final class Operation {
  static final int ADDR = 0x03;
  static final int DEREF = 0x06;
  static final int CONST1U = 0x08;
  static final int CONST1S = 0x09;
  static final int CONST2U = 0x0a;
  static final int CONST2S = 0x0b;
  static final int CONST4U = 0x0c;
  static final int CONST4S = 0x0d;
  static final int CONST8U = 0x0e;
  static final int CONST8S = 0x0f;
  static final int CONSTU = 0x10;
  static final int CONSTS = 0x11;
  static final int DUP = 0x12;
  static final int DROP = 0x13;
  static final int OVER = 0x14;
  static final int PICK = 0x15;
  static final int SWAP = 0x16;
  static final int ROT = 0x17;
  static final int ABS = 0x19;
  static final int AND = 0x1a;
  static final int DIV = 0x1b;
  static final int MINUS = 0x1c;
  static final int MOD = 0x1d;
  static final int MUL = 0x1e;
  static final int NEG = 0x1f;
  static final int NOT = 0x20;
  static final int OR = 0x21;
  static final int PLUS = 0x22;
  static final int PLUS_UCONST = 0x23;
  static final int SHL = 0x24;
  static final int SHR = 0x25;
  static final int SHRA = 0x26;
  static final int XOR = 0x27;
  static final int BRA = 0x28;
  static final int EQ = 0x29;
  static final int GE = 0x2a;
  static final int GT = 0x2b;
  static final int LE = 0x2c;
  static final int LT = 0x2d;
  static final int NE = 0x2e;
  static final int SKIP = 0x2f;
  static final int LIT0 = 0x30;
  static final int REG0 = 0x50;
  static final int BREG0 = 0x70;
  static final int REGX = 0x90;
  static final int FBREG = 0x91;
  static final int BREGX = 0x92;
  static final int PIECE = 0x93;
  static final int DEREF_SIZE = 0x94;
  static final int NOP = 0x96;
  static final int CALL_FRAME_CFA = 0x9c;
  static final int BIT_PIECE = 0x9d;
  static final int IMPLICIT_VALUE = 0x9e;
  static final int STACK_VALUE = 0x9f;

  /** Those that are known by name only: what they need is not there. */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0x18, "xderef"),
          Map.entry(0x95, "xderef_size"),
          Map.entry(0x97, "push_object_address"),
          Map.entry(0x98, "call2"),
          Map.entry(0x99, "call4"),
          Map.entry(0x9a, "call_ref"),
          Map.entry(0x9b, "form_tls_address"),
          Map.entry(0xa0, "implicit_pointer"),
          Map.entry(0xa1, "addrx"),
          Map.entry(0xa2, "constx"),
          Map.entry(0xa3, "entry_value"),
          Map.entry(0xa4, "const_type"),
          Map.entry(0xa5, "regval_type"),
          Map.entry(0xa6, "deref_type"),
          Map.entry(0xa7, "xderef_type"),
          Map.entry(0xa8, "convert"),
          Map.entry(0xa9, "reinterpret"),
          Map.entry(0xe0, "GNU_push_tls_address"),
          Map.entry(0xf0, "GNU_uninit"),
          Map.entry(0xf2, "GNU_implicit_pointer"),
          Map.entry(0xf3, "GNU_entry_value"),
          Map.entry(0xf4, "GNU_const_type"),
          Map.entry(0xf5, "GNU_regval_type"),
          Map.entry(0xf6, "GNU_deref_type"),
          Map.entry(0xf7, "GNU_convert"),
          Map.entry(0xf9, "GNU_reinterpret"),
          Map.entry(0xfa, "GNU_parameter_ref"),
          Map.entry(0xfb, "GNU_addr_index"),
          Map.entry(0xfc, "GNU_const_index"),
          Map.entry(0xfd, "GNU_variable_value"));

  private Operation() {}

  /** "DW_OP_entry_value"; "DW_OP_0xee" for one that no one knows. */
  static String name(int operation) {
    return "DW_OP_" + NAMES.getOrDefault(operation, String.format("0x%02x", operation));
  }
}
