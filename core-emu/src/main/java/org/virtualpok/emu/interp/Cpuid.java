// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.cpu.CpuState;

/** CPUID of a Pentium III class CPU, less what is not there yet (Intel SDM vol. 2, CPUID). */
final class Cpuid {
  /** CX8 and CMOV. */
  private static final int FEATURES = 1 << 8 | 1 << 15;

  /** Family 6, model 8, stepping 6. */
  private static final int SIGNATURE = 0x686;

  private Cpuid() {}

  static void execute(CpuState c) {
    int[] g = c.gpr;
    boolean vendor = g[CpuState.EAX] == 0;
    g[CpuState.EAX] = vendor ? 1 : SIGNATURE;
    g[CpuState.EBX] = vendor ? 0x756e6547 : 0;
    g[CpuState.EDX] = vendor ? 0x49656e69 : FEATURES;
    g[CpuState.ECX] = vendor ? 0x6c65746e : 0;
  }
}
