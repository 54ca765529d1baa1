// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/** Family, model and stepping, as EDX after reset and CPUID leaf 1 give them. */
public final class Signature {
  private Signature() {}

  public static int of(CpuModel model) {
    return switch (model) {
      case I386 -> 0x0303;
      case I486 -> 0x0404;
      case PENTIUM -> 0x0543;
      case PENTIUM_III, PENTIUM_III_QEMU -> 0x0686;
    };
  }
}
