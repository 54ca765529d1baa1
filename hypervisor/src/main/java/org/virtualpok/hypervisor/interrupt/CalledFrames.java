// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * The frame of our ABI, which hypercall 32 returns through. It lives in guest memory alone. As
 * published it lies one word higher, over the word at S.
 */
final class CalledFrames extends FrameStyle {
  private final boolean published;

  CalledFrames(boolean published) {
    this.published = published;
  }

  @Override
  int enter(
      CpuState cpu,
      PhysicalMemory memory,
      VirtualLine line,
      int slot,
      int handler,
      int instance,
      boolean virtualIf)
      throws FrameException {
    int s = cpu.gpr[CpuState.ESP];
    int eip = cpu.eip;
    int at = cpu.segment(SegmentName.SS).base + s;
    int old = published && InterruptFrame.fits(cpu, true) ? memory.read32(at) : 0;
    int address = InterruptFrame.push(cpu, memory, line.number, virtualIf, handler, published);
    overwrite = published ? new Overwrite(s, old, eip) : null;
    return address;
  }

  @Override
  boolean turnsOff() {
    return true;
  }

  @Override
  boolean returnsByCall() {
    return true;
  }

  /** Whether the frame lies one word higher than ours. */
  boolean published() {
    return published;
  }
}
