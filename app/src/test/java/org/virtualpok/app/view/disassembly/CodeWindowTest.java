// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.app.view.disassembly.CodeBlocks.Block;
import org.virtualpok.app.view.disassembly.CodeWindow.Row;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;
import org.virtualpok.emu.isa.Disassembler.Syntax;

class CodeWindowTest {
  private static final SymbolTable SYMBOLS =
      new SymbolTable(
          List.of(
              new Symbol("start", 0x1000, 0, true),
              new Symbol("same", 0x1000, 0, true),
              new Symbol("off", 0x1010, 0xf, true),
              new Symbol("data", 0x1020, 4, false)));

  /** At 0x1010: mov eax,0x1c; mov [ebp-4],ebx; int 0x2d; call start. */
  private static final String CODE =
      "90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90"
          + " b8 1c 00 00 00 89 5d fc cd 2d e8 e1 ff ff ff";

  private static final HypercallNames NAMES =
      new HypercallNames(
          List.of(new HypercallInfo(45, 28, "IRQ_PARTITION_DISABLE", List.of(), "")));

  private static CodeWindow window(String code, int offset, Syntax syntax) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
    return CodeWindow.decode(
        3, bytes, CodeBlocks.around(SYMBOLS, offset), offset, syntax, SYMBOLS, NAMES);
  }

  @Test
  void shouldPlanFunctionsWithoutOverlapAndWithoutSecondNames() {
    assertEquals(
        List.of(new Block(0x1000, 0x1010, "start"), new Block(0x1010, 0x101f, "off")),
        CodeBlocks.around(SYMBOLS, 0x1010));
  }

  @Test
  void shouldPlanCodeThatNoSymbolCovers() {
    assertEquals(
        List.of(
            new Block(0x20, 0x220, ""),
            new Block(0x1000, 0x1010, "start"),
            new Block(0x1010, 0x101f, "off")),
        CodeBlocks.around(SYMBOLS, 0x20));
    assertEquals(
        List.of(new Block(0xfffffff0L, 0x100000000L, "")),
        CodeBlocks.around(SymbolTable.EMPTY, -16));
  }

  @ParameterizedTest
  @EnumSource(Syntax.class)
  void shouldNameTheHypercallThatTheCodeLoads(Syntax syntax) {
    CodeWindow window = window(CODE, 0x1010, syntax);
    Row call = window.rows().get(window.indexOf(0x1018));
    assertEquals(45, call.hypercall());
    assertEquals("28 IRQ_PARTITION_DISABLE", call.comment());
  }

  @Test
  void shouldNameNoHypercallOnceEaxIsOverwritten() {
    CodeWindow window = window(CODE.replace("89 5d fc", "8b 45 fc"), 0x1010, Syntax.INTEL);
    assertEquals("", window.rows().get(window.indexOf(0x1018)).comment());
  }

  @Test
  void shouldHeadFunctionsAndNameTheTargetsOfBranches() {
    CodeWindow window = window(CODE, 0x1010, Syntax.INTEL);
    assertEquals("start", window.rows().get(0).label());
    assertEquals("off", window.rows().get(window.indexOf(0x1010) - 1).label());
    String comment = window.rows().get(window.indexOf(0x101a)).comment();
    assertTrue(comment.equals("<same>") || comment.equals("<start>"), comment);
    assertEquals(4, window.digits());
  }

  @Test
  void shouldBeginAnInstructionWhereTheProcessorIs() {
    CodeWindow window = window(CODE, 0x1012, Syntax.INTEL);
    assertTrue(window.indexOf(0x1012) > 0);
    assertEquals("(bad)", window.rows().get(window.indexOf(0x1010)).line().mnemonic());
  }

  @Test
  void shouldShowOnlyWhatMemoryHolds() {
    CodeWindow window = window("90 90", 0x1000, Syntax.INTEL);
    assertEquals(3, window.rows().size());
  }

  private static String kinds(String operands) {
    return OperandText.pieces(operands, false).stream()
        .filter(p -> p.kind() != OperandText.Kind.PLAIN)
        .map(p -> p.kind().name().charAt(0) + ":" + p.text())
        .collect(Collectors.joining(" "));
  }

  private static String text(String operands) {
    return OperandText.pieces(operands, false).stream()
        .map(OperandText.Piece::text)
        .collect(Collectors.joining());
  }

  @Test
  void shouldCutOperandsIntoPieces() {
    assertEquals("S:dword R:ebp N:0x1c N:0x0", kinds("DWORD PTR [ebp-0x1c],0x0"));
    assertEquals("dword [ebp-0x1c], 0x0", text("DWORD PTR [ebp-0x1c],0x0"));
    assertEquals("N:$0x0 N:0x1c R:%ebp", kinds("$0x0,-0x1c(%ebp)"));
    assertEquals("0x8(%eax,%ebx,4), %ecx", text("0x8(%eax,%ebx,4),%ecx"));
    assertEquals(
        List.of(new OperandText.Piece(OperandText.Kind.NUMBER, "face")),
        OperandText.pieces("face", true));
  }
}
