// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/**
 * What DR0 to DR7 ask for (Intel SDM vol. 3, 17.2).
 *
 * <pre>
 * DR7: 31..16 four times LEN R/W   13 GD   9 GE   8 LE   7..0 G3 L3 G2 L2 G1 L1 G0 L0
 * DR6: 15 BT   14 BS   13 BD   3..0 B3 B2 B1 B0; the other bits read FFFF0FF0
 * </pre>
 */
public final class DebugRegisters {
  public static final int DR6_BD = 1 << 13;
  public static final int DR6_BS = 1 << 14;
  public static final int DR6_BT = 1 << 15;

  /** Bits of DR6 that always read as one. */
  public static final int DR6_ONES = 0xffff0ff0;

  /** Bits of DR6 that software can set and clear. */
  public static final int DR6_WRITABLE = 0xe00f;

  /** Bit 10 of DR7 always reads as one. */
  public static final int DR7_ONES = 1 << 10;

  public static final int DR7_GD = 1 << 13;

  /** Bits of DR7 that always read as zero: 15, 14, 12, 11. */
  public static final int DR7_ZEROS = 0xd800;

  /** G3 to L0: any of them set means that a breakpoint is on. */
  public static final int DR7_ENABLED = 0xff;

  private static final int WRITE = 1;
  private static final int IO = 2;

  /** Bytes by LEN; 2 is undefined, and taken for one byte. */
  private static final int[] LENGTHS = {1, 2, 1, 4};

  private DebugRegisters() {}

  private static int kind(int dr7, int n) {
    return (dr7 >>> (16 + 4 * n)) & 3;
  }

  private static boolean enabled(int dr7, int n) {
    return (dr7 & (3 << (2 * n))) != 0;
  }

  private static boolean watchesData(int dr7, int n) {
    int kind = kind(dr7, n);
    return enabled(dr7, n) && kind != 0 && kind != IO;
  }

  /** Whether any breakpoint on reads or writes of memory is on. */
  public static boolean watchesData(int dr7) {
    for (int n = 0; n < 4; n++) {
      if (watchesData(dr7, n)) {
        return true;
      }
    }
    return false;
  }

  /** Whether any breakpoint is on. */
  public static boolean anyEnabled(int dr7) {
    return (dr7 & DR7_ENABLED) != 0;
  }

  /** Bits B3 to B0 of the breakpoints that an access to linear addresses meets. */
  public static int dataHits(CpuState c, int address, int sizeBytes, boolean write) {
    int hits = 0;
    for (int n = 0; n < 4; n++) {
      if (watchesData(c.dr7, n) && (write || kind(c.dr7, n) != WRITE)) {
        int length = LENGTHS[(c.dr7 >>> (18 + 4 * n)) & 3];
        int first = c.dr[n] & -length;
        // Either interval holds the start of the other, modulo 4 GiB.
        boolean overlaps =
            Integer.compareUnsigned(address - first, length) < 0
                || Integer.compareUnsigned(first - address, sizeBytes) < 0;
        hits |= overlaps ? 1 << n : 0;
      }
    }
    return hits;
  }

  /** Bits B3 to B0 of the breakpoints that an access to ports meets; CR4.DE gives them. */
  public static int portHits(CpuState c, int port, int sizeBytes) {
    if (!anyEnabled(c.dr7)) {
      return 0;
    }
    int hits = 0;
    for (int n = 0; n < 4; n++) {
      if (enabled(c.dr7, n) && kind(c.dr7, n) == IO && (c.cr4 & Cr4.DE) != 0) {
        int length = ((c.dr7 >>> (18 + 4 * n)) & 3) + 1;
        int first = c.dr[n] & -length;
        boolean overlaps = port < first + length && first < port + sizeBytes;
        hits |= overlaps ? 1 << n : 0;
      }
    }
    return hits;
  }

  /** Bits B3 to B0 of the breakpoints on instructions at a linear address. */
  public static int instructionHits(CpuState c, int address) {
    int hits = 0;
    for (int n = 0; n < 4; n++) {
      if (enabled(c.dr7, n) && kind(c.dr7, n) == 0 && c.dr[n] == address) {
        hits |= 1 << n;
      }
    }
    return hits;
  }
}
