// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import org.virtualpok.emu.cpu.SegmentName;

/**
 * Registers of a CPU or vCPU at one instant; immutable.
 *
 * @param gpr EAX ECX EDX EBX ESP EBP ESI EDI, in the order of their encoding
 * @param eip offset in CS
 * @param eflags as PUSHF would show it
 * @param cpl current privilege level, 0 to 3
 * @param segments indexed by {@link SegmentName#ordinal()}
 */
public record Registers(int[] gpr, int eip, int eflags, int cpl, Segment[] segments) {
  /** A segment register with its cached descriptor; base linear, limit the last valid offset. */
  public record Segment(int selector, int base, int limit, boolean usable) {}

  public Registers {
    gpr = gpr.clone();
    segments = segments.clone();
  }

  /** A copy; the record stays immutable. */
  @Override
  public int[] gpr() {
    return gpr.clone();
  }

  /** The general register with this encoding, 0 (EAX) to 7 (EDI). */
  public int gpr(int encoding) {
    return gpr[encoding];
  }

  @Override
  public Segment[] segments() {
    return segments.clone();
  }

  public Segment segment(SegmentName name) {
    return segments[name.ordinal()];
  }
}
