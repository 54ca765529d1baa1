// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.memory.LinearMemory;

/**
 * Memory as an instruction meets it: segment and offset, every access checked against the segment's
 * rights and limit (Intel SDM vol. 3, 5.3 and 5.4). A failed check throws the one {@link Fault}
 * before anything has changed. Segments are {@link SegmentName} ordinals.
 */
public final class SegmentedMemory {
  private static final SegmentName[] NAMES = SegmentName.values();
  private static final int SS = SegmentName.SS.ordinal();

  private final LinearMemory memory;
  private final Fault fault;
  private CpuState cpu = new CpuState();
  private SegmentRegister[] segments = cpu.segments;

  public SegmentedMemory(LinearMemory memory, Fault fault) {
    this.memory = memory;
    this.fault = fault;
  }

  /** The CPU whose segment registers apply from now on. */
  public void attach(CpuState newCpu) {
    cpu = newCpu;
    segments = newCpu.segments;
    memory.attach(newCpu);
  }

  /** Memory behind the segments, by linear address. */
  public LinearMemory linear() {
    return memory;
  }

  public int load8(int segment, int offset) {
    SegmentRegister s = segments[segment];
    if (Integer.compareUnsigned(offset, s.read8) >= 0) {
      check(segment, offset, 1, false);
    }
    return memory.read8(s.base + offset);
  }

  public int load16(int segment, int offset) {
    SegmentRegister s = segments[segment];
    if (Integer.compareUnsigned(offset, s.read16) >= 0) {
      check(segment, offset, 2, false);
    }
    return memory.read16(s.base + offset);
  }

  public int load32(int segment, int offset) {
    SegmentRegister s = segments[segment];
    if (Integer.compareUnsigned(offset, s.read32) >= 0) {
      check(segment, offset, 4, false);
    }
    return memory.read32(s.base + offset);
  }

  public void store8(int segment, int offset, int value) {
    SegmentRegister s = segments[segment];
    if (Integer.compareUnsigned(offset, s.write8) >= 0) {
      check(segment, offset, 1, true);
    }
    memory.write8(s.base + offset, value);
  }

  public void store16(int segment, int offset, int value) {
    SegmentRegister s = segments[segment];
    if (Integer.compareUnsigned(offset, s.write16) >= 0) {
      check(segment, offset, 2, true);
    }
    memory.write16(s.base + offset, value);
  }

  public void store32(int segment, int offset, int value) {
    SegmentRegister s = segments[segment];
    if (Integer.compareUnsigned(offset, s.write32) >= 0) {
      check(segment, offset, 4, true);
    }
    memory.write32(s.base + offset, value);
  }

  /** Loads 8, 16 or 32 bits, zero-extended. */
  public int load(int segment, int offset, int width) {
    return switch (width) {
      case 8 -> load8(segment, offset);
      case 16 -> load16(segment, offset);
      default -> load32(segment, offset);
    };
  }

  public void store(int segment, int offset, int value, int width) {
    switch (width) {
      case 8 -> store8(segment, offset, value);
      case 16 -> store16(segment, offset, value);
      default -> store32(segment, offset, value);
    }
  }

  /** Throws if an access of some bytes would, be it for the segment or for a page. */
  public void probe(int segment, int offset, int sizeBytes, boolean write) {
    check(segment, offset, sizeBytes, write);
    memory.probe(segments[segment].base + offset, sizeBytes, write);
  }

  /** Throws if a read-modify-write of 2, 4 or 8 bytes would. */
  public void probeModify(int segment, int offset, int sizeBytes) {
    check(segment, offset, sizeBytes, true);
    int address = segments[segment].base + offset;
    memory.checkAlignment(address, sizeBytes);
    memory.probe(address, sizeBytes, true);
  }

  /** Throws if the segment does not allow an access of some bytes. */
  public void check(int segment, int offset, int sizeBytes, boolean write) {
    SegmentRegister s = segments[segment];
    if (!(write ? s.writable : s.readable) || !inLimit(s, offset, sizeBytes)) {
      throw fault.setAccess(segment == SS ? Fault.SS : Fault.GP, 0, NAMES[segment], offset, write);
    }
  }

  static boolean inLimit(SegmentRegister s, int offset, int sizeBytes) {
    long first = Integer.toUnsignedLong(offset);
    long last = first + sizeBytes - 1;
    long limit = Integer.toUnsignedLong(s.limit);
    return s.expandDown ? first > limit && last <= (s.big ? 0xffffffffL : 0xffffL) : last <= limit;
  }

  public void push32(int value) {
    push(value, 32);
  }

  public int pop32() {
    return pop(32);
  }

  /** Pushes 16 or 32 bits; ESP moves only once the store has succeeded. */
  public void push(int value, int width) {
    int[] g = cpu.gpr;
    int bytes = width >>> 3;
    if (segments[SS].big) {
      int top = g[CpuState.ESP] - bytes;
      store(SS, top, value, width);
      g[CpuState.ESP] = top;
    } else {
      int top = (g[CpuState.ESP] - bytes) & 0xffff;
      store(SS, top, value, width);
      g[CpuState.ESP] = (g[CpuState.ESP] & 0xffff0000) | top;
    }
  }

  public int pop(int width) {
    int value = peek(0, width);
    moveStack(width >>> 3);
    return value;
  }

  /** The word some bytes above the top of the stack; ESP stays. */
  public int peek(int aboveBytes, int width) {
    return load(SS, stackOffset(aboveBytes), width);
  }

  /** Throws #SS(0) unless some bytes from the top of the stack up lie in it without wrapping. */
  void checkFrame(int sizeBytes) {
    check(SS, stackOffset(0), sizeBytes, false);
  }

  /** Offset in SS of what lies some bytes above the top of the stack. */
  public int stackOffset(int aboveBytes) {
    return inStack(cpu.gpr[CpuState.ESP] + aboveBytes);
  }

  /** A stack pointer as the size of SS makes it: a 16-bit stack has only the lower half. */
  public int inStack(int pointer) {
    return segments[SS].big ? pointer : pointer & 0xffff;
  }

  /** Moves the stack pointer up by some bytes (down if negative). */
  public void moveStack(int bytes) {
    setStack(cpu.gpr[CpuState.ESP] + bytes);
  }

  /** Sets ESP, or SP alone if SS is a 16-bit stack. */
  public void setStack(int pointer) {
    int[] g = cpu.gpr;
    g[CpuState.ESP] =
        segments[SS].big ? pointer : (g[CpuState.ESP] & 0xffff0000) | (pointer & 0xffff);
  }
}
