// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.exec.SegmentedMemory;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;

/**
 * Control, status, environment and whole-state instructions (Intel SDM vol. 1, 8.1.10, 8.3.10 and
 * 10.5).
 */
final class FpuControl {
  /** Bits of MXCSR that the Pentium III has; it also is what MXCSR_MASK says. */
  private static final int MXCSR_BITS = 0xffbf;

  private final FpuMemory operands;
  private final SegmentedMemory memory;
  private final Fault fault;
  private CpuState cpu = new CpuState();
  private FpuState f = cpu.fpu;

  FpuControl(FpuMemory operands, Fault fault) {
    this.operands = operands;
    this.fault = fault;
    memory = operands.memory;
  }

  void attach(CpuState newCpu) {
    cpu = newCpu;
    f = newCpu.fpu;
  }

  /** Whether an instruction first looks for a pending exception. */
  boolean waits(Op op) {
    return switch (op) {
      case FNINIT, FNCLEX, FNSTCW, FNSTSW, FNSTENV, FNSAVE -> false;
      case FXSAVE, FXRSTOR, LDMXCSR, STMXCSR -> false;
      case FNENI, FNDISI, FNSETPM -> false;
      default -> true;
    };
  }

  /** Not there at all while CR0.EM is set, other than the FPU itself. */
  boolean absentUnderEmulation(Op op) {
    return op == Op.LDMXCSR || op == Op.STMXCSR || op == Op.EMMS || op.isMmx();
  }

  void execute(Insn n) {
    switch (n.op) {
      case FNINIT -> f.initialize();
      case FNCLEX -> f.status &= ~(FpuState.EXCEPTIONS | FpuState.SF | FpuState.ES | FpuState.B);
      case FLDCW -> f.setControlWord(memory.load16(n.segment, operands.address(n)));
      case FNSTCW -> memory.store16(n.segment, operands.address(n), f.control);
      case FNSTSW -> {
        if (n.kind1 == Insn.MEM) {
          memory.store16(n.segment, operands.address(n), f.statusWord());
        } else {
          int[] g = cpu.gpr;
          g[CpuState.EAX] = g[CpuState.EAX] & 0xffff0000 | f.statusWord();
        }
      }
      case FLDENV -> {
        int at = operands.address(n);
        memory.probe(n.segment, at, n.width == 32 ? 28 : 14, false);
        loadEnvironment(n, at);
      }
      case FNSTENV -> {
        int at = operands.address(n);
        memory.probe(n.segment, at, n.width == 32 ? 28 : 14, true);
        storeEnvironment(n, at);
        f.setControlWord(f.control | FpuState.EXCEPTIONS);
      }
      case FRSTOR -> restore(n);
      case FNSAVE -> save(n);
      case FXSAVE -> fxSave(n);
      case FXRSTOR -> fxRestore(n);
      case LDMXCSR -> f.mxcsr = checkedMxcsr(memory.load32(n.segment, operands.address(n)));
      case STMXCSR -> memory.store32(n.segment, operands.address(n), f.mxcsr);
      case EMMS -> {
        f.full = 0;
        f.top = 0;
      }
      default -> throw new AssertionError("no FPU instruction: " + n.form);
    }
  }

  private int checkedMxcsr(int value) {
    if ((value & ~MXCSR_BITS) != 0) {
      throw fault.set(Fault.GP, 0);
    }
    return value;
  }

  /** Addresses are linear in real and virtual-8086 mode, segment and offset elsewhere. */
  private boolean linear() {
    return (cpu.cr0 & Cr0.PE) == 0 || (cpu.flagsOther & Eflags.VM) != 0;
  }

  private void storeEnvironment(Insn n, int at) {
    int s = n.segment;
    if (n.width == 32) {
      memory.store32(s, at, 0xffff0000 | f.control);
      memory.store32(s, at + 4, 0xffff0000 | f.statusWord());
      memory.store32(s, at + 8, 0xffff0000 | f.tagWord());
      if (linear()) {
        int ip = (f.instructionSelector << 4) + f.instructionOffset;
        int dp = (f.operandSelector << 4) + f.operandOffset;
        memory.store32(s, at + 12, 0xffff0000 | ip);
        memory.store32(s, at + 16, ip >>> 16 << 12 | f.opcode);
        memory.store32(s, at + 20, 0xffff0000 | dp);
        memory.store32(s, at + 24, dp >>> 16 << 12);
      } else {
        memory.store32(s, at + 12, f.instructionOffset);
        memory.store32(s, at + 16, f.instructionSelector | f.opcode << 16);
        memory.store32(s, at + 20, f.operandOffset);
        memory.store32(s, at + 24, 0xffff0000 | f.operandSelector);
      }
      return;
    }
    memory.store16(s, at, f.control);
    memory.store16(s, at + 2, f.statusWord());
    memory.store16(s, at + 4, f.tagWord());
    if (linear()) {
      int ip = (f.instructionSelector << 4) + f.instructionOffset;
      int dp = (f.operandSelector << 4) + f.operandOffset;
      memory.store16(s, at + 6, ip);
      memory.store16(s, at + 8, ip >>> 16 << 12 | f.opcode);
      memory.store16(s, at + 10, dp);
      memory.store16(s, at + 12, dp >>> 16 << 12);
    } else {
      memory.store16(s, at + 6, f.instructionOffset);
      memory.store16(s, at + 8, f.instructionSelector);
      memory.store16(s, at + 10, f.operandOffset);
      memory.store16(s, at + 12, f.operandSelector);
    }
  }

  private void loadEnvironment(Insn n, int at) {
    int s = n.segment;
    int step = n.width == 32 ? 4 : 2;
    int controlWord = memory.load16(s, at);
    int statusWord = memory.load16(s, at + step);
    int tagWord = memory.load16(s, at + 2 * step);
    int ip = memory.load(s, at + 3 * step, n.width);
    int cs = memory.load(s, at + 4 * step, n.width);
    int dp = memory.load(s, at + 5 * step, n.width);
    int ds = memory.load(s, at + 6 * step, n.width);
    if (linear()) {
      f.instructionOffset = ip & 0xffff | cs << 4 & 0xffff0000;
      f.instructionSelector = 0;
      f.operandOffset = dp & 0xffff | ds << 4 & 0xffff0000;
      f.operandSelector = 0;
      f.opcode = cs & 0x7ff;
    } else {
      f.instructionOffset = ip;
      f.instructionSelector = cs & 0xffff;
      f.operandOffset = dp;
      f.operandSelector = ds & 0xffff;
      f.opcode = n.width == 32 ? cs >> 16 & 0x7ff : 0;
    }
    f.control = controlWord;
    f.setTagWord(tagWord);
    f.setStatusWord(statusWord);
    f.setControlWord(controlWord);
  }

  private void save(Insn n) {
    int at = operands.address(n);
    int head = n.width == 32 ? 28 : 14;
    memory.probe(n.segment, at, head + 80, true);
    storeEnvironment(n, at);
    for (int i = 0; i < 8; i++) {
      int p = f.top + i & 7;
      int to = at + head + 10 * i;
      // By words: registers at +28+10i must not ask for the alignment of a doubleword.
      for (int word = 0; word < 4; word++) {
        memory.store16(n.segment, to + 2 * word, (int) (f.significand[p] >>> 16 * word));
      }
      memory.store16(n.segment, to + 8, f.signExponent[p]);
    }
    f.initialize();
  }

  private void restore(Insn n) {
    int at = operands.address(n);
    int head = n.width == 32 ? 28 : 14;
    memory.probe(n.segment, at, head + 80, false);
    loadEnvironment(n, at);
    for (int i = 0; i < 8; i++) {
      int p = f.top + i & 7;
      int from = at + head + 10 * i;
      long significand = 0;
      for (int word = 0; word < 4; word++) {
        significand |= (long) memory.load16(n.segment, from + 2 * word) << 16 * word;
      }
      f.significand[p] = significand;
      f.signExponent[p] = memory.load16(n.segment, from + 8);
    }
  }

  private int image512(Insn n, boolean write) {
    int at = operands.address(n);
    memory.check(n.segment, at, 1, write);
    // The linear address counts, and before the end of the image does.
    if ((cpu.segments[n.segment].base + at & 15) != 0) {
      throw fault.set(Fault.GP, 0);
    }
    memory.probe(n.segment, at, 512, write);
    return at;
  }

  private void fxSave(Insn n) {
    int at = image512(n, true);
    int s = n.segment;
    memory.store32(s, at, f.control | f.statusWord() << 16);
    memory.store32(s, at + 4, f.full | f.opcode << 16);
    memory.store32(s, at + 8, f.instructionOffset);
    memory.store32(s, at + 12, f.instructionSelector);
    memory.store32(s, at + 16, f.operandOffset);
    memory.store32(s, at + 20, f.operandSelector);
    memory.store32(s, at + 24, f.mxcsr);
    memory.store32(s, at + 28, MXCSR_BITS);
    for (int i = 0; i < 8; i++) {
      int p = f.top + i & 7;
      int to = at + 32 + 16 * i;
      operands.store64(s, to, f.significand[p]);
      operands.store64(s, to + 8, f.signExponent[p]);
    }
    for (int i = 0; i < 16; i++) {
      operands.store64(s, at + 160 + 8 * i, f.xmm[i]);
    }
  }

  private void fxRestore(Insn n) {
    int at = image512(n, false);
    int s = n.segment;
    f.mxcsr = checkedMxcsr(memory.load32(s, at + 24));
    int controlWord = memory.load16(s, at);
    f.control = controlWord;
    f.setStatusWord(memory.load16(s, at + 2));
    f.setControlWord(controlWord);
    f.full = memory.load8(s, at + 4);
    f.opcode = memory.load16(s, at + 6) & 0x7ff;
    f.instructionOffset = memory.load32(s, at + 8);
    f.instructionSelector = memory.load16(s, at + 12);
    f.operandOffset = memory.load32(s, at + 16);
    f.operandSelector = memory.load16(s, at + 20);
    for (int i = 0; i < 8; i++) {
      int p = f.top + i & 7;
      int from = at + 32 + 16 * i;
      f.significand[p] = operands.load64(s, from);
      f.signExponent[p] = memory.load16(s, from + 8);
    }
    for (int i = 0; i < 16; i++) {
      f.xmm[i] = operands.load64(s, at + 160 + 8 * i);
    }
  }
}
