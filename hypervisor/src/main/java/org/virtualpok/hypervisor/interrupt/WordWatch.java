// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.DebugRegisters;

/**
 * Waits for the first instruction that uses a word which a delivery overwrote. Two debug registers
 * of the vCPU stand on it, which a guest at CPL 3 cannot reach: one for any access, one for writes.
 * While they do, every instruction is looked at: it gives up after a while.
 */
final class WordWatch {
  /** Instructions after which nobody is taken to use the word any more. */
  static final long PATIENCE_INSTRUCTIONS = 1_000_000;

  private static final int ANY_ACCESS = 3;
  private static final int WRITE = 1;
  private static final int FOUR_BYTES = 3;

  /** L0, L1 and what they wait for. */
  private static final int DR7 =
      DebugRegisters.DR7_ONES
          | 1
          | 1 << 2
          | (ANY_ACCESS | FOUR_BYTES << 2) << 16
          | (WRITE | FOUR_BYTES << 2) << 20;

  private static final int HITS = 3;

  /** Null while it waits for nothing. */
  private OverwrittenWord word;

  private long endRetired;

  boolean armed() {
    return word != null;
  }

  OverwrittenWord word() {
    return word;
  }

  void arm(CpuState cpu, int linear, OverwrittenWord newWord) {
    word = newWord;
    endRetired = cpu.retired + PATIENCE_INSTRUCTIONS;
    cpu.dr[0] = linear;
    cpu.dr[1] = linear;
    cpu.dr7 = DR7;
    cpu.debugHits = 0;
  }

  void disarm(CpuState cpu) {
    if (word != null) {
      word = null;
      cpu.dr7 = DebugRegisters.DR7_ONES;
      cpu.debugHits = 0;
    }
  }

  /** Instructions that may run before it gives up; it does if there are none. */
  long patience(CpuState cpu) {
    return endRetired - cpu.retired;
  }

  /** Whether a trap was ours. */
  static boolean hit(CpuState cpu) {
    return (cpu.dr6 & HITS) != 0;
  }

  /** Whether the instruction only read. */
  static boolean onlyRead(CpuState cpu) {
    return (cpu.dr6 & HITS) == 1;
  }
}
