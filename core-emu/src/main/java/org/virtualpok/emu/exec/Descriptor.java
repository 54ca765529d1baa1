// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.exec;

/**
 * A descriptor as it was read from a table (Intel SDM vol. 3, figures 3-8 and 6-2). Reused, so that
 * far transfers allocate nothing.
 *
 * <pre>
 * segment  high: 31..24 base  23 G  22 D/B  19..16 limit  15 P  14..13 DPL  12 S  11..8 type
 *          low:  31..16 base  15..0 limit
 * gate     high: 31..16 offset  15 P  14..13 DPL  11..8 type  4..0 parameters
 *          low:  31..16 selector  15..0 offset
 * </pre>
 */
final class Descriptor {
  /** Types of system descriptors; bit 3 makes TSS and gates 32-bit ones. */
  static final int LDT = 2;

  static final int TASK_GATE = 5;
  static final int WIDE = 8;
  static final int TSS = 1;
  static final int BUSY = 2;
  static final int CALL_GATE = 4;
  static final int INTERRUPT_GATE = 6;
  static final int TRAP_GATE = 7;

  /** Where it was found: linear address and selector. */
  int address;

  int selector;
  int low;
  int high;

  boolean present() {
    return (high & 0x8000) != 0;
  }

  int dpl() {
    return (high >>> 13) & 3;
  }

  /** RPL of the selector by which it was found. */
  int rpl() {
    return selector & 3;
  }

  boolean system() {
    return (high & 0x1000) == 0;
  }

  int type() {
    return (high >>> 8) & 0xf;
  }

  /** Type of a system descriptor without the 32-bit bit. */
  int kind() {
    return type() & ~WIDE;
  }

  /** A 32-bit gate or TSS. */
  boolean wide() {
    return (high & 0x800) != 0;
  }

  boolean code() {
    return (high & 0x1800) == 0x1800;
  }

  boolean conforming() {
    return (high & 0x1c00) == 0x1c00;
  }

  /** Data, or code that may be read. */
  boolean readable() {
    return !system() && ((high & 0x800) == 0 || (high & 0x200) != 0);
  }

  boolean writableData() {
    return (high & 0x1a00) == 0x1200;
  }

  int base() {
    return (low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000);
  }

  /** Last valid offset, in bytes. */
  int limit() {
    int raw = (low & 0xffff) | (high & 0xf0000);
    return (high & 0x800000) != 0 ? (raw << 12) | 0xfff : raw;
  }

  int gateSelector() {
    return low >>> 16;
  }

  int gateOffset() {
    return wide() ? (high & 0xffff0000) | (low & 0xffff) : low & 0xffff;
  }

  /** Words that a call gate copies, of its own width. */
  int gateParameters() {
    return high & 0x1f;
  }

  /** Available or busy, 16 or 32 bits. */
  boolean taskState() {
    return system() && (kind() & ~BUSY) == TSS;
  }

  boolean busy() {
    return (high & 0x200) != 0;
  }
}
