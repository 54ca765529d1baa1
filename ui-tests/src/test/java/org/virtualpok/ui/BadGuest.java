// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** PC guests that misbehave, a few bytes each. */
enum BadGuest {
  /** Writes to COM1 and to port E9 as fast as it can. */
  FLOOD {
    @Override
    void code() {
      // MOV DX, 3F8; again: OUT DX, AL; OUT E9, AL; INC AL; JMP again
      bytes(0x66, 0xba, 0xf8, 0x03, 0xee, 0xe6, 0xe9, 0xfe, 0xc0, 0xeb, 0xf9);
    }
  },

  /** CLI; again: INC EAX; JMP again. */
  DEAF {
    @Override
    void code() {
      bytes(0xfa, 0x40, 0xeb, 0xfd);
    }
  },

  /** Programs the PIT anew all the time, so that its output rises a million times a second. */
  TIMER {
    @Override
    void code() {
      interrupts();
      // STI; again: OUT 43, 30; OUT 43, 34; OUT 40, 2; OUT 40, 0; MOV ECX, 77; LOOP; JMP again
      bytes(0xfb, 0xb0, 0x30, 0xe6, 0x43, 0xb0, 0x34, 0xe6, 0x43, 0xb0, 2, 0xe6, 0x40);
      bytes(0xb0, 0, 0xe6, 0x40, 0xb9, 77, 0, 0, 0, 0xe2, 0xfe, 0xeb, 0xe7);
    }
  },

  /** HLT in a loop, woken 0.6 million times a second. */
  HALTS {
    @Override
    void code() {
      interrupts();
      bytes(0xb0, 0x34, 0xe6, 0x43, 0xb0, 2, 0xe6, 0x40, 0xb0, 0, 0xe6, 0x40);
      bytes(0xfb, 0xf4, 0xeb, 0xfd);
    }
  },

  /** Writes all of the text memory, each time with another value. */
  SCREEN {
    @Override
    void code() {
      // again: ADD EAX, 01010101; MOV EDI, B8000; MOV ECX, 2000; REP STOSD; JMP again
      bytes(0x05, 1, 1, 1, 1, 0xbf, 0, 0x80, 0x0b, 0, 0xb9, 0, 0x20, 0, 0, 0xf3, 0xab);
      bytes(0xeb, 0xed);
    }
  },

  /** LIDT of nothing; INT3. */
  TRIPLE_FAULT {
    @Override
    void code() {
      bytes(0x0f, 0x01, 0x1d, 0, 0, 0x20, 0, 0xcc);
    }
  },

  /** A ROM that resets the PC for ever. */
  RESETS {
    @Override
    void code() {
      // At the reset vector: MOV AL, 'r'; OUT E9, AL; MOV AL, 1; OUT 92, AL
      bytes(0xb0, 'r', 0xe6, 0xe9, 0xb0, 1, 0xe6, 0x92, 0xf4, 0, 0, 0, 0, 0, 0, 0);
    }
  };

  private static final int LOAD = 0x100000;
  private static final int FILE_AT = 84;
  private static final int HEADER_BYTES = 32;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  abstract void code();

  boolean isRom() {
    return this == RESETS;
  }

  final void bytes(int... values) {
    for (int v : values) {
      out.write(v);
    }
  }

  private void word(int value) {
    bytes(value, value >>> 8, value >>> 16, value >>> 24);
  }

  /** A GDT, IRQ 0 at vector 20, a handler that only ends it. To be the first of the code. */
  final void interrupts() {
    int gdt = LOAD + HEADER_BYTES + 5;
    int handler = gdt + 24;
    int gate = handler + 7;
    // JMP over the data
    bytes(0xe9);
    word(24 + 7 + 8 + 6 + 6);
    for (int w : new int[] {0, 0, 0xffff, 0xcf9b00, 0xffff, 0xcf9300}) {
      word(w);
    }
    // PUSH EAX; MOV AL, 20; OUT 20, AL; POP EAX; IRET
    bytes(0x50, 0xb0, 0x20, 0xe6, 0x20, 0x58, 0xcf);
    bytes(handler, handler >>> 8, 8, 0, 0, 0x8e, handler >>> 16, handler >>> 24);
    bytes(23, 0);
    word(gdt);
    bytes(7, 1);
    word(gate - 0x100);
    bytes(0x0f, 0x01, 0x15);
    word(gate + 8);
    bytes(0x0f, 0x01, 0x1d);
    word(gate + 14);
    for (int[] w : new int[][] {{0x20, 0x11}, {0x21, 0x20}, {0x21, 4}, {0x21, 1}, {0x21, 0xfe}}) {
      bytes(0xb0, w[1], 0xe6, w[0]);
    }
  }

  /** The ROM, or the kernel's ELF file. */
  final synchronized byte[] file() {
    out.reset();
    code();
    byte[] body = out.toByteArray();
    if (isRom()) {
      return body;
    }
    int size = HEADER_BYTES + body.length;
    ByteBuffer b = ByteBuffer.allocate(FILE_AT + size).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
    b.putShort((short) 2).putShort((short) 3).putInt(1).putInt(LOAD + HEADER_BYTES).putInt(52);
    b.position(40);
    b.putShort((short) 52).putShort((short) 32).putShort((short) 1).position(52);
    for (int field : new int[] {1, FILE_AT, LOAD, LOAD, size, size, 7, 0x1000}) {
      b.putInt(field);
    }
    b.putInt(0x1badb002).putInt(0).putInt(-0x1badb002).position(FILE_AT + HEADER_BYTES);
    return b.put(body).array();
  }
}
