// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.virtualpok.emu.cpu.Fault;

/**
 * An answer in few bytes: a byte that says what differs from the vector's own state, then that.
 * What is never compared (the FPU's pointers) is not kept.
 */
final class AnswerCode {
  private static final int EXCEPTION = 1;
  private static final int EIP = 2;
  private static final int EFLAGS = 4;
  private static final int REGISTERS = 8;
  private static final int SEGMENTS = 16;
  private static final int MEMORY = 32;
  private static final int X87 = 64;

  private AnswerCode() {}

  /** EIP as most vectors leave it: behind the INT3 behind the code, or at the fault. */
  private static int expectedEip(Vector v, Answer a) {
    return a.vector == Fault.BP ? v.eip + v.code.length + 1 : v.eip;
  }

  private static int differing(int[] a, int[] b) {
    int mask = 0;
    for (int i = 0; i < a.length; i++) {
      mask |= a[i] == b[i] ? 0 : 1 << i;
    }
    return mask;
  }

  static void write(DataOutputStream out, Vector v, Answer a) throws IOException {
    int registers = differing(v.gpr, a.gpr);
    int segments = differing(v.segment, a.segment);
    int what = a.vector == Fault.BP ? 0 : EXCEPTION;
    what |= a.eip == expectedEip(v, a) ? 0 : EIP;
    what |= a.eflags == v.eflags ? 0 : EFLAGS;
    what |= registers == 0 ? 0 : REGISTERS;
    what |= segments == 0 ? 0 : SEGMENTS;
    what |= a.changedAddress.length == 0 ? 0 : MEMORY;
    what |= v.x87 == null ? 0 : X87;
    out.writeByte(what);
    if ((what & EXCEPTION) != 0) {
      out.writeByte(a.vector);
      out.writeShort(a.error);
      out.writeInt(a.vector == Fault.PF ? a.cr2 : 0);
    }
    if ((what & EIP) != 0) {
      out.writeInt(a.eip);
    }
    if ((what & EFLAGS) != 0) {
      out.writeInt(a.eflags ^ v.eflags);
    }
    if ((what & REGISTERS) != 0) {
      out.writeByte(registers);
      for (int i = 0; i < 8; i++) {
        if ((registers >> i & 1) != 0) {
          out.writeInt(a.gpr[i]);
        }
      }
    }
    if ((what & SEGMENTS) != 0) {
      out.writeByte(segments);
      for (int i = 0; i < 6; i++) {
        if ((segments >> i & 1) != 0) {
          out.writeShort(a.segment[i]);
        }
      }
    }
    if ((what & MEMORY) != 0) {
      out.writeShort(a.changedAddress.length);
      for (int i = 0; i < a.changedAddress.length; i++) {
        out.writeShort(a.changedAddress[i] - Layout.DATA);
        out.writeInt(a.changedValue[i]);
      }
    }
    if ((what & X87) != 0) {
      writeX87(out, v.x87, a.x87);
    }
  }

  static Answer read(DataInputStream in, Vector v) throws IOException {
    Answer a = new Answer();
    System.arraycopy(v.gpr, 0, a.gpr, 0, 8);
    System.arraycopy(v.segment, 0, a.segment, 0, 6);
    int what = in.readUnsignedByte();
    a.vector = Fault.BP;
    if ((what & EXCEPTION) != 0) {
      a.vector = in.readUnsignedByte();
      a.error = in.readUnsignedShort();
      a.cr2 = in.readInt();
    }
    a.eip = (what & EIP) != 0 ? in.readInt() : expectedEip(v, a);
    a.eflags = v.eflags ^ ((what & EFLAGS) != 0 ? in.readInt() : 0);
    int registers = (what & REGISTERS) != 0 ? in.readUnsignedByte() : 0;
    for (int i = 0; i < 8; i++) {
      if ((registers >> i & 1) != 0) {
        a.gpr[i] = in.readInt();
      }
    }
    int segments = (what & SEGMENTS) != 0 ? in.readUnsignedByte() : 0;
    for (int i = 0; i < 6; i++) {
      if ((segments >> i & 1) != 0) {
        a.segment[i] = in.readUnsignedShort();
      }
    }
    int changes = (what & MEMORY) != 0 ? in.readUnsignedShort() : 0;
    a.changedAddress = new int[changes];
    a.changedValue = new int[changes];
    for (int i = 0; i < changes; i++) {
      a.changedAddress[i] = Layout.DATA + in.readUnsignedShort();
      a.changedValue[i] = in.readInt();
    }
    if ((what & X87) != 0) {
      a.x87 = readX87(in, v.x87);
    }
    return a;
  }

  private static int top(byte[] image) {
    return X87Image.status(image) >> 11 & 7;
  }

  private static void writeX87(DataOutputStream out, byte[] old, byte[] now) throws IOException {
    out.writeShort(X87Image.control(now) ^ X87Image.control(old));
    out.writeShort(X87Image.status(now));
    out.writeShort(X87Image.tags(now));
    int changed = 0;
    for (int p = 0; p < 8; p++) {
      changed |= same(old, now, p) ? 0 : 1 << p;
    }
    out.writeByte(changed);
    for (int p = 0; p < 8; p++) {
      if ((changed >> p & 1) != 0) {
        int i = p - top(now) & 7;
        out.writeShort(X87Image.signExponent(now, i));
        out.writeLong(X87Image.significand(now, i));
      }
    }
  }

  /** Whether a physical register holds the same. */
  private static boolean same(byte[] old, byte[] now, int physical) {
    int i = physical - top(old) & 7;
    int j = physical - top(now) & 7;
    return X87Image.signExponent(old, i) == X87Image.signExponent(now, j)
        && X87Image.significand(old, i) == X87Image.significand(now, j);
  }

  private static byte[] readX87(DataInputStream in, byte[] old) throws IOException {
    int control = in.readUnsignedShort() ^ X87Image.control(old);
    byte[] now = X87Image.of(control, in.readUnsignedShort(), in.readUnsignedShort());
    int changed = in.readUnsignedByte();
    for (int p = 0; p < 8; p++) {
      int to = p - top(now) & 7;
      int from = p - top(old) & 7;
      if ((changed >> p & 1) != 0) {
        X87Image.setRegister(now, to, in.readUnsignedShort(), in.readLong());
      } else {
        int se = X87Image.signExponent(old, from);
        X87Image.setRegister(now, to, se, X87Image.significand(old, from));
      }
    }
    return now;
  }
}
