// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.guests;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes multiboot kernels of a few bytes: one segment, the header first, then the code. */
public final class SmallKernel {
  /** Address of the header, and that of the first instruction. */
  public static final int LOAD = 0x100000;

  public static final int ENTRY = LOAD + 32;

  /** File offset of the header. */
  public static final int HEADER = 84;

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  public SmallKernel bytes(int... values) {
    for (int v : values) {
      code.write(v);
    }
    return this;
  }

  /** MOV DX, port; MOV AL, value; OUT DX, AL. */
  public SmallKernel out(int port, int value) {
    return bytes(0x66, 0xba, port, port >>> 8, 0xb0, value, 0xee);
  }

  /** Text to COM1. */
  public SmallKernel print(String text) {
    text.chars().forEach(c -> out(0x3f8, c));
    return this;
  }

  /** MOV DX, 604; MOV AX, 2000; OUT DX, AX. */
  public SmallKernel powerOff() {
    return bytes(0x66, 0xba, 0x04, 0x06, 0x66, 0xb8, 0x00, 0x20, 0x66, 0xef);
  }

  /** CLI; JMP to itself. */
  public SmallKernel spin() {
    return bytes(0xfa, 0xeb, 0xfe);
  }

  /** The ELF file. */
  public byte[] elf() {
    int size = 32 + code.size();
    ByteBuffer b = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
    b.putShort((short) 2).putShort((short) 3).putInt(1).putInt(ENTRY).putInt(52);
    b.position(40);
    b.putShort((short) 52).putShort((short) 32).putShort((short) 1).position(52);
    for (int field : new int[] {1, HEADER, LOAD, LOAD, size, size, 7, 0x1000}) {
      b.putInt(field);
    }
    b.putInt(0x1badb002).putInt(0).putInt(-0x1badb002).position(HEADER + 32);
    return b.put(code.toByteArray()).array();
  }

  /** The same with another word at a file offset. */
  public byte[] elfWith(int offset, int word) {
    byte[] bytes = elf();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, word);
    return bytes;
  }
}
