// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.virtualpok.emu.cpu.FpuState;

/**
 * The FPU's state as FNSAVE writes it in 32-bit protected mode (Intel SDM vol. 1, figure 8-9): 28
 * bytes of environment, then ST(0) to ST(7) of ten bytes each.
 */
final class X87Image {
  static final int BYTES = Vector.X87_BYTES;
  private static final int REGISTERS = 28;

  private X87Image() {}

  /** An image with these control, status and tag words, and zero in all the rest. */
  static byte[] of(int control, int status, int tags) {
    byte[] image = new byte[BYTES];
    words(image).putInt(0, control).putInt(4, status).putInt(8, tags);
    return image;
  }

  private static ByteBuffer words(byte[] image) {
    return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int control(byte[] image) {
    return words(image).getShort(0) & 0xffff;
  }

  static int status(byte[] image) {
    return words(image).getShort(4) & 0xffff;
  }

  static int tags(byte[] image) {
    return words(image).getShort(8) & 0xffff;
  }

  static long significand(byte[] image, int i) {
    return words(image).getLong(REGISTERS + 10 * i);
  }

  static int signExponent(byte[] image, int i) {
    return words(image).getShort(REGISTERS + 10 * i + 8) & 0xffff;
  }

  static void setRegister(byte[] image, int i, int signExponent, long significand) {
    words(image).putLong(REGISTERS + 10 * i, significand);
    words(image).putShort(REGISTERS + 10 * i + 8, (short) signExponent);
  }

  /** What FRSTOR of an image does. */
  static void load(FpuState fpu, byte[] image) {
    fpu.initialize();
    fpu.setControlWord(control(image));
    fpu.setStatusWord(status(image));
    fpu.setTagWord(tags(image));
    for (int i = 0; i < 8; i++) {
      int physical = (fpu.top + i) & 7;
      fpu.significand[physical] = significand(image, i);
      fpu.signExponent[physical] = signExponent(image, i);
    }
  }

  static byte[] save(FpuState fpu) {
    byte[] image = of(fpu.control, fpu.statusWord(), fpu.tagWord());
    for (int i = 0; i < 8; i++) {
      int physical = (fpu.top + i) & 7;
      setRegister(image, i, fpu.signExponent[physical], fpu.significand[physical]);
    }
    return image;
  }

  static String text(byte[] image) {
    StringBuilder s = new StringBuilder();
    int status = status(image);
    s.append(String.format("cw %04x sw %04x tw %04x", control(image), status, tags(image)));
    s.append(" top ").append(status >> 11 & 7);
    for (int i = 0; i < 8; i++) {
      s.append(i % 4 == 0 ? "\n   " : "  ");
      s.append(String.format("%04x:%016x", signExponent(image, i), significand(image, i)));
    }
    return s.toString();
  }
}
