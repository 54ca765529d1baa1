// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes our own trace format: text, one line a state, the state being that before the instruction
 * at its end.
 *
 * <pre>
 * # vpok-trace 1 NAME
 * # insn cs:eip eflags eax ecx edx ebx esp ebp esi edi es ss ds fs gs [changed] ; bytes text
 * 12 0008:00100a2c 00000246 0000002a ... 0010 0010 0010 0010 0010 cr3=00001000 ; 89d8 mov eax,ebx
 * </pre>
 *
 * Numbers are hexadecimal but the first. CR0, CR2, CR3 and CR4 are told at first and where they
 * changed, if at all. Other lines that begin with # are remarks.
 */
public final class TraceWriter {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();
  private static final TraceRegister[] ON_CHANGE = {
    TraceRegister.CR0, TraceRegister.CR2, TraceRegister.CR3, TraceRegister.CR4
  };

  private final Writer out;
  private final StringBuilder line = new StringBuilder(256);
  private final RegisterState last = new RegisterState();

  /** Writes the head at once; the name is the machine's, for people. */
  public TraceWriter(Writer out, String name) throws IOException {
    this.out = out;
    out.write(OwnTrace.MAGIC + OwnTrace.VERSION + " " + name + "\n# insn cs:eip");
    for (TraceRegister r : OwnTrace.COLUMNS) {
      out.write(" " + r.title());
    }
    out.write(" [changed] ; bytes text\n");
  }

  /** A line that readers pass over. */
  public void remark(String text) throws IOException {
    out.write("# " + text + "\n");
  }

  /**
   * Writes one state.
   *
   * @param instructions retired before it
   * @param code of the instruction about to run; empty if it cannot be fetched
   * @param text that instruction, disassembled
   */
  public void write(long instructions, RegisterState state, byte[] code, String text)
      throws IOException {
    line.setLength(0);
    line.append(instructions).append(' ');
    hex(state.get(TraceRegister.CS), 4).append(':');
    hex(state.get(TraceRegister.EIP), 8);
    for (TraceRegister r : OwnTrace.COLUMNS) {
      line.append(' ');
      hex(state.get(r), r.isSelector() ? 4 : 8);
    }
    for (TraceRegister r : ON_CHANGE) {
      if (state.has(r) && (!last.has(r) || last.get(r) != state.get(r))) {
        line.append(' ').append(r.title()).append('=');
        hex(state.get(r), 8);
        last.set(r, state.get(r));
      }
    }
    line.append(" ; ");
    for (byte b : code) {
      hex(b, 2);
    }
    line.append(code.length == 0 ? "- " : " ").append(text).append('\n');
    out.append(line);
  }

  private StringBuilder hex(int value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      line.append(DIGITS[(value >>> (4 * i)) & 15]);
    }
    return line;
  }
}
