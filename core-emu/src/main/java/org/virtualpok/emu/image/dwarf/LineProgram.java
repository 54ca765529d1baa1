// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.function.Consumer;

/** Runs line programs: DWARF 5, section 6.2.5; DWARF 4, the same. */
final class LineProgram {
  private static final int COPY = 1;
  private static final int ADVANCE_PC = 2;
  private static final int ADVANCE_LINE = 3;
  private static final int SET_FILE = 4;
  private static final int SET_COLUMN = 5;
  private static final int NEGATE_STMT = 6;
  private static final int SET_BASIC_BLOCK = 7;
  private static final int CONST_ADD_PC = 8;
  private static final int FIXED_ADVANCE_PC = 9;
  private static final int SET_PROLOGUE_END = 10;
  private static final int SET_EPILOGUE_BEGIN = 11;
  private static final int SET_ISA = 12;

  private static final int END_SEQUENCE = 1;
  private static final int SET_ADDRESS = 2;
  private static final int DEFINE_FILE = 3;
  private static final int HIGHEST_OPCODE = 255;

  private final LineHeader header;
  private final LineTable.Builder table;
  private int address;
  private int operation;
  private long file;
  private long line;
  private long column;
  private boolean statement;

  LineProgram(LineHeader header) {
    this.header = header;
    this.table = new LineTable.Builder(header.files());
    reset();
  }

  private void reset() {
    address = 0;
    operation = 0;
    file = 1;
    line = 1;
    column = 0;
    statement = header.defaultIsStatement();
  }

  /**
   * What it makes; of a damaged program the sequences before the damage, which goes to problems.
   */
  LineTable run(DwarfCursor in, Consumer<String> problems) {
    try {
      while (in.at() < header.end()) {
        step(in);
      }
    } catch (DwarfException e) {
      problems.accept(e.getMessage());
    }
    return table.build();
  }

  private void step(DwarfCursor in) throws DwarfException {
    int opcode = in.u8();
    if (opcode >= header.opcodeBase()) {
      special(opcode);
      table.row(address, file, line, column, statement);
    } else if (opcode == 0) {
      extended(in);
    } else {
      standard(in, opcode);
    }
  }

  private void special(int opcode) {
    int adjusted = opcode - header.opcodeBase();
    advance(adjusted / header.lineRange());
    line += header.lineBase() + adjusted % header.lineRange();
  }

  private void advance(long operations) {
    long done = Math.max(0, operation + operations);
    address += (int) (done / header.maximumOperations() * header.minimumInstructionBytes());
    operation = (int) (done % header.maximumOperations());
  }

  private void standard(DwarfCursor in, int opcode) throws DwarfException {
    switch (opcode) {
      case COPY -> table.row(address, file, line, column, statement);
      case ADVANCE_PC -> advance(in.uleb());
      case ADVANCE_LINE -> line += in.sleb();
      case SET_FILE -> file = in.uleb();
      case SET_COLUMN -> column = in.uleb();
      case NEGATE_STMT -> statement = !statement;
      case SET_BASIC_BLOCK, SET_PROLOGUE_END, SET_EPILOGUE_BEGIN -> {}
      case CONST_ADD_PC -> advance((HIGHEST_OPCODE - header.opcodeBase()) / header.lineRange());
      case FIXED_ADVANCE_PC -> {
        address += in.u16();
        operation = 0;
      }
      case SET_ISA -> in.uleb();
      default -> {
        for (int i = 0; i < header.operands(opcode); i++) {
          in.uleb();
        }
      }
    }
  }

  private void extended(DwarfCursor in) throws DwarfException {
    long length = in.uleb();
    long next = in.at() + length;
    if (length == 0) {
      return;
    }
    if (length < 0 || next > header.end()) {
      throw new DwarfException(
          String.format(".debug_line: an operation of %d bytes before 0x%x", length, in.at()));
    }
    int opcode = in.u8();
    if (opcode == END_SEQUENCE) {
      table.end(address);
      reset();
    } else if (opcode == SET_ADDRESS) {
      address = (int) in.unsigned((int) length - 1);
      operation = 0;
    } else if (opcode == DEFINE_FILE) {
      String name = in.text();
      table.file(header.path(in.uleb(), name));
    }
    in.skip(next - in.at());
  }
}
