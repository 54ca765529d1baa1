// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * 4 MiB of a PC's memory with a kernel's tables in it: GDT, LDT, IDT, TSS, page tables, and some
 * code. Linear addresses are physical ones, but for what {@link #buildPages} says.
 */
public final class FakePcMemory {
  public static final int GDT = 0x1000;
  public static final int GDT_LIMIT = 0x7f;
  public static final int IDT = 0x2000;
  public static final int IDT_LIMIT = 0x7ff;
  public static final int LDT = 0x3000;
  public static final int LDT_LIMIT = 0x0f;
  public static final int TSS = 0x4000;

  /** The map of open ports begins behind the TSS proper, and covers ports 0 to 3FF. */
  public static final int TSS_LIMIT = 0x68 + 0x80;

  public static final int DIRECTORY = 0x10000;
  public static final int FIRST_TABLE = 0x11000;
  public static final int PARTITION_TABLE = 0x12000;
  public static final int CODE = 0x100000;
  public static final int HANDLER = 0x100400;
  public static final int SIZE = 4 << 20;

  public final ByteBuffer ram = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

  /** Memory with everything in it. */
  public FakePcMemory() {
    buildGdt();
    buildIdt();
    buildTss();
    buildPages();
    buildCode();
  }

  private void descriptor(int at, int base, int limit, int access, int flags) {
    ram.putInt(at, limit & 0xffff | base << 16);
    ram.putInt(
        at + 4,
        base >>> 16 & 0xff | access << 8 | limit & 0xf0000 | flags << 20 | base & 0xff000000);
  }

  private void gate(int at, int selector, int offset, int access, int parameters) {
    ram.putInt(at, offset & 0xffff | selector << 16);
    ram.putInt(at + 4, offset & 0xffff0000 | access << 8 | parameters);
  }

  private void buildGdt() {
    descriptor(GDT + 0x08, 0, 0xfffff, 0x9b, 0xc); // kernel code
    descriptor(GDT + 0x10, 0, 0xfffff, 0x93, 0xc); // kernel data
    descriptor(GDT + 0x18, 0x13b000, 0x7ff, 0xfb, 0xc); // code of partition 1
    descriptor(GDT + 0x20, 0x13b000, 0x7ff, 0xf3, 0xc); // its data
    descriptor(GDT + 0x28, TSS, TSS_LIMIT, 0x8b, 0); // busy TSS
    descriptor(GDT + 0x30, LDT, LDT_LIMIT, 0x82, 0);
    descriptor(GDT + 0x38, 0x13c000, 0x7ff, 0x7b, 0xc); // partition 2, switched off
    descriptor(GDT + 0x40, 0x10000, 0xffff, 0x9a, 0); // 16-bit code
    gate(GDT + 0x48, 0x08, HANDLER + 0x80, 0xec, 2); // call gate
    descriptor(GDT + 0x50, 0x200000, 0xffffe, 0x97, 0xc); // data that expands down
    descriptor(LDT, 0x13b000, 0x7ff, 0xf3, 0xc);
    descriptor(LDT + 8, 0, 0xf, 0x9f, 0x4); // conforming code
  }

  private void buildIdt() {
    for (int v = 0; v < 20; v++) {
      gate(IDT + 8 * v, 0x08, HANDLER + 0x10 * v, 0x8e, 0);
    }
    gate(IDT + 8 * 8, 0x28, 0, 0x85, 0); // double fault by a task gate
    for (int v = 0x20; v < 0x30; v++) {
      gate(IDT + 8 * v, 0x08, HANDLER + 0x10 * v, 0x8e, 0);
    }
    gate(IDT + 8 * 42, 0x08, HANDLER + 0x400, 0xef, 0); // system call
  }

  private void buildTss() {
    ram.putInt(TSS + 4, 0x9f000);
    ram.putInt(TSS + 8, 0x10);
    ram.putInt(TSS + 0x1c, DIRECTORY);
    ram.putInt(TSS + 0x60, 0x30);
    ram.putShort(TSS + 0x66, (short) 0x68);
    for (int i = 0; i < 0x80; i++) {
      ram.put(TSS + 0x68 + i, (byte) 0xff);
    }
    ram.put(TSS + 0x68 + 0x7f, (byte) 0); // 3F8 to 3FF
    ram.put(TSS + 0x68 + 0x1d, (byte) 0xfd); // E9
    ram.put(TSS + 0x68 + 0x80, (byte) 0xff);
  }

  private void buildPages() {
    ram.putInt(DIRECTORY, FIRST_TABLE | 0x27);
    for (int page = 1; page < 1024; page++) {
      int entry = page << 12 | 3;
      if (page == 0xb8) {
        entry |= 0x78; // write-through, not cached, accessed and dirty
      } else if (page < 0x200) {
        entry |= 0x20;
      }
      ram.putInt(FIRST_TABLE + 4 * page, entry);
    }
    ram.putInt(DIRECTORY + 4 * 0x100, PARTITION_TABLE | 0x27); // at 4000_0000
    for (int page = 0; page < 16; page++) {
      ram.putInt(PARTITION_TABLE + 4 * page, 0x13b000 + (page << 12) | (page < 4 ? 0x25 : 0x67));
    }
    ram.putInt(DIRECTORY + 4 * 0x300, 0x000000e3); // 4 MiB page at C000_0000
    ram.putInt(DIRECTORY + 4 * 0x301, 0x004000e3);
    ram.putInt(DIRECTORY + 4 * 0x3c0, 0xe0000000 | 0x93); // devices, not cached
  }

  private void buildCode() {
    int[] code = {
      0x55, 0x89, 0xe5, 0x83, 0xec, 0x18, 0xe4, 0x21, 0x24, 0xfe, 0xe6, 0x21, 0xb0, 0x36, 0xe6,
      0x43, 0xfb, 0xf4, 0xeb, 0xfd, 0x90, 0x90, 0xc9, 0xc3
    };
    for (int i = 0; i < code.length; i++) {
      ram.put(CODE + i, (byte) code[i]);
    }
    for (int v = 0; v < 0x40; v++) {
      ram.put(HANDLER + 0x10 * v, (byte) 0x60);
      ram.put(HANDLER + 0x10 * v + 1, (byte) 0x61);
      ram.put(HANDLER + 0x10 * v + 2, (byte) 0xcf);
    }
  }

  /** Bytes at a physical address; shorter where memory ends. */
  public byte[] read(int address, int lengthBytes) {
    long from = Math.min(SIZE, Integer.toUnsignedLong(address));
    long to = Math.min(SIZE, from + lengthBytes);
    return Arrays.copyOfRange(ram.array(), (int) from, (int) to);
  }
}
