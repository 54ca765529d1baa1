// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec.fpu;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.exec.Operands;
import org.virtualpok.emu.exec.SegmentedMemory;
import org.virtualpok.emu.isa.Insn;

/** Loads and stores of the FPU's formats. Every access is checked whole before anything changes. */
final class FpuMemory {
  final SegmentedMemory memory;
  final Operand operand = new Operand();
  private final FpuStack stack;
  private CpuState cpu = new CpuState();

  FpuMemory(SegmentedMemory memory, FpuStack stack) {
    this.memory = memory;
    this.stack = stack;
  }

  void attach(CpuState newCpu) {
    cpu = newCpu;
  }

  int address(Insn n) {
    return Operands.effectiveAddress(n, cpu.gpr);
  }

  long load64(int segment, int offset) {
    long low = memory.load32(segment, offset) & 0xffffffffL;
    return low | (long) memory.load32(segment, offset + 4) << 32;
  }

  /**
   * An operand of 64 bits or the low ones of an operand of 80, which lies on 8 bytes: the limit is
   * checked for these 8, then alignment, then the pages.
   */
  long operand64(int segment, int offset) {
    SegmentRegister s = cpu.segments[segment];
    if (!inside(offset, 8, s.read32)) {
      memory.check(segment, offset, 8, false);
    }
    memory.linear().checkAlignment(s.base + offset, 8);
    return load64(segment, offset);
  }

  /** Whether a segment's bound for doublewords says at once that some bytes, 4 or more, are in. */
  private static boolean inside(int offset, int size, int bound) {
    int last = offset + size - 4;
    return Integer.compareUnsigned(offset, bound) < 0
        && Integer.compareUnsigned(last, bound) < 0
        && (offset ^ last) >= 0;
  }

  /** Throws what a store would; without paging and well inside the segment at little cost. */
  void probeStore(int segment, int offset, int size) {
    SegmentRegister s = cpu.segments[segment];
    boolean outside = !inside(offset, size, s.write32);
    if (outside) {
      memory.check(segment, offset, Math.min(size, 8), true);
    }
    memory.linear().checkAlignment(s.base + offset, Math.min(size, 8));
    if (outside) {
      memory.check(segment, offset, size, true);
    }
    if ((cpu.cr0 & Cr0.PG) != 0) {
      memory.linear().probe(s.base + offset, size, true);
    }
  }

  void store64(int segment, int offset, long value) {
    memory.store32(segment, offset, (int) value);
    memory.store32(segment, offset + 4, (int) (value >>> 32));
  }

  /** The memory operand of D8 (single), DA (doubleword), DC (double) and DE (word). */
  void loadArithmetic(Insn n) {
    int at = address(n);
    switch (n.form.opcode()) {
      case 0xd8 -> operand.fromSingle(memory.load32(n.segment, at));
      case 0xda -> operand.fromInteger(memory.load32(n.segment, at));
      case 0xdc -> operand.fromDouble(operand64(n.segment, at));
      default -> operand.fromInteger((short) memory.load16(n.segment, at));
    }
  }

  /** The memory operand of FLD, FILD and FBLD. */
  void loadPush(Insn n) {
    int at = address(n);
    switch (n.form.opcode() << 4 | n.form.digit()) {
      case 0xd90 -> operand.fromSingle(memory.load32(n.segment, at));
      case 0xdd0 -> operand.fromDouble(operand64(n.segment, at));
      case 0xdb0 -> operand.fromInteger(memory.load32(n.segment, at));
      case 0xdf0 -> operand.fromInteger((short) memory.load16(n.segment, at));
      case 0xdf5 -> operand.fromInteger(operand64(n.segment, at));
      default -> {
        long low = operand64(n.segment, at);
        int high = memory.load16(n.segment, at + 8);
        if (n.form.digit() == 4) {
          operand.fromDecimal(low, high);
        } else {
          operand.fromExtended(high, low);
        }
      }
    }
  }

  /** FST and FSTP to memory: true if the value was stored. */
  boolean storeReal(Insn n) {
    int at = address(n);
    int size = n.form.opcode() == 0xd9 ? 4 : n.form.opcode() == 0xdd ? 8 : 10;
    probeStore(n.segment, at, size);
    stack.begin();
    boolean empty = stack.isEmpty(0);
    if (empty && !stack.underflow()) {
      return false;
    }
    int se = empty ? Format80.INDEFINITE : stack.signExponent(0);
    long a = empty ? Format80.INDEFINITE_SIGNIFICAND : stack.significand(0);
    switch (size) {
      case 4 -> {
        int bits = Conversion.toSingle(stack.result, se, a);
        if (!finished()) {
          return false;
        }
        memory.store32(n.segment, at, bits);
      }
      case 8 -> {
        long bits = Conversion.toDouble(stack.result, se, a);
        if (!finished()) {
          return false;
        }
        store64(n.segment, at, bits);
      }
      default -> store80(n.segment, at, se, a);
    }
    return true;
  }

  void store80(int segment, int offset, int se, long a) {
    store64(segment, offset, a);
    memory.store16(segment, offset + 8, se);
  }

  /** Raises; an unmasked overflow or underflow keeps memory as it is. */
  private boolean finished() {
    int exceptions = stack.result.exceptions;
    int range = exceptions & ~stack.f.control & (FpuState.OE | FpuState.UE);
    if (range != 0) {
      stack.result.exceptions &= ~FpuState.PE;
      stack.result.roundedUp = false;
    }
    boolean goesOn = stack.raise();
    if (goesOn && stack.result.roundedUp) {
      stack.f.status |= FpuState.C1;
    }
    return goesOn && range == 0;
  }

  /** FIST and FISTP: true if the value was stored. */
  boolean storeInteger(Insn n) {
    int at = address(n);
    int opcode = n.form.opcode();
    int bits = opcode == 0xdb ? 32 : n.form.digit() == 7 ? 64 : 16;
    probeStore(n.segment, at, bits >> 3);
    stack.begin();
    long value = -1L << bits - 1;
    if (stack.isEmpty(0)) {
      if (!stack.underflow()) {
        return false;
      }
    } else {
      value = Conversion.toInteger(stack.result, stack.signExponent(0), stack.significand(0), bits);
      if (!finished()) {
        return false;
      }
    }
    if (bits == 64) {
      store64(n.segment, at, value);
    } else {
      memory.store(n.segment, at, (int) value, bits);
    }
    return true;
  }

  /** FBSTP: true if the value was stored. */
  boolean storeDecimal(Insn n) {
    int at = address(n);
    probeStore(n.segment, at, 10);
    stack.begin();
    long value = -1;
    if (stack.isEmpty(0)) {
      if (!stack.underflow()) {
        return false;
      }
    } else {
      value = Conversion.toDecimal(stack.result, stack.signExponent(0), stack.significand(0));
      if (!finished()) {
        return false;
      }
    }
    if (value < 0) {
      // The packed BCD indefinite.
      store80(n.segment, at, 0xffff, 0xc000000000000000L);
      return true;
    }
    int sign = stack.signExponent(0) & Format80.SIGN;
    long digits = 0;
    for (int i = 0; i < 64; i += 4) {
      digits |= value % 10 << i;
      value /= 10;
    }
    store80(n.segment, at, sign | (int) (value / 10 << 4 | value % 10), digits);
    return true;
  }
}
