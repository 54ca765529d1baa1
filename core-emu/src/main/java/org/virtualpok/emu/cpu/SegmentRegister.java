// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/**
 * A segment register: the selector and what the CPU cached of its descriptor (Intel SDM vol. 3,
 * 3.4.5).
 */
public final class SegmentRegister {
  private static final int PRESENT = 0x80;

  public int selector;

  /** Linear address of offset 0. */
  public int base;

  /** Last valid offset, in bytes (granularity applied); for expand-down the last invalid one. */
  public int limit;

  /** Access byte of the descriptor: P, DPL, S, type. */
  public int access;

  /** D/B bit: 32-bit default size, or 4 GiB upper bound for expand-down. */
  public boolean big;

  /** Cached: data may be read through it. */
  public boolean readable;

  /** Cached: data may be written through it. */
  public boolean writable;

  /** Cached: offsets above the limit are the valid ones. */
  public boolean expandDown;

  /**
   * Cached: how many first offsets allow an access of 1, 2 or 4 bytes; 0 sends every access to the
   * exact check (expand-down, no right, null).
   */
  public int read8;

  public int read16;
  public int read32;
  public int write8;
  public int write16;
  public int write32;

  /** A null selector, or a descriptor that was not loaded. */
  public void setNull(int newSelector) {
    selector = newSelector;
    base = 0;
    limit = 0;
    access = 0;
    big = false;
    readable = false;
    writable = false;
    expandDown = false;
    cacheBounds();
  }

  /** Caches a descriptor's two doublewords (Intel SDM vol. 3, figure 3-8). */
  public void load(int newSelector, int low, int high) {
    selector = newSelector & 0xffff;
    base = (low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000);
    int raw = (low & 0xffff) | (high & 0xf0000);
    limit = (high & 0x800000) != 0 ? (raw << 12) | 0xfff : raw;
    access = (high >>> 8) & 0xff;
    big = (high & 0x400000) != 0;
    boolean code = (access & 0x08) != 0;
    readable = !code || (access & 0x02) != 0;
    writable = !code && (access & 0x02) != 0;
    expandDown = !code && (access & 0x04) != 0;
    cacheBounds();
  }

  /**
   * What power on and virtual-8086 mode make of a selector: a base of 16 times it, 64 KiB, read and
   * write (Intel SDM vol. 3, 20.1.1). CS too is marked as data then.
   */
  public void loadReal(int newSelector) {
    load(newSelector, 0x0000ffff, 0x00009300);
    base = selector << 4;
  }

  /** Real mode: only selector and base change; limit and rights stay (Intel SDM vol. 3, 20.1.1). */
  public void moveTo(int newSelector) {
    if ((access & PRESENT) == 0) {
      loadReal(newSelector);
      return;
    }
    selector = newSelector & 0xffff;
    base = selector << 4;
  }

  /** What becomes of CS when protected mode is left: data that may be written, its limit kept. */
  public void becomeRealCode() {
    access = 0x93;
    readable = true;
    writable = true;
    expandDown = false;
    cacheBounds();
  }

  /** Cached descriptor privilege level, 0 to 3. */
  public int dpl() {
    return (access >>> 5) & 3;
  }

  /** Cached: code that runs at its caller's level. */
  public boolean conforming() {
    return (access & 0x1c) == 0x1c;
  }

  private void cacheBounds() {
    read8 = bound(readable, 1);
    read16 = bound(readable, 2);
    read32 = bound(readable, 4);
    write8 = bound(writable, 1);
    write16 = bound(writable, 2);
    write32 = bound(writable, 4);
  }

  private int bound(boolean allowed, int size) {
    if (!allowed || expandDown || Integer.compareUnsigned(limit, size - 1) < 0) {
      return 0;
    }
    // At a limit of 4 GiB - 1 the count would not fit for one byte; its last offset is slow.
    return limit == -1 && size == 1 ? -1 : limit - size + 2;
  }

  public boolean usable() {
    return readable || (access & 0x08) != 0;
  }

  public void copyFrom(SegmentRegister other) {
    selector = other.selector;
    base = other.base;
    limit = other.limit;
    access = other.access;
    big = other.big;
    readable = other.readable;
    writable = other.writable;
    expandDown = other.expandDown;
    cacheBounds();
  }
}
