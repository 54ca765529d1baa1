// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/** Which processor is played; an instruction that it lacks is #UD. In the order of their age. */
public enum CpuModel {
  /** Without CPUID, EFLAGS.AC and ID, CR4, BSWAP, XADD, CMPXCHG, INVLPG, WBINVD. */
  I386("386"),
  /** Without CPUID, CR4, CMPXCHG8B, RDTSC, MSRs. */
  I486("486"),
  /** Without CMOV, FCMOV, FCOMI, FXSAVE. */
  PENTIUM("pentium"),
  /** All that we have; no SSE arithmetic. */
  PENTIUM_III("p3"),
  /**
   * A Pentium III that ignores LOCK where it does not belong, as QEMU's TCG does; silicon raises
   * #UD. For guests that run away and are to be seen going the way that they went there. Segment
   * limits are checked all the same.
   */
  PENTIUM_III_QEMU("p3-qemu");

  /** How options name it. */
  public final String option;

  CpuModel(String option) {
    this.option = option;
  }

  public boolean has(CpuModel since) {
    return compareTo(since) >= 0;
  }
}
