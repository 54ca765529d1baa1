// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/** Bits of CR4 (Intel SDM vol. 3, 2.5) that a Pentium III has. */
public final class Cr4 {
  public static final int VME = 1;
  public static final int PVI = 1 << 1;
  public static final int TSD = 1 << 2;
  public static final int DE = 1 << 3;
  public static final int PSE = 1 << 4;
  public static final int PAE = 1 << 5;
  public static final int MCE = 1 << 6;
  public static final int PGE = 1 << 7;
  public static final int PCE = 1 << 8;
  public static final int OSFXSR = 1 << 9;
  public static final int OSXMMEXCPT = 1 << 10;

  private Cr4() {}
}
