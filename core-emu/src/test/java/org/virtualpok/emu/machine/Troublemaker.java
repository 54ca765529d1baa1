// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** Guests that do nothing good, each in its own way. */
enum Troublemaker {
  /** Writes to COM1 and to port E9 as fast as it can. */
  FLOOD {
    @Override
    TinyKernel kernel() {
      // MOV DX, 3F8; MOV AL, '.'; again: OUT DX, AL; OUT E9, AL; INC AL; JMP again
      return new TinyKernel()
          .bytes(0x66, 0xba, 0xf8, 0x03, 0xb0, '.')
          .bytes(0xee, 0xe6, 0xe9, 0xfe, 0xc0, 0xeb, 0xf9);
    }
  },

  /** Programs the PIT anew with each turn of a short loop, a million times a second and more. */
  TIMER {
    @Override
    TinyKernel kernel() {
      TinyKernel k = new TinyKernel();
      interrupts(k, 0x1234);
      // STI; again: OUT 43, 30; OUT 43, 34: its output falls and rises; OUT 40, 30; OUT 40, 0;
      // MOV ECX, 77; LOOP to itself; JMP again: 1 us with the handler
      k.bytes(0xfb);
      int again = k.here();
      k.bytes(0xb0, 0x30, 0xe6, 0x43, 0xb0, 0x34, 0xe6, 0x43);
      k.bytes(0xb0, 0x30, 0xe6, 0x40, 0xb0, 0, 0xe6, 0x40);
      k.bytes(0xb9).word(77).bytes(0xe2, 0xfe);
      return k.bytes(0xeb, again - k.here() - 2);
    }
  },

  /** CLI; JMP to itself. */
  DEAF {
    @Override
    TinyKernel kernel() {
      return new TinyKernel().bytes(0xfa, 0xeb, 0xfe);
    }
  },

  /** HLT in a loop, with the most interrupts that mode 2 gives: 0.6 million a second. */
  FAST_TIMER {
    @Override
    TinyKernel kernel() {
      TinyKernel k = new TinyKernel();
      interrupts(k, 2);
      return k.bytes(0xfb, 0xf4, 0xeb, 0xfd);
    }
  },

  /** Shuts the processor down. */
  TRIPLE_FAULT {
    @Override
    TinyKernel kernel() {
      // LIDT of nothing, then INT3
      return new TinyKernel().bytes(0x0f, 0x01, 0x1d).word(0).bytes(0xcc);
    }
  },

  /** Writes all of the text memory, again and again, each time with another value. */
  SCREEN {
    @Override
    TinyKernel kernel() {
      TinyKernel k = new TinyKernel();
      interrupts(k, 30);
      k.bytes(0xfb);
      int again = k.here();
      // ADD EAX, 01010101; MOV EDI, B8000; MOV ECX, 2000; REP STOSD; JMP again
      k.bytes(0x05).word(0x01010101).bytes(0xbf).word(0xb8000).bytes(0xb9).word(0x2000);
      return k.bytes(0xf3, 0xab).bytes(0xeb, again - k.here() - 4);
    }
  },

  /** A ROM that writes a letter and resets the PC, for ever. */
  RESETS {
    @Override
    TinyKernel kernel() {
      throw new UnsupportedOperationException("a ROM");
    }

    @Override
    PcMachine boot() {
      byte[] rom = new byte[1 << 16];
      // At F000:FFF0: MOV AL, 'r'; OUT E9, AL; MOV AL, 1; OUT 92, AL
      int[] code = {0xb0, 'r', 0xe6, 0xe9, 0xb0, 1, 0xe6, 0x92, 0xf4};
      for (int i = 0; i < code.length; i++) {
        rom[0xfff0 + i] = (byte) code[i];
      }
      return PcMachine.rom("resets.rom", PcConfig.DEFAULT, rom, ChunkedEventLog::new);
    }
  };

  abstract TinyKernel kernel();

  PcMachine boot() throws ImageException {
    return kernel().boot(PcConfig.DEFAULT.withMemory(2 << 20));
  }

  /** IRQ 0 at vector 20 with a handler that only ends it; the PIT divides by this. */
  private static void interrupts(TinyKernel k, int divisor) {
    // JMP over GDT, handler, IDT with one gate, and what LGDT and LIDT read.
    k.bytes(0xe9).word(24 + 7 + 8 + 6 + 6);
    int gdt = k.here();
    k.word(0).word(0).word(0x0000ffff).word(0x00cf9b00).word(0x0000ffff).word(0x00cf9300);
    int handler = k.here();
    k.bytes(0x50, 0xb0, 0x20, 0xe6, 0x20, 0x58, 0xcf);
    int gate = k.here();
    k.bytes(handler, handler >>> 8, 8, 0, 0, 0x8e, handler >>> 16, handler >>> 24);
    int gdtr = k.here();
    k.bytes(23, 0).word(gdt);
    int idtr = k.here();
    k.bytes(0x07, 1).word(gate - 8 * 0x20);
    k.bytes(0x0f, 0x01, 0x15).word(gdtr).bytes(0x0f, 0x01, 0x1d).word(idtr);
    int[][] writes = {
      {0x20, 0x11},
      {0x21, 0x20},
      {0x21, 4},
      {0x21, 1},
      {0x21, 0xfe},
      {0x43, 0x34},
      {0x40, divisor & 0xff},
      {0x40, divisor >>> 8}
    };
    for (int[] w : writes) {
      k.bytes(0xb0, w[1], 0xe6, w[0]);
    }
  }
}
