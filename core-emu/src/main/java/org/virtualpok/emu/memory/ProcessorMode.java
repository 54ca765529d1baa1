// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;

/** How the processor makes addresses (Intel SDM vol. 3, 2.2). */
public enum ProcessorMode {
  REAL("real mode"),
  PROTECTED("protected mode"),
  PAGED("protected mode with paging"),
  VIRTUAL_8086("virtual-8086 mode"),
  VIRTUAL_8086_PAGED("virtual-8086 mode with paging");

  private final String text;

  ProcessorMode(String text) {
    this.text = text;
  }

  /** The mode that a processor is in. */
  public static ProcessorMode of(CpuState c) {
    if ((c.cr0 & Cr0.PE) == 0) {
      return REAL;
    }
    boolean paged = (c.cr0 & Cr0.PG) != 0;
    if (c.v86()) {
      return paged ? VIRTUAL_8086_PAGED : VIRTUAL_8086;
    }
    return paged ? PAGED : PROTECTED;
  }

  /** "protected mode with paging". */
  public String text() {
    return text;
  }
}
