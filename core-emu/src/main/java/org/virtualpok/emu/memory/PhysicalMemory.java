// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * RAM from physical address 0 up, and the map of pages from which instructions were decoded.
 *
 * <p>Addresses are physical, unsigned. Reads beyond RAM give all ones and writes there are lost, as
 * on a bus where nobody answers.
 */
public final class PhysicalMemory {
  public static final int PAGE_SHIFT = 12;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] ram;
  private final boolean[] codePage;
  private CodeListener codeListener = (address, size) -> false;

  /** Told when a page from which code was decoded is written. */
  public interface CodeListener {
    /**
     * @param address first physical byte that was written
     * @param size bytes written, all in one page
     * @return whether code of that page is still decoded somewhere, so that the page stays watched
     */
    boolean written(int address, int size);
  }

  /** RAM of this size in bytes, rounded up to whole pages; at most 2 GiB less a page. */
  public PhysicalMemory(int sizeBytes) {
    int pages = (sizeBytes + (1 << PAGE_SHIFT) - 1) >>> PAGE_SHIFT;
    ram = new byte[pages << PAGE_SHIFT];
    codePage = new boolean[pages];
  }

  public int sizeBytes() {
    return ram.length;
  }

  public void setCodeListener(CodeListener listener) {
    codeListener = listener;
  }

  /** Asks to be told of the next write to this page. */
  public void markCode(int page) {
    if (page >= 0 && page < codePage.length) {
      codePage[page] = true;
    }
  }

  public int read8(int address) {
    return inRam(address, 1) ? ram[address] & 0xff : 0xff;
  }

  public int read16(int address) {
    return inRam(address, 2) ? (short) SHORT.get(ram, address) & 0xffff : slowRead(address, 2);
  }

  public int read32(int address) {
    return inRam(address, 4) ? (int) INT.get(ram, address) : slowRead(address, 4);
  }

  public void write8(int address, int value) {
    if (inRam(address, 1)) {
      ram[address] = (byte) value;
      if (codePage[address >>> PAGE_SHIFT]) {
        wrote(address, 1);
      }
    }
  }

  public void write16(int address, int value) {
    if (inRam(address, 2)) {
      SHORT.set(ram, address, (short) value);
      if (codePage[address >>> PAGE_SHIFT] || codePage[(address + 1) >>> PAGE_SHIFT]) {
        wrote(address, 2);
      }
    } else {
      slowWrite(address, value, 2);
    }
  }

  public void write32(int address, int value) {
    if (inRam(address, 4)) {
      INT.set(ram, address, value);
      if (codePage[address >>> PAGE_SHIFT] || codePage[(address + 3) >>> PAGE_SHIFT]) {
        wrote(address, 4);
      }
    } else {
      slowWrite(address, value, 4);
    }
  }

  /** Copies bytes in; those beyond RAM are lost. */
  public void write(int address, byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) {
      write8(address + i, bytes[offset + i]);
    }
  }

  /** Copies bytes out; those beyond RAM read as FF. */
  public byte[] read(int address, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = (byte) read8(address + i);
    }
    return out;
  }

  /** All zero, no code pages; the listener is told of each page that had code. */
  public void clear() {
    Arrays.fill(ram, (byte) 0);
    for (int page = 0; page < codePage.length; page++) {
      if (codePage[page]) {
        codePage[page] = codeListener.written(page << PAGE_SHIFT, 1 << PAGE_SHIFT);
      }
    }
  }

  private boolean inRam(int address, int size) {
    return address >= 0 && address <= ram.length - size;
  }

  private int slowRead(int address, int size) {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value |= read8(address + i) << (8 * i);
    }
    return value;
  }

  private void slowWrite(int address, int value, int size) {
    for (int i = 0; i < size; i++) {
      write8(address + i, value >>> (8 * i));
    }
  }

  private void wrote(int address, int size) {
    int first = address >>> PAGE_SHIFT;
    int last = (address + size - 1) >>> PAGE_SHIFT;
    for (int page = first; page <= last; page++) {
      if (codePage[page]) {
        int start = Math.max(address, page << PAGE_SHIFT);
        int end = Math.min(address + size, (page + 1) << PAGE_SHIFT);
        codePage[page] = codeListener.written(start, end - start);
      }
    }
  }
}
