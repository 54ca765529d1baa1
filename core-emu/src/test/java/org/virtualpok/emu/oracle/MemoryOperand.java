// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;

/**
 * Chooses an addressing form and makes registers and displacement meet an offset (Intel SDM vol. 2,
 * tables 2-1 to 2-3).
 */
final class MemoryOperand {
  private static final int DS = SegmentName.DS.ordinal();
  private static final int SS = SegmentName.SS.ordinal();
  private static final int[] BASE16 = {
    CpuState.EBX, CpuState.EBX, CpuState.EBP, CpuState.EBP,
    CpuState.ESI, CpuState.EDI, CpuState.EBP, CpuState.EBX
  };
  private static final int[] INDEX16 = {
    CpuState.ESI, CpuState.EDI, CpuState.ESI, CpuState.EDI, -1, -1, -1, -1
  };

  private MemoryOperand() {}

  /** Emits ModRM, SIB and displacement for an access of some bytes. */
  static void emit(Draft d, int regField, int size) {
    while (!(d.address16 ? attempt16(d, regField, size) : attempt32(d, regField, size))) {
      // The registers drawn are taken or do not meet the offset: draw again.
    }
    d.hasMemory = true;
  }

  /** Emits an offset without ModRM. */
  static void emitAbsolute(Draft d, int size) {
    int segment = d.override >= 0 ? d.override : DS;
    int offset = Offsets.choose(d, segment, size, d.address16);
    d.emit(offset, d.address16 ? 2 : 4);
    took(d, segment, offset);
    d.hasMemory = true;
  }

  private static void took(Draft d, int segment, int offset) {
    Layout.Segment s = d.segment(segment);
    d.operandOffset = offset;
    d.operandLinear = s == null ? 0 : s.base() + offset;
  }

  private static boolean attempt32(Draft d, int regField, int size) {
    Chance c = d.chance;
    int mod = c.below(3);
    int rm = c.below(8);
    int scale = 0;
    int index = -1;
    int base = rm;
    if (rm == 4) {
      base = c.below(8);
      scale = c.below(4);
      index = c.below(8);
      index = index == 4 ? -1 : index;
    }
    int sib = scale << 6 | (index < 0 ? 4 : index) << 3 | base;
    if (mod == 0 && base == 5) {
      base = -1;
    }
    int segment = base == CpuState.ESP || base == CpuState.EBP ? SS : DS;
    segment = d.override >= 0 ? d.override : segment;
    int dispBytes = mod == 1 ? 1 : mod == 2 || base < 0 ? 4 : 0;
    int offset = Offsets.choose(d, segment, size, false);
    int disp = dispBytes == 0 ? 0 : dispBytes == 1 ? (byte) c.bits() : c.word();
    int scaled = index < 0 ? 0 : d.gpr(index) << scale;
    if (base >= 0 && !d.fixed[base] && base != index) {
      d.vector.gpr[base] = offset - disp - scaled;
    } else if (dispBytes == 4) {
      disp = offset - scaled - (base < 0 ? 0 : d.gpr(base));
    } else if (index >= 0 && scale == 0 && !d.fixed[index] && base >= 0 && base != index) {
      d.vector.gpr[index] = offset - disp - d.gpr(base);
    } else if (dispBytes == 1
        && index < 0
        && (byte) (offset - d.gpr(base)) == offset - d.gpr(base)) {
      disp = offset - d.gpr(base);
    } else {
      return false;
    }
    d.emit(mod << 6 | regField << 3 | rm, 1);
    if (rm == 4) {
      d.emit(sib, 1);
    }
    d.emit(disp, dispBytes);
    fix(d, base);
    fix(d, index);
    took(d, segment, offset);
    return true;
  }

  private static boolean attempt16(Draft d, int regField, int size) {
    Chance c = d.chance;
    int mod = c.below(3);
    int rm = c.below(8);
    boolean absolute = mod == 0 && rm == 6;
    int base = absolute ? -1 : BASE16[rm];
    int index = absolute ? -1 : INDEX16[rm];
    int segment = d.override >= 0 ? d.override : base == CpuState.EBP ? SS : DS;
    int dispBytes = absolute ? 2 : mod;
    int offset = Offsets.choose(d, segment, size, true);
    int disp = dispBytes == 0 ? 0 : dispBytes == 1 ? (byte) c.bits() : c.word();
    int other = index < 0 ? 0 : d.gpr(index);
    if (base >= 0 && !d.fixed[base]) {
      d.setSized(base, 16, offset - disp - other);
    } else if (dispBytes == 2) {
      disp = offset - other - (base < 0 ? 0 : d.gpr(base));
    } else if (index >= 0 && !d.fixed[index]) {
      d.setSized(index, 16, offset - disp - d.gpr(base));
    } else {
      return false;
    }
    d.emit(mod << 6 | regField << 3 | rm, 1);
    d.emit(disp, dispBytes);
    fix(d, base);
    fix(d, index);
    took(d, segment, offset & 0xffff);
    return true;
  }

  private static void fix(Draft d, int register) {
    if (register >= 0) {
      d.fixed[register] = true;
    }
  }
}
