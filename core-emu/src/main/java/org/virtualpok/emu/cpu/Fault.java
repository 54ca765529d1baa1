// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/**
 * An exception of the guest's CPU on its way to the dispatch loop (Intel SDM vol. 3, 6.15).
 * Stackless and preallocated: the thrower fills it in, and EIP still names the instruction.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public static final int DE = 0;
  public static final int DB = 1;
  public static final int BP = 3;
  public static final int OF = 4;
  public static final int BR = 5;
  public static final int UD = 6;
  public static final int NM = 7;
  public static final int DF = 8;
  public static final int TS = 10;
  public static final int NP = 11;
  public static final int SS = 12;
  public static final int GP = 13;
  public static final int PF = 14;
  public static final int MF = 16;
  public static final int AC = 17;

  private static final String[] NAMES = {
    "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "CSO", "#TS", "#NP", "#SS",
    "#GP", "#PF", "15", "#MF", "#AC", "#MC", "#XM"
  };

  /** Vector, 0 to 31. */
  private int vector;

  /** Error code; meaningful only where the vector has one. */
  private int errorCode;

  /** Offset that the access used, or a #PF's linear address; see {@link #hasAddress}. */
  private int address;

  private SegmentName segment = SegmentName.DS;
  private boolean hasAddress;
  private boolean write;
  private boolean newContext;

  public Fault() {
    super(null, null, false, false);
  }

  public Fault set(int newVector, int newErrorCode) {
    vector = newVector;
    errorCode = newErrorCode;
    hasAddress = false;
    newContext = false;
    return this;
  }

  /**
   * Marks a fault behind the point of no return of a task switch: EIP is that of the new task and
   * stays (Intel SDM vol. 3, 7.3).
   */
  public Fault markNewContext() {
    newContext = true;
    return this;
  }

  public boolean inNewContext() {
    return newContext;
  }

  public Fault setAccess(
      int newVector, int newErrorCode, SegmentName seg, int offset, boolean isWrite) {
    vector = newVector;
    errorCode = newErrorCode;
    segment = seg;
    address = offset;
    write = isWrite;
    hasAddress = true;
    newContext = false;
    return this;
  }

  /** #PF at a linear address. */
  public Fault setPage(int newErrorCode, int linear) {
    set(PF, newErrorCode);
    address = linear;
    return this;
  }

  /** Adds bits to the error code. */
  public void addToErrorCode(int bits) {
    errorCode |= bits;
  }

  /** Whether this exception pushes an error code (Intel SDM vol. 3, table 6-1). */
  public static boolean hasErrorCode(int vector) {
    return vector == DF || vector >= TS && vector <= PF || vector == AC;
  }

  public int vector() {
    return vector;
  }

  public int errorCode() {
    return errorCode;
  }

  /**
   * Offset in {@link #segment()} that a memory access used, if {@link #hasAddress()}; the linear
   * address for #PF.
   */
  public int address() {
    return address;
  }

  public SegmentName segment() {
    return segment;
  }

  public boolean hasAddress() {
    return hasAddress;
  }

  public boolean write() {
    return write;
  }

  /** "#GP" and so on. */
  public String mnemonic() {
    return name(vector);
  }

  public static String name(int vector) {
    return vector >= 0 && vector < NAMES.length ? NAMES[vector] : "vector " + vector;
  }
}
