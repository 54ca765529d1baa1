// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.virtualpok.app.view.disassembly.CodeBlocks.Block;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.isa.Disassembler.Line;

/** Decoded code of one context around one place; immutable. */
final class CodeWindow {
  static final CodeWindow EMPTY = new CodeWindow(0, Disassembler.Syntax.INTEL, List.of());

  /**
   * One row.
   *
   * @param label name of the function that starts here; then there is no instruction
   * @param line the instruction; null in the row of a label
   * @param comment symbol of a branch's target or name of a hypercall; may be empty
   * @param hypercall vector of the hypercall that the instruction makes; -1 if it makes none
   */
  record Row(int offset, String label, Line line, String comment, int hypercall) {
    boolean code() {
      return line != null;
    }
  }

  private final int context;
  private final Disassembler.Syntax syntax;
  private final List<Row> rows;
  private final Map<Integer, Integer> indexByOffset = new HashMap<>();

  private CodeWindow(int context, Disassembler.Syntax syntax, List<Row> rows) {
    this.context = context;
    this.syntax = syntax;
    this.rows = List.copyOf(rows);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).code()) {
        indexByOffset.put(rows.get(i).offset, i);
      }
    }
  }

  /**
   * Decodes code.
   *
   * @param code bytes from the first block's start on, perhaps fewer than the blocks cover
   * @param offset an instruction begins here, whatever the symbols say
   */
  static CodeWindow decode(
      int context,
      byte[] code,
      List<Block> blocks,
      int offset,
      Disassembler.Syntax syntax,
      SymbolTable symbols,
      HypercallNames hypercalls) {
    CodeWindow window = decode(context, code, blocks, syntax, symbols, hypercalls);
    if (window.indexOf(offset) >= 0) {
      return window;
    }
    return decode(context, code, CodeBlocks.splitAt(blocks, offset), syntax, symbols, hypercalls);
  }

  private static CodeWindow decode(
      int context,
      byte[] code,
      List<Block> blocks,
      Disassembler.Syntax syntax,
      SymbolTable symbols,
      HypercallNames hypercalls) {
    List<Row> rows = new ArrayList<>();
    long origin = blocks.get(0).start();
    for (Block block : blocks) {
      int from = (int) Math.min(code.length, block.start() - origin);
      int to = (int) Math.min(code.length, block.end() - origin);
      if (from >= to) {
        continue;
      }
      if (!block.name().isEmpty()) {
        rows.add(new Row((int) block.start(), block.name(), null, "", -1));
      }
      List<Line> lines =
          Disassembler.disassemble(
              Arrays.copyOfRange(code, from, to), (int) block.start(), to - from, syntax);
      OptionalInt eax = OptionalInt.empty();
      for (Line line : lines) {
        int vector = HypercallNames.vector(line);
        String comment = "";
        if (vector >= 0) {
          comment = eax.isPresent() ? hypercalls.name(vector, eax.getAsInt()) : "";
        } else if (line.target() >= 0) {
          String place = symbols.describe((int) line.target());
          comment = place.isEmpty() ? "" : "<" + place + ">";
        }
        rows.add(new Row(line.offset(), "", line, comment, vector));
        eax = HypercallNames.after(line, eax, syntax);
      }
    }
    return new CodeWindow(context, syntax, rows);
  }

  int context() {
    return context;
  }

  Disassembler.Syntax syntax() {
    return syntax;
  }

  List<Row> rows() {
    return rows;
  }

  /** Index of the instruction that begins at this offset; -1 if none does. */
  int indexOf(int offset) {
    return indexByOffset.getOrDefault(offset, -1);
  }

  /** How many hex digits every offset fits into, at least 4. */
  int digits() {
    return rows.isEmpty()
        ? 4
        : Math.max(4, Integer.toHexString(rows.get(rows.size() - 1).offset).length());
  }
}
