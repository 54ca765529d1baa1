// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

/** The mode in which random code begins; it may leave it. */
public enum FuzzMode {
  REAL("real mode", false, 0, false),
  RING0_16("protected, 16-bit, ring 0", false, 0, false),
  RING0_32("protected, 32-bit, ring 0", true, 0, false),
  RING0_PAGED("protected, 32-bit, ring 0, paged", true, 0, true),
  RING3_16("protected, 16-bit, ring 3", false, 3, false),
  RING3_32("protected, 32-bit, ring 3", true, 3, false),
  RING3_PAGED("protected, 32-bit, ring 3, paged", true, 3, true),
  RING1_32("protected, 32-bit, ring 1", true, 1, false),
  RING2_PAGED("protected, 32-bit, ring 2, paged", true, 2, true),
  V86("virtual-8086", false, 3, false),
  V86_PAGED("virtual-8086, paged", false, 3, true);

  private final String title;

  /** 32-bit code segment. */
  final boolean big;

  final int ring;
  final boolean paged;

  FuzzMode(String title, boolean big, int ring, boolean paged) {
    this.title = title;
    this.big = big;
    this.ring = ring;
    this.paged = paged;
  }

  /** The mode in words. */
  public String title() {
    return title;
  }

  boolean isReal() {
    return this == REAL;
  }

  boolean isV86() {
    return this == V86 || this == V86_PAGED;
  }

  /** The mode of a seed; all modes take turns. */
  static FuzzMode of(long seed) {
    return values()[(int) Long.remainderUnsigned(seed, values().length)];
  }
}
