// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.Arrays;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.isa.Decoder;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * Looks at the instruction that a processor is about to run, and changes nothing by it: no accessed
 * bit, no CR2, no fault. For traces, tables of coverage, and messages.
 */
public final class CodePeek {
  private static final int PRESENT = 1;
  private static final int LARGE = 1 << 7;

  private final Decoder decoder = new Decoder();
  private final PhysicalMemory memory;
  private final byte[] bytes = new byte[Decoder.MAX_LENGTH];

  public CodePeek(PhysicalMemory memory) {
    this.memory = memory;
  }

  /** The bytes at CS:EIP, as many as can be fetched, 0 to 15. */
  public byte[] bytes(CpuState c) {
    return Arrays.copyOf(bytes, fetch(c));
  }

  /** The instruction at CS:EIP, or null where it cannot be fetched whole. */
  public Insn instruction(CpuState c) {
    int length = fetch(c);
    if (length == 0) {
      return null;
    }
    boolean big = c.segment(SegmentName.CS).big;
    Insn n = decoder.decode(at -> at < length ? bytes[at] & 0xff : 0, big, c.model);
    return n.length > length ? null : n;
  }

  private int fetch(CpuState c) {
    SegmentRegister cs = c.segment(SegmentName.CS);
    for (int i = 0; i < bytes.length; i++) {
      int offset = c.eip + i;
      if (Integer.compareUnsigned(offset, cs.limit) > 0) {
        return i;
      }
      long physical = physical(c, cs.base + offset);
      if (physical < 0) {
        return i;
      }
      bytes[i] = (byte) memory.read8((int) physical);
    }
    return bytes.length;
  }

  private long physical(CpuState c, int linear) {
    return physical(memory, c, linear);
  }

  /** Where a linear address lies, as the tables in memory say now; -1 if they do not. */
  public static long physical(PhysicalMemory memory, CpuState c, int linear) {
    if ((c.cr0 & Cr0.PG) == 0) {
      return Integer.toUnsignedLong(linear);
    }
    int directory = memory.read32((c.cr3 & 0xfffff000) + ((linear >>> 22) << 2));
    if ((directory & PRESENT) == 0) {
      return -1;
    }
    if ((directory & LARGE) != 0 && (c.cr4 & Cr4.PSE) != 0) {
      return Integer.toUnsignedLong((directory & 0xffc00000) | (linear & 0x003fffff));
    }
    int table = memory.read32((directory & 0xfffff000) + (((linear >>> 12) & 0x3ff) << 2));
    return (table & PRESENT) == 0
        ? -1
        : Integer.toUnsignedLong((table & 0xfffff000) | (linear & 0xfff));
  }
}
