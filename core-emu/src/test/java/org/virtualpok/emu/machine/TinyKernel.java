// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** Writes small multiboot kernels for tests: a header, then code from 1 MiB and 16 bytes on. */
final class TinyKernel {
  static final int LOAD = 0x100000;
  static final int HEADER_BYTES = 32;
  static final int ENTRY = LOAD + HEADER_BYTES;

  /** File offset of the first byte that is loaded, which is that of the multiboot header. */
  static final int FILE_AT = 0x60;

  /** Where {@link #settle} puts things, all below 64 KiB. */
  static final int GDT = 0x5000;

  static final int GDT_BYTES = 0x80;
  static final int TABLES = 0x5100;
  static final int IDT = 0x6000;
  static final int STACK = 0x9000;

  /** Its selectors; others have room behind them. */
  static final int CODE = 8;

  static final int DATA = 16;

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  int flags;
  int checksumError;
  int paddr = LOAD;
  int memSize;
  int entry = ENTRY;
  int[] addresses = new int[5];

  TinyKernel bytes(int... values) {
    for (int v : values) {
      code.write(v);
    }
    return this;
  }

  TinyKernel word(int value) {
    return bytes(value, value >>> 8, value >>> 16, value >>> 24);
  }

  /** MOV DX, port; MOV AL, value; OUT DX, AL. */
  TinyKernel out(int port, int value) {
    return bytes(0x66, 0xba, port, port >>> 8, 0xb0, value, 0xee);
  }

  /** The same with a word. */
  TinyKernel outWord(int port, int value) {
    return bytes(0x66, 0xba, port, port >>> 8, 0x66, 0xb8, value, value >>> 8, 0x66, 0xef);
  }

  /** Writes text to COM1. */
  TinyKernel print(String text) {
    for (char c : text.toCharArray()) {
      out(0x3f8, c);
    }
    return this;
  }

  TinyKernel powerOff() {
    return outWord(0x604, 0x2000);
  }

  TinyKernel halt() {
    return bytes(0xf4);
  }

  /** MOV DWORD PTR [address], value. */
  TinyKernel store(int address, int value) {
    return bytes(0xc7, 0x05).word(address).word(value);
  }

  /** Writes a descriptor, given as its two words, when it runs. */
  TinyKernel descriptor(int address, int low, int high) {
    return store(address, low).store(address + 4, high);
  }

  /** Writes a 32-bit interrupt gate of privilege 0 into the table at {@link #IDT}. */
  TinyKernel gate(int vector, int handler) {
    return descriptor(IDT + 8 * vector, CODE << 16 | handler & 0xffff, handler & -1 << 16 | 0x8e00);
  }

  /**
   * Takes flat segments of its own, a stack and an empty table of interrupts, and moves the
   * controllers' vectors to 20 and 28, all masked.
   */
  TinyKernel settle() {
    descriptor(GDT + CODE, 0xffff, 0x00cf9a00);
    descriptor(GDT + DATA, 0xffff, 0x00cf9200);
    descriptor(TABLES, GDT << 16 | GDT_BYTES - 1, 0);
    bytes(0x0f, 0x01, 0x15).word(TABLES); // LGDT
    descriptor(TABLES + 8, IDT << 16 | 0x7ff, 0);
    bytes(0x0f, 0x01, 0x1d).word(TABLES + 8); // LIDT
    bytes(0xea).word(here() + 6).bytes(CODE, 0); // JMP FAR to the next instruction
    bytes(0x66, 0xb8, DATA, 0, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0); // MOV DS, ES, SS
    bytes(0xbc).word(STACK); // MOV ESP
    out(0x20, 0x11).out(0x21, 0x20).out(0x21, 4).out(0x21, 1).out(0x21, 0xff);
    return out(0xa0, 0x11).out(0xa1, 0x28).out(0xa1, 2).out(0xa1, 1).out(0xa1, 0xff);
  }

  /** PIT counter 0 in mode 2. */
  TinyKernel timer(int divisor) {
    return out(0x43, 0x34).out(0x40, divisor).out(0x40, divisor >>> 8);
  }

  /** HLT, again and again. */
  TinyKernel sleep() {
    return bytes(0xf4, 0xeb, 0xfd);
  }

  /** INC DWORD PTR [address]. */
  TinyKernel count(int address) {
    return bytes(0xff, 0x05).word(address);
  }

  /** End of interrupt to the first controller, then IRET; EAX and EDX keep their values. */
  TinyKernel endOfInterrupt() {
    return bytes(0x50, 0xb0, 0x20, 0xe6, 0x20, 0x58, 0xcf);
  }

  /** Zeros up to an offset in memory. */
  TinyKernel pad(int offset) {
    if (here() > offset) {
      throw new IllegalStateException("the code is too long by " + (here() - offset) + " bytes");
    }
    code.writeBytes(new byte[offset - here()]);
    return this;
  }

  /** Offset in memory of the next byte. */
  int here() {
    return ENTRY + code.size();
  }

  byte[] elf() {
    byte[] body = code.toByteArray();
    int size = HEADER_BYTES + body.length;
    ByteBuffer b = ByteBuffer.allocate(FILE_AT + size).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
    b.position(16);
    b.putShort((short) 2)
        .putShort((short) 3)
        .putInt(1)
        .putInt(entry)
        .putInt(52)
        .putInt(0)
        .putInt(0);
    b.putShort((short) 52).putShort((short) 32).putShort((short) 1);
    b.position(52);
    b.putInt(1).putInt(FILE_AT).putInt(paddr).putInt(paddr).putInt(size);
    b.putInt(Math.max(size, memSize)).putInt(7).putInt(0x1000);
    b.position(FILE_AT);
    b.putInt(0x1badb002).putInt(flags).putInt(-0x1badb002 - flags + checksumError);
    for (int a : addresses) {
      b.putInt(a);
    }
    b.put(body);
    return b.array();
  }

  KernelImage image(String commandLine, KernelImage.Module... modules) throws ImageException {
    return KernelImage.read("tiny.elf", elf(), commandLine, List.of(modules));
  }

  PcMachine boot() throws ImageException {
    return boot(PcConfig.DEFAULT);
  }

  PcMachine boot(PcConfig config) throws ImageException {
    return PcMachine.boot(config, image(""), ChunkedEventLog::new);
  }
}
