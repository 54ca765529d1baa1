// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;

/**
 * Model-specific registers (Intel SDM vol. 4, table 2-46 for the P6 family). The time stamp counter
 * and SYSENTER's three are real; the others that the processor has read as 0 and ignore writes; all
 * else is #GP(0).
 */
final class ModelRegisters {
  private static final int TSC = 0x10;
  private static final int SYSENTER_CS = 0x174;
  private static final int SYSENTER_EIP = 0x176;

  /** First and last of each run of registers that are there but do nothing. */
  private static final int[] SILENT_PENTIUM = {0x00, 0x01, 0x11, 0x13};

  private static final int[] SILENT_PENTIUM_III = {
    0x00, 0x01, // machine check address and type
    0x17, 0x17, // platform
    0x1b, 0x1b, // APIC base
    0x2a, 0x2a, // power-on configuration
    0x79, 0x79, // microcode update
    0x88, 0x8b, // cache data, microcode signature
    0xc1, 0xc2, // performance counters
    0xfe, 0xfe, // MTRR capabilities
    0x116, 0x11e, // cache control
    0x179, 0x17b, // machine check capabilities and status
    0x186, 0x187, // performance events
    0x1d9, 0x1d9, // debug control
    0x1db, 0x1e0, // last branch records
    0x200, 0x20f, // MTRR, variable
    0x250, 0x250, // MTRR, fixed
    0x258, 0x259,
    0x268, 0x26f,
    0x277, 0x277, // page attributes
    0x2ff, 0x2ff, // MTRR, default
    0x400, 0x413, // machine check banks
  };

  private final Fault fault;

  ModelRegisters(Fault fault) {
    this.fault = fault;
  }

  /** EDX:EAX from the register that ECX names. */
  void read(CpuState c) {
    int number = c.gpr[CpuState.ECX];
    long value = 0;
    if (number == TSC) {
      value = c.retired + c.tscOffset;
    } else if (isSysenter(c, number)) {
      value = Integer.toUnsignedLong(c.sysenter[number - SYSENTER_CS]);
    } else {
      needSilent(c, number);
    }
    c.gpr[CpuState.EAX] = (int) value;
    c.gpr[CpuState.EDX] = (int) (value >>> 32);
  }

  /** A write to the time stamp counter clears its upper half, as it does on this family. */
  void write(CpuState c) {
    int number = c.gpr[CpuState.ECX];
    int low = c.gpr[CpuState.EAX];
    if (number == TSC) {
      c.tscOffset = Integer.toUnsignedLong(low) - c.retired;
    } else if (isSysenter(c, number)) {
      c.sysenter[number - SYSENTER_CS] = low;
    } else {
      needSilent(c, number);
    }
  }

  private static boolean isSysenter(CpuState c, int number) {
    return number >= SYSENTER_CS && number <= SYSENTER_EIP && c.model.has(CpuModel.PENTIUM_III);
  }

  private void needSilent(CpuState c, int number) {
    int[] runs = c.model.has(CpuModel.PENTIUM_III) ? SILENT_PENTIUM_III : SILENT_PENTIUM;
    for (int i = 0; i < runs.length; i += 2) {
      if (number >= runs[i] && number <= runs[i + 1]) {
        return;
      }
    }
    throw fault.set(Fault.GP, 0);
  }
}
