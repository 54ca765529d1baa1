// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import org.virtualpok.emu.cpu.CpuState;

/** Sees each instruction of every partition; while there is one, the machine steps. */
@FunctionalInterface
public interface InstructionObserver {
  /**
   * A vCPU is about to run the instruction at its CS:EIP. Interrupts that are due have been
   * delivered.
   *
   * @param vcpu its context
   * @param cpu its registers, not to be changed
   */
  void aboutToRun(int vcpu, CpuState cpu);
}
