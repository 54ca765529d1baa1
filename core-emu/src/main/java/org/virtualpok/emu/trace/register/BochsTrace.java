// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Bochs's debugger prints: with {@code trace-reg on} and {@code trace on}, the registers
 * and then the instruction about to run, "(0).[12] [0x000000007c00] 0000:7c00 ...: mov ds, ax ;
 * 8ed8"; or, when someone steps by hand, that line as "(0) [0x...]" and then what {@code r}, {@code
 * sreg} and {@code creg} print.
 */
final class BochsTrace extends RegisterTrace {
  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "\\(\\d+\\)(\\.\\[\\d+\\])? \\[(?:0x)?[0-9a-fA-F]+\\] ([0-9a-fA-F]{4}):([0-9a-fA-F]+) "
              + "\\(.*?\\): (.*?) *; ([0-9a-f]+)\\s*");
  private static final Pattern SELECTOR = Pattern.compile("([c-gs]s):0x([0-9a-f]{4}), .*");
  private static final Pattern CONTROL = Pattern.compile("(CR[0234])=0x([0-9a-fA-F]+).*");

  /** Bits of {@link #seen}: one for each general register, EIP and EFLAGS. */
  private static final int WHOLE = (1 << TraceRegister.EFLAGS.ordinal() + 1) - 1;

  /** What was read since the last state. */
  private final RegisterState next = new RegisterState();

  private int seen;

  /** The instruction line of a person's step stood before the registers. */
  private boolean interactive;

  BochsTrace(String file, TraceLines lines) {
    super(file, "Bochs log", lines);
  }

  /** Whether a line is one that only such a log has. */
  static boolean is(String line) {
    return INSTRUCTION.matcher(line).matches() || line.startsWith("rax: ") && line.contains("_");
  }

  @Override
  boolean read(RegisterState state) throws IOException, TraceException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.startsWith("(")) {
        Matcher m = INSTRUCTION.matcher(line);
        if (m.matches() && instruction(m, state)) {
          return true;
        }
      } else if (line.length() > 4) {
        registers(line);
      }
    }
    boolean last = interactive && seen == WHOLE;
    if (last) {
      take(state);
    }
    interactive = false;
    return last;
  }

  /** An instruction line; true if it completes a state. */
  private boolean instruction(Matcher m, RegisterState state) throws TraceException {
    boolean traced = m.group(1) != null;
    boolean complete = seen == WHOLE;
    if (traced && complete && !interactive) {
      describe(m, next);
      take(state);
      return true;
    }
    // Registers that somebody printed by hand belong to the instruction line above them.
    boolean before = interactive && complete;
    if (before) {
      take(state);
    }
    next.clear();
    seen = 0;
    interactive = !traced;
    if (interactive) {
      next.line = lines.number();
      describe(m, next);
    }
    return before;
  }

  private void describe(Matcher m, RegisterState into) throws TraceException {
    into.set(TraceRegister.CS, hex(m.group(2), 0, 4));
    into.set(TraceRegister.EIP, low(m.group(3)));
    into.text = m.group(4);
    into.code = bytes(m.group(5));
  }

  private void take(RegisterState state) {
    long index = state.index();
    state.copyFrom(next);
    state.index = index;
    next.clear();
    seen = 0;
    interactive = false;
  }

  /** The lower 32 bits of a number that Bochs prints in 64. */
  private int low(String digits) throws TraceException {
    return hex(digits, Math.max(0, digits.length() - 8), digits.length());
  }

  private void registers(String line) throws TraceException {
    char first = line.charAt(0);
    if ((first == 'r' || first == 'e') && line.charAt(3) == ':') {
      TraceRegister r = TraceRegister.named("e" + line.substring(1, 3)).orElse(null);
      if (r != null && r.compareTo(TraceRegister.EIP) <= 0) {
        general(r, line);
      }
    } else if (line.startsWith("eflags 0x")) {
      String value = line.substring(9);
      int end = value.indexOf(':');
      see(TraceRegister.EFLAGS, hex(value, 0, end));
    } else if (interactive) {
      Matcher selector = SELECTOR.matcher(line);
      Matcher control = CONTROL.matcher(line);
      if (selector.matches()) {
        TraceRegister r = TraceRegister.named(selector.group(1)).orElseThrow();
        next.set(r, hex(selector.group(2), 0, 4));
      } else if (control.matches()) {
        next.set(TraceRegister.named(control.group(1)).orElseThrow(), low(control.group(2)));
      }
    }
  }

  /** "rax: 00000000_0000fff0" of a 64-bit build, "eax: 0x0000fff0 65520" of a 32-bit one. */
  private void general(TraceRegister r, String line) throws TraceException {
    if (r == TraceRegister.EAX && !interactive) {
      next.clear();
      seen = 0;
      next.line = lines.number();
    }
    int at = 5;
    if (line.startsWith("0x", at)) {
      at += 2;
    } else {
      at = line.indexOf('_') + 1;
      if (at == 0) {
        throw bad("no value of " + r.title() + " in this line");
      }
    }
    see(r, hex(line, at, Math.min(at + 8, line.length())));
  }

  private void see(TraceRegister r, int value) {
    next.set(r, value);
    seen |= 1 << r.ordinal();
  }
}
