// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Signature;

/** CPUID of a Pentium or Pentium III, less what is not there (Intel SDM vol. 2, CPUID). */
final class Cpuid {
  private static final int FPU = 1;
  private static final int VME = 1 << 1;
  private static final int DE = 1 << 2;
  private static final int PSE = 1 << 3;
  private static final int TSC = 1 << 4;
  private static final int MSR = 1 << 5;
  private static final int CX8 = 1 << 8;
  private static final int SEP = 1 << 11;
  private static final int PGE = 1 << 13;
  private static final int CMOV = 1 << 15;
  private static final int MMX = 1 << 23;
  private static final int FXSR = 1 << 24;

  private static final int PENTIUM = FPU | VME | DE | PSE | TSC | MSR | CX8;
  private static final int PENTIUM_III = PENTIUM | SEP | PGE | CMOV | MMX | FXSR;

  private Cpuid() {}

  /** Leaf 0 and leaf 1; every other one answers as leaf 1. */
  static void execute(CpuState c) {
    int[] g = c.gpr;
    boolean vendor = g[CpuState.EAX] == 0;
    int features = c.model.has(CpuModel.PENTIUM_III) ? PENTIUM_III : PENTIUM;
    g[CpuState.EAX] = vendor ? 1 : Signature.of(c.model);
    g[CpuState.EBX] = vendor ? 0x756e6547 : 0;
    g[CpuState.EDX] = vendor ? 0x49656e69 : features;
    g[CpuState.ECX] = vendor ? 0x6c65746e : 0;
  }
}
