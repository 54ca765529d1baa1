// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import org.virtualpok.emu.cpu.SegmentName;

/** An address that knows its space; 32 bits, unsigned. */
public sealed interface Address {
  /**
   * An offset inside a segment of a context, as the guest writes it.
   *
   * @param context id of the context whose segment base applies
   * @param segment the segment register that the guest would use
   * @param offset bytes from the segment's base
   */
  record Logical(int context, SegmentName segment, int offset) implements Address {}

  /** Segment base plus offset, before paging. */
  record Linear(int value) implements Address {}

  /** What the memory bus sees. */
  record Physical(int value) implements Address {}
}
