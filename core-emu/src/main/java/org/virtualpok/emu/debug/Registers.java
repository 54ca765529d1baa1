// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import org.virtualpok.emu.cpu.SegmentName;

/**
 * Registers of a CPU, a vCPU, or a task that was saved, at one instant; immutable.
 *
 * @param gpr EAX ECX EDX EBX ESP EBP ESI EDI, in the order of their encoding
 * @param eip offset in CS
 * @param eflags as PUSHF would show it
 * @param cpl current privilege level, 0 to 3
 * @param segments indexed by {@link SegmentName#ordinal()}
 * @param unsaved bit n is set if general register n was not saved, so that its value says nothing
 */
public record Registers(int[] gpr, int eip, int eflags, int cpl, Segment[] segments, int unsaved) {
  /** A segment register with its cached descriptor; base linear, limit the last valid offset. */
  public record Segment(int selector, int base, int limit, boolean usable) {}

  public Registers {
    gpr = gpr.clone();
    segments = segments.clone();
  }

  /** All of them known. */
  public Registers(int[] gpr, int eip, int eflags, int cpl, Segment[] segments) {
    this(gpr, eip, eflags, cpl, segments, 0);
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

  /** Whether the general register with this encoding was saved, 0 (EAX) to 7 (EDI). */
  public boolean known(int encoding) {
    return (unsaved >> encoding & 1) == 0;
  }

  @Override
  public Segment[] segments() {
    return segments.clone();
  }

  public Segment segment(SegmentName name) {
    return segments[name.ordinal()];
  }
}
