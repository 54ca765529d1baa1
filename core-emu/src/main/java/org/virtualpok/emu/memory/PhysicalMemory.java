// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What answers on the bus: RAM from physical address 0 up, and ROM in windows over or beyond it.
 *
 * <p>Addresses are physical, unsigned. Reads where nobody answers give all ones and writes there
 * are lost, as are writes to ROM. RAM and ROM share one array; an offset in it is called an index,
 * and a byte of RAM has its physical address as index.
 */
public final class PhysicalMemory {
  public static final int PAGE_SHIFT = 12;
  public static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** RAM, then ROM. */
  final byte[] bytes;

  private final int ramBytes;
  private final boolean[] codePage;

  /** What an address on the bus keeps of A20, as a mask of the page number. */
  private int pageMask = -1;

  private static final int A20_PAGE = 1 << (20 - PAGE_SHIFT);

  /**
   * First physical page, number of pages and first page of the array of each window of ROM; -1 for
   * a hole, where nobody answers.
   */
  private int[][] windows = {};

  private Runnable mapListener = () -> {};

  private CodeListener codeListener = (index, size) -> false;
  private CodePageListener codePageListener = page -> {};

  /** Told when a page from which code was decoded is written. */
  public interface CodeListener {
    /**
     * @param index first byte that was written
     * @param size bytes written, all in one page
     * @return whether code of that page is still decoded somewhere, so that the page stays watched
     */
    boolean written(int index, int size);
  }

  /** Told when a page starts to hold decoded code, so that fast paths to it can be closed. */
  interface CodePageListener {
    void marked(int page);
  }

  /** RAM of this size in bytes, rounded up to whole pages; at most 2 GiB less a page. */
  public PhysicalMemory(int sizeBytes) {
    this(sizeBytes, new byte[0]);
  }

  /**
   * RAM of this size in bytes and a ROM, both rounded up to whole pages; the ROM answers where
   * {@link #mapRom} puts it.
   */
  public PhysicalMemory(int ramSizeBytes, byte[] rom) {
    ramBytes = wholePages(ramSizeBytes);
    int romBytes = wholePages(rom.length);
    bytes = new byte[ramBytes + romBytes];
    codePage = new boolean[bytes.length >>> PAGE_SHIFT];
    System.arraycopy(rom, 0, bytes, ramBytes, rom.length);
  }

  private static int wholePages(int sizeBytes) {
    return (sizeBytes + PAGE_BYTES - 1) & -PAGE_BYTES;
  }

  /**
   * Lets the whole ROM answer from this physical address on, before RAM. To be called before any
   * processor uses this memory.
   *
   * @param address physical, on a page boundary
   */
  public void mapRom(int address) {
    int pages = (bytes.length - ramBytes) >>> PAGE_SHIFT;
    addWindow(address, pages, ramBytes >>> PAGE_SHIFT);
  }

  /**
   * Takes RAM away: nobody answers there. To be called before any processor uses this memory.
   *
   * @param address physical, on a page boundary
   * @param sizeBytes whole pages
   */
  public void mapHole(int address, int sizeBytes) {
    addWindow(address, sizeBytes >>> PAGE_SHIFT, -1);
  }

  private void addWindow(int address, int pages, int arrayPage) {
    windows = Arrays.copyOf(windows, windows.length + 1);
    windows[windows.length - 1] = new int[] {address >>> PAGE_SHIFT, pages, arrayPage};
  }

  /** Whether address line 20 is let through; without it addresses wrap at each odd MiB. */
  public void setA20(boolean open) {
    int mask = open ? -1 : ~A20_PAGE;
    if (mask != pageMask) {
      pageMask = mask;
      mapListener.run();
    }
  }

  /** Told when addresses begin to mean other memory than before. */
  void setMapListener(Runnable listener) {
    mapListener = listener;
  }

  /** Bytes of RAM. */
  public int sizeBytes() {
    return ramBytes;
  }

  public void setCodeListener(CodeListener listener) {
    codeListener = listener;
  }

  void setCodePageListener(CodePageListener listener) {
    codePageListener = listener;
  }

  /**
   * The page of the array behind a physical page, or -1 where nobody answers.
   *
   * @param page physical address of any byte of it, shifted right by {@link #PAGE_SHIFT}
   */
  int arrayPage(int page) {
    int at = page & pageMask;
    for (int[] w : windows) {
      if (at >= w[0] && at < w[0] + w[1]) {
        return w[2] < 0 ? -1 : w[2] + at - w[0];
      }
    }
    return at < ramBytes >>> PAGE_SHIFT ? at : -1;
  }

  /** Whether a page of the array may be written. */
  boolean isRam(int arrayPage) {
    return arrayPage >= 0 && arrayPage < ramBytes >>> PAGE_SHIFT;
  }

  boolean isCode(int arrayPage) {
    return codePage[arrayPage];
  }

  /** The index of a physical byte in the one array of RAM and ROM; -1 where nobody answers. */
  public int indexOf(int address) {
    int page = arrayPage(address >>> PAGE_SHIFT);
    return page < 0 ? -1 : (page << PAGE_SHIFT) | (address & (PAGE_BYTES - 1));
  }

  /** The byte at an index that a processor has found. */
  public int byteAt(int index) {
    return bytes[index] & 0xff;
  }

  /** Asks to be told of the next write to this page of the array. */
  public void markCode(int page) {
    if (!codePage[page]) {
      codePage[page] = true;
      codePageListener.marked(page);
    }
  }

  public int read8(int address) {
    int i = indexOf(address);
    return i < 0 ? 0xff : bytes[i] & 0xff;
  }

  public int read16(int address) {
    return read8(address) | (read8(address + 1) << 8);
  }

  public int read32(int address) {
    int i = indexOf(address);
    return i >= 0 && (address & (PAGE_BYTES - 1)) <= PAGE_BYTES - 4
        ? (int) INT.get(bytes, i)
        : read16(address) | (read16(address + 2) << 16);
  }

  public void write8(int address, int value) {
    int i = indexOf(address);
    if (i >= 0 && i < ramBytes) {
      bytes[i] = (byte) value;
      if (codePage[i >>> PAGE_SHIFT]) {
        wrote(i, 1);
      }
    }
  }

  public void write16(int address, int value) {
    write(address, value, 2);
  }

  public void write32(int address, int value) {
    write(address, value, 4);
  }

  private void write(int address, int value, int size) {
    int i = indexOf(address);
    if (i < 0 || i >= ramBytes || (address & (PAGE_BYTES - 1)) > PAGE_BYTES - size) {
      for (int k = 0; k < size; k++) {
        write8(address + k, value >>> (8 * k));
      }
      return;
    }
    if (size == 4) {
      INT.set(bytes, i, value);
    } else {
      SHORT.set(bytes, i, (short) value);
    }
    if (codePage[i >>> PAGE_SHIFT]) {
      wrote(i, size);
    }
  }

  /** Copies bytes in; those that nobody takes are lost. */
  public void write(int address, byte[] source, int offset, int length) {
    for (int i = 0; i < length; i++) {
      write8(address + i, source[offset + i]);
    }
  }

  /** Writes zeros, whole pages at once; the listener is told of each page that had code. */
  public void zero(int address, int length) {
    int at = 0;
    while (at < length) {
      int inPage = Math.min(length - at, PAGE_BYTES - (address + at & PAGE_BYTES - 1));
      int i = indexOf(address + at);
      if (i >= 0 && i + inPage <= ramBytes) {
        Arrays.fill(bytes, i, i + inPage, (byte) 0);
        if (codePage[i >>> PAGE_SHIFT]) {
          wrote(i, inPage);
        }
      } else {
        for (int k = 0; k < inPage; k++) {
          write8(address + at + k, 0);
        }
      }
      at += inPage;
    }
  }

  /** Copies bytes out; those where nobody answers read as FF. */
  public byte[] read(int address, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = (byte) read8(address + i);
    }
    return out;
  }

  /** A copy of all RAM, also of what a hole or ROM hides. */
  public byte[] ram() {
    return Arrays.copyOf(bytes, ramBytes);
  }

  /** Replaces all RAM; the listener is told of each page that had code. */
  public void setRam(byte[] ram) {
    if (ram.length != ramBytes) {
      throw new IllegalArgumentException(ram.length + " bytes for RAM of " + ramBytes);
    }
    clear();
    System.arraycopy(ram, 0, bytes, 0, ramBytes);
  }

  /** Whether address line 20 is let through. */
  public boolean a20() {
    return pageMask == -1;
  }

  /** RAM all zero, no code pages; the listener is told of each page that had code. */
  public void clear() {
    Arrays.fill(bytes, 0, ramBytes, (byte) 0);
    for (int page = 0; page < codePage.length; page++) {
      if (codePage[page]) {
        wrote(page << PAGE_SHIFT, PAGE_BYTES);
      }
    }
  }

  private void wrote(int index, int size) {
    codePage[index >>> PAGE_SHIFT] = codeListener.written(index, size);
  }
}
