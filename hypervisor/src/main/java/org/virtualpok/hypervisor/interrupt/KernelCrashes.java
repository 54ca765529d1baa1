// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** How those kernels destroyed themselves, each in a sentence without a full stop. */
final class KernelCrashes {
  private KernelCrashes() {}

  /** A delivery without a guest to deliver to. */
  static String ringZero(VirtualLine line, int handler) {
    return String.format(
        "the interrupt of %s was delivered onto a ring-0 frame: no thread of the partition can run,"
            + " so it met the kernel's own idle thread, and the kernel goes on in ring 0 at"
            + " 0x%08x, the offset of the guest's handler, where it has no such code",
        VirtualLine.name(line.number), handler);
  }

  /** Call 25 of 2014 installs the address 0 as the gate. */
  static String brokenGate(int line) {
    return String.format(
        "the interrupt of %s went to address 0 in ring 0: hypercall 25 IRQ_REGISTER_HANDLER had"
            + " put the empty handler into the kernel's own gate of that line",
        VirtualLine.name(line));
  }
}
