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
