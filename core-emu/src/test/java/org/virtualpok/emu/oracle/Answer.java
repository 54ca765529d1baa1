// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.nio.ByteBuffer;

/**
 * What a vector led to: the state at the first exception behind it. The code pages are full of
 * INT3, so there always is one.
 */
final class Answer {
  /** Bytes of the fixed part; struct answer of silicon.c. */
  static final int FIXED_BYTES = 32 + 8 + 12 + 16;

  /** The harness could not even load the vector's segments. */
  static final int ENTRY_FAILED = 255;

  final int[] gpr = new int[8];
  int eip;
  int eflags;
  final int[] segment = new int[6];
  int vector;
  int error;

  /** Meaningful for #PF. */
  int cr2;

  /** FNSAVE image, or null. */
  byte[] x87;

  /** Linear addresses, ascending, and new values of the doublewords of data that changed. */
  int[] changedAddress = {};

  int[] changedValue = {};

  /** Reads the fixed part; returns the number of changes, which follow the x87 state. */
  int readFixed(ByteBuffer in) {
    for (int i = 0; i < 8; i++) {
      gpr[i] = in.getInt();
    }
    eip = in.getInt();
    eflags = in.getInt();
    for (int i = 0; i < 6; i++) {
      segment[i] = in.getShort() & 0xffff;
    }
    vector = in.getInt();
    error = in.getInt();
    cr2 = in.getInt();
    return in.getInt();
  }

  void readChanges(ByteBuffer in, int count) {
    changedAddress = new int[count];
    changedValue = new int[count];
    for (int i = 0; i < count; i++) {
      changedAddress[i] = in.getInt();
      changedValue[i] = in.getInt();
    }
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    s.append(String.format("vector %d error %x cr2 %08x", vector, error, cr2));
    s.append(String.format(" eip %08x eflags %08x\n ", eip, eflags));
    for (int r : gpr) {
      s.append(String.format(" %08x", r));
    }
    s.append("  segments");
    for (int r : segment) {
      s.append(String.format(" %04x", r));
    }
    for (int i = 0; i < changedAddress.length; i++) {
      s.append(String.format("\n  [%08x] <- %08x", changedAddress[i], changedValue[i]));
    }
    if (x87 != null) {
      s.append("\n  x87 ").append(X87Image.text(x87));
    }
    return s.toString();
  }
}
