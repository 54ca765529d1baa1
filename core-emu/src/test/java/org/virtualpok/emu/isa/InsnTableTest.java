// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.cpu.CpuModel;

class InsnTableTest {
  @Test
  void shouldHaveEachEncodingOnce() {
    Set<String> seen = new HashSet<>();
    for (InsnForm form : InsnTable.forms()) {
      String key = form.opcode() + "/" + form.digit() + "/" + form.modrm();
      assertTrue(seen.add(key), "twice: " + form);
      if (form.digit() >= 0) {
        assertTrue(seen.add(form.opcode() + "/any" + form.digit()));
      }
    }
  }

  @Test
  void shouldDecodeEveryForm() {
    for (InsnForm form : InsnTable.forms()) {
      int[] bytes = new int[16];
      int i = 0;
      if (form.opcode() > 0xff) {
        bytes[i++] = 0x0f;
      }
      bytes[i++] = form.opcode() & 0xff;
      // A memory operand without displacement fits every form that has a ModRM byte.
      bytes[i] = form.modrm() >= 0 ? form.modrm() : Math.max(form.digit(), 0) << 3;
      if (form.operand(0) == OperandSpec.Nq) {
        bytes[i] |= 0xc0;
      }
      Insn n = new Decoder().decode(d -> d < 16 ? bytes[d] : 0, true);
      assertEquals(form, n.form);
    }
  }

  @Test
  void shouldGiveEveryFormATextInBothSyntaxes() {
    long seed = 20261122;
    Random random = new Random(seed);
    byte[] code = new byte[100_000];
    random.nextBytes(code);
    for (Disassembler.Syntax syntax : Disassembler.Syntax.values()) {
      List<Disassembler.Line> lines = Disassembler.disassemble(code, 0, code.length, syntax);
      int bytes = 0;
      for (Disassembler.Line line : lines) {
        assertNotNull(line.mnemonic());
        assertEquals(bytes, line.offset(), "seed " + seed);
        bytes += line.bytes().length;
      }
      assertEquals(code.length, bytes, "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"0x18,0xc0", "0x18,0xdf", "0x18,0x20", "0x19,0x00", "0x1e,0xfb", "0x1f,0x84"})
  void shouldHaveHintsSinceTheP6(int opcode, int modrm) {
    int[] bytes = {0x0f, opcode, modrm};
    for (CpuModel model : CpuModel.values()) {
      Insn n = new Decoder().decode(d -> d < bytes.length ? bytes[d] : 0, true, model);
      assertEquals(model.has(CpuModel.PENTIUM_III) ? Op.NOP : Op.BAD, n.op, model.option);
    }
  }

  /** What GNU objdump 2.40 printed for these bytes (-D -b binary -m i386). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c745fc00000000|mov DWORD PTR [ebp-0x4],0x0|movl $0x0,-0x4(%ebp)",
        "8d742600|lea esi,[esi+eiz*1+0x0]|lea 0x0(%esi,%eiz,1),%esi",
        "a348ab4900|mov ds:0x49ab48,eax|mov %eax,0x49ab48",
        "f3ab|rep stos DWORD PTR es:[edi],eax|rep stos %eax,%es:(%edi)",
        "f3a6|repz cmps BYTE PTR ds:[esi],BYTE PTR es:[edi]|repz cmpsb %es:(%edi),%ds:(%esi)",
        "ff24851c200000|jmp DWORD PTR [eax*4+0x201c]|jmp *0x201c(,%eax,4)",
        "83e4f0|and esp,0xfffffff0|and $0xfffffff0,%esp",
        "0fb64401ff|movzx eax,BYTE PTR [ecx+eax*1-0x1]|movzbl -0x1(%ecx,%eax,1),%eax",
        "6683780c00|cmp WORD PTR [eax+0xc],0x0|cmpw $0x0,0xc(%eax)",
        "0f44c2|cmove eax,edx|cmove %edx,%eax",
        "cd2d|int 0x2d|int $0x2d",
        "f30f1efb|endbr32|endbr32",
        "f30f1efa|endbr64|endbr64",
        "66f30f1efb|data16 endbr32|data16 endbr32",
        "0f1efb|nop ebx|nop %ebx",
        "f20f1efb|repnz nop ebx|repnz nop %ebx",
        "0f1903|nop DWORD PTR [ebx]|nopl (%ebx)",
        "660f1d0b|nop WORD PTR [ebx]|nopw (%ebx)",
        "0f1823|nop DWORD PTR [ebx]|nopl (%ebx)",
        "0f181b|prefetcht2 BYTE PTR [ebx]|prefetcht2 (%ebx)",
        "0f18c1|nop ecx|nop %ecx",
        "660f18fa|nop dx|nop %dx",
        "6690|xchg ax,ax|xchg %ax,%ax",
        "0fa4c205|shld edx,eax,0x5|shld $0x5,%eax,%edx",
        "f00fb10a|lock cmpxchg DWORD PTR [edx],ecx|lock cmpxchg %ecx,(%edx)",
      })
  void shouldSpellAsObjdump(String hex, String intel, String att) {
    byte[] code = new byte[hex.length() / 2];
    for (int i = 0; i < code.length; i++) {
      code[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    assertEquals(
        intel, Disassembler.disassemble(code, 0, 1, Disassembler.Syntax.INTEL).get(0).text());
    assertEquals(att, Disassembler.disassemble(code, 0, 1, Disassembler.Syntax.ATT).get(0).text());
  }

  /** What GNU objdump 2.40 printed for these bytes (-D -b binary -m i386 -M i8086). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60|pusha|pusha",
        "6660|pushad|pushal",
        "669d|popfd|popfl",
        "cf|iret|iret",
        "66cf|iretd|iretl",
        "66c9|leaved|leavel",
        "66c21000|retd 0x10|retl $0x10",
        "c8100000|enter 0x10,0x0|enter $0x10,$0x0",
        "6650|push eax|push %eax",
        "6a05|push 0x5|push $0x5",
        "666a05|pushd 0x5|pushl $0x5",
        "66cb|retfd|lretl",
        "90|nop|nop",
        "6690|xchg eax,eax|xchg %eax,%eax",
        "6698|cwde|cwtl",
        "ff17|call WORD PTR [bx]|call *(%bx)",
        "66ff17|call DWORD PTR [bx]|calll *(%bx)",
        "66ff1f|call FWORD PTR [bx]|lcalll *(%bx)",
        "66ff2e1234|jmp FWORD PTR ds:0x3412|ljmpl *0x3412",
        "ff361234|push WORD PTR ds:0x3412|push 0x3412",
        "668f061234|pop DWORD PTR ds:0x3412|popl 0x3412",
        "6606|pushd es|pushl %es",
        "66f3a5|rep movs DWORD PTR es:[di],DWORD PTR ds:[si]|rep movsl %ds:(%si),%es:(%di)",
        "67f3a5|rep movs WORD PTR es:[edi],WORD PTR ds:[esi]|rep movsw %ds:(%esi),%es:(%edi)",
        "0f011e1234|lidtw ds:0x3412|lidtw 0x3412",
        "660f01161234|lgdtd ds:0x3412|lgdtl 0x3412",
        "67d7|xlat BYTE PTR ds:[ebx]|xlat %ds:(%ebx)",
        "66fb|data32 sti|data32 sti",
        "6726fb|addr32 es sti|addr32 es sti",
        "66d9361234|fnstenvd ds:0x3412|fnstenvl 0x3412",
        "dd361234|fnsave ds:0x3412|fnsave 0x3412",
        "660fb4161234|lfs edx,FWORD PTR ds:0x3412|lfs 0x3412,%edx",
        "6698|cwde|cwtl",
        "668ed8|mov ds,eax|mov %eax,%ds",
        "660f00d8|data32 ltr ax|data32 ltr %ax",
        "67668b442404|mov eax,DWORD PTR [esp+0x4]|mov 0x4(%esp),%eax",
      })
  void shouldSpellSixteenBitCodeAsObjdump(String hex, String intel, String att) {
    byte[] code = HexFormat.of().parseHex(hex);
    assertEquals(
        intel,
        Disassembler.disassemble(code, 0, 1, Disassembler.Syntax.INTEL, false).get(0).text());
    assertEquals(
        att, Disassembler.disassemble(code, 0, 1, Disassembler.Syntax.ATT, false).get(0).text());
  }

  @Test
  void shouldWrapTargetsOfSixteenBitCode() {
    byte[] code = {(byte) 0xe8, (byte) 0xfd, (byte) 0xff};
    Disassembler.Line line =
        Disassembler.disassemble(code, 0xfff8, 1, Disassembler.Syntax.INTEL, false).get(0);
    assertEquals("call fff8", line.text());
    code[1] = 0x20;
    code[2] = 0;
    line = Disassembler.disassemble(code, 0xfff8, 1, Disassembler.Syntax.INTEL, false).get(0);
    assertEquals(0x1b, line.target());
  }
}
