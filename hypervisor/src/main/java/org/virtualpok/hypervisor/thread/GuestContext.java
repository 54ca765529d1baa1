// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentRegister;

/**
 * What POK saves of a thread that does not run: general registers, EIP, EFLAGS, segments. The FPU
 * is not saved; all threads share it, as in POK.
 */
public final class GuestContext {
  final int[] gpr = new int[8];
  int eip;
  int eflags;
  final SegmentRegister[] segments = new SegmentRegister[6];

  GuestContext() {
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new SegmentRegister();
    }
  }

  void saveFrom(CpuState cpu) {
    System.arraycopy(cpu.gpr, 0, gpr, 0, gpr.length);
    eip = cpu.eip;
    eflags = cpu.eflags();
    for (int i = 0; i < segments.length; i++) {
      segments[i].copyFrom(cpu.segments[i]);
    }
  }

  void copyFrom(GuestContext other) {
    System.arraycopy(other.gpr, 0, gpr, 0, gpr.length);
    eip = other.eip;
    eflags = other.eflags;
    for (int i = 0; i < segments.length; i++) {
      segments[i].copyFrom(other.segments[i]);
    }
  }

  void loadInto(CpuState cpu) {
    System.arraycopy(gpr, 0, cpu.gpr, 0, gpr.length);
    cpu.eip = eip;
    cpu.setEflags(eflags);
    for (int i = 0; i < segments.length; i++) {
      cpu.segments[i].copyFrom(segments[i]);
    }
  }

  /** A general register, by the numbers of {@link CpuState}. */
  public int register(int number) {
    return gpr[number];
  }

  /** Offset in CS of the next instruction. */
  public int eip() {
    return eip;
  }

  public int eflags() {
    return eflags;
  }

  public SegmentRegister segment(int number) {
    return segments[number];
  }
}
