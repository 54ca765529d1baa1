// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;

/** Reads what {@link TraceWriter} writes. */
final class OwnTrace extends RegisterTrace {
  /** The first line begins so; a version and a name follow. */
  static final String MAGIC = "# vpok-trace ";

  static final int VERSION = 1;

  /** The fixed columns behind the instruction count and CS:EIP, in their order. */
  static final TraceRegister[] COLUMNS = {
    TraceRegister.EFLAGS,
    TraceRegister.EAX,
    TraceRegister.ECX,
    TraceRegister.EDX,
    TraceRegister.EBX,
    TraceRegister.ESP,
    TraceRegister.EBP,
    TraceRegister.ESI,
    TraceRegister.EDI,
    TraceRegister.ES,
    TraceRegister.SS,
    TraceRegister.DS,
    TraceRegister.FS,
    TraceRegister.GS
  };

  private String line = "";
  private int at;

  OwnTrace(String file, TraceLines lines) {
    super(file, "vpok trace", lines);
  }

  @Override
  boolean read(RegisterState state) throws IOException, TraceException {
    do {
      line = lines.next();
      if (line == null) {
        return false;
      }
    } while (line.isEmpty() || line.charAt(0) == '#');
    at = 0;
    state.line = lines.number();
    state.code = new byte[0];
    state.text = "";
    word("the count of instructions");
    String place = word("CS:EIP");
    int colon = place.indexOf(':');
    if (colon < 0) {
      throw bad("'" + place + "' is no CS:EIP");
    }
    state.set(TraceRegister.CS, hex(place, 0, colon));
    state.set(TraceRegister.EIP, hex(place, colon + 1, place.length()));
    for (TraceRegister r : COLUMNS) {
      String value = word(r.title());
      state.set(r, hex(value, 0, value.length()));
    }
    while (at < line.length() && line.charAt(at) != ';') {
      changed(state, word("a register"));
    }
    if (at < line.length()) {
      at = Math.min(at + 2, line.length());
      String code = word("the instruction's bytes");
      state.code = code.equals("-") ? new byte[0] : bytes(code);
      state.text = line.substring(at);
    }
    return true;
  }

  /** "cr0=60000011": told only where it changed. */
  private void changed(RegisterState state, String field) throws TraceException {
    int equals = field.indexOf('=');
    TraceRegister r =
        equals < 0 ? null : TraceRegister.named(field.substring(0, equals)).orElse(null);
    if (r == null) {
      throw bad("'" + field + "' is no register and its value");
    }
    state.set(r, hex(field, equals + 1, field.length()));
  }

  private String word(String what) throws TraceException {
    int end = line.indexOf(' ', at);
    if (end < 0) {
      end = line.length();
    }
    String word = line.substring(at, end);
    if (word.isEmpty() || word.equals(";")) {
      throw bad(what + " is missing");
    }
    at = Math.min(end + 1, line.length());
    return word;
  }
}
