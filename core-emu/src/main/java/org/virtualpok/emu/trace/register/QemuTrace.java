// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Reads the log of QEMU's {@code -d cpu}, with {@code exec,nochain} and one instruction a block;
 * {@code in_asm} adds the instructions. A state begins at its line EAX= and is whole at CR0=.
 */
final class QemuTrace extends RegisterTrace {
  /** Instructions remembered from in_asm, the newest; the log shows each only when translated. */
  private static final int REMEMBERED = 1 << 16;

  private static final TraceRegister[] SEGMENTS = {
    TraceRegister.ES,
    TraceRegister.CS,
    TraceRegister.SS,
    TraceRegister.DS,
    TraceRegister.FS,
    TraceRegister.GS
  };

  private record Asm(byte[] code, String text) {}

  private final Map<Integer, Asm> listing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Entry<Integer, Asm> eldest) {
          return size() > REMEMBERED;
        }
      };
  private int lastListed;

  /** The next state is no instruction boundary: -d int and -d cpu_reset print those. */
  private boolean passOver;

  QemuTrace(String file, TraceLines lines) {
    super(file, "QEMU log", lines);
  }

  /** Whether a line is one that only such a log has. */
  static boolean is(String line) {
    return line.startsWith("EAX=") && line.contains(" EBX=") && line.contains(" EDX=");
  }

  @Override
  boolean read(RegisterState state) throws IOException, TraceException {
    boolean inside = false;
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.startsWith("RAX=")) {
        throw bad("a state in 64-bit mode; only 32-bit processors can be compared");
      }
      if (line.startsWith("EAX=")) {
        if (inside) {
          throw bad("a state begins inside another");
        }
        inside = true;
        state.clear();
        state.line = lines.number();
      }
      if (!inside) {
        outside(line);
      } else if (line.startsWith("EIP=")) {
        state.set(TraceRegister.EIP, field(line, "EIP="));
        state.set(TraceRegister.EFLAGS, field(line, "EFL="));
      } else if (line.startsWith("CR0=")) {
        inside = false;
        controls(state, line);
        if (!passOver) {
          return true;
        }
        passOver = false;
      } else {
        registers(state, line);
      }
    }
    return false;
  }

  private void controls(RegisterState state, String line) throws TraceException {
    state.set(TraceRegister.CR0, field(line, "CR0="));
    state.set(TraceRegister.CR2, field(line, "CR2="));
    state.set(TraceRegister.CR3, field(line, "CR3="));
    state.set(TraceRegister.CR4, field(line, "CR4="));
    if (!state.has(TraceRegister.EIP) || !state.has(TraceRegister.CS)) {
      throw bad("a state without EIP and CS");
    }
    Asm asm = listing.get(state.linear);
    if (asm != null) {
      state.code = asm.code;
      state.text = asm.text;
    }
  }

  /** General registers, and segments by "ES =0010 base limit flags". */
  private void registers(RegisterState state, String line) throws TraceException {
    if (line.startsWith("EAX=") || line.startsWith("ESI=")) {
      for (int i = TraceRegister.EAX.ordinal(); i <= TraceRegister.EDI.ordinal(); i++) {
        TraceRegister r = TraceRegister.values()[i];
        if (line.contains(r.name() + "=")) {
          state.set(r, field(line, r.name() + "="));
        }
      }
      return;
    }
    for (TraceRegister r : SEGMENTS) {
      if (line.startsWith(r.name() + " =")) {
        state.set(r, hex(line, 4, Math.min(8, line.length())));
        if (r == TraceRegister.CS) {
          state.linear = hex(line, 9, Math.min(17, line.length())) + state.get(TraceRegister.EIP);
        }
      }
    }
  }

  private int field(String line, String name) throws TraceException {
    int at = line.indexOf(name);
    if (at < 0) {
      throw bad("no " + name + " in this line");
    }
    at += name.length();
    return hex(line, at, Math.min(at + 8, line.length()));
  }

  private void outside(String line) throws TraceException {
    if (line.startsWith("CPU Reset") || line.contains(": v=") && line.contains(" e=")) {
      passOver = true;
    } else if (line.startsWith("0x")) {
      listed(line);
    }
  }

  /** "0xffff001e: 31 c0 xorw %ax, %ax". */
  private void listed(String line) throws TraceException {
    int colon = line.indexOf(":  ");
    if (colon < 3 || colon > 10) {
      return;
    }
    int at = colon + 3;
    int end = at;
    while (end + 1 < line.length() && isDigit(line, end) && isDigit(line, end + 1)) {
      end += 3;
    }
    end = Math.min(end, line.length());
    byte[] code = bytes(line.substring(at, end).replace(" ", ""));
    String text = line.substring(end).trim().replaceAll(" +", " ");
    if (code.length == 0) {
      return;
    }
    int address = hex(line, 2, colon);
    Asm first = listing.get(lastListed);
    if (text.isEmpty() && first != null) {
      // A long instruction goes on in a second line.
      byte[] whole = java.util.Arrays.copyOf(first.code, first.code.length + code.length);
      System.arraycopy(code, 0, whole, first.code.length, code.length);
      listing.put(lastListed, new Asm(whole, first.text));
      return;
    }
    lastListed = address;
    listing.remove(address);
    listing.put(address, new Asm(code, text));
  }

  private static boolean isDigit(String line, int at) {
    return Character.digit(line.charAt(at), 16) >= 0;
  }
}
