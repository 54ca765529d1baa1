// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.isa.Insn;

/** Holds two answers to one vector against each other, but for what is undefined. */
final class Comparison {
  private static final String[] NAMES = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};

  /** #PF error code bit 4, instruction fetch: only with NX, which the i386 has not. */
  private static final int FETCH = 0x10;

  private Comparison() {}

  /** In one line what differs; null if nothing does. */
  static String difference(Vector v, Insn n, Answer silicon, Answer emulated) {
    boolean faulted = silicon.eip == v.eip && silicon.vector != Fault.BP;
    UndefinedState undefined = UndefinedState.of(v, n, faulted);
    StringBuilder s = new StringBuilder();
    differ(s, "vector", silicon.vector, emulated.vector, -1);
    if (Fault.hasErrorCode(silicon.vector) && silicon.vector == emulated.vector) {
      differ(s, "error code", silicon.error, emulated.error, ~FETCH);
    }
    if (silicon.vector == Fault.PF && emulated.vector == Fault.PF) {
      differ(s, "cr2", silicon.cr2, emulated.cr2, UndefinedState.cr2Mask(n));
    }
    differ(s, "eip", silicon.eip, emulated.eip, -1);
    differ(s, "eflags", silicon.eflags, emulated.eflags, ~undefined.flags);
    for (int i = 0; i < 8; i++) {
      boolean some = undefined.register == UndefinedState.ALL && i != CpuState.ESP;
      int mask = some || i == undefined.register ? ~undefined.registerMask : -1;
      differ(s, NAMES[i], silicon.gpr[i], emulated.gpr[i], mask);
    }
    for (int i = 0; i < 6; i++) {
      // An interrupt that the host takes meanwhile clears the RPL of a null selector.
      boolean cleared = silicon.segment[i] == 0 && v.segment[i] <= 3;
      differ(s, "segment " + i, silicon.segment[i], emulated.segment[i], cleared ? ~3 : -1);
    }
    memory(s, silicon, emulated, undefined);
    if (v.x87 != null) {
      X87Comparison.difference(s, n, silicon.x87, emulated.x87);
    }
    return s.isEmpty() ? null : s.toString().strip();
  }

  private static void differ(StringBuilder s, String what, int silicon, int emulated, int mask) {
    if (((silicon ^ emulated) & mask) != 0) {
      s.append(String.format(" %s %x, not %x;", what, silicon, emulated));
    }
  }

  private static void memory(StringBuilder s, Answer silicon, Answer emulated, UndefinedState u) {
    Map<Integer, Integer> a = changes(silicon);
    Map<Integer, Integer> b = changes(emulated);
    if (a.equals(b)) {
      return;
    }
    TreeSet<Integer> all = new TreeSet<>(a.keySet());
    all.addAll(b.keySet());
    for (int address : all) {
      int mask = -1;
      for (int i = 0; i < 4; i++) {
        if (u.ignores(address + i)) {
          mask &= ~(0xff << 8 * i);
        }
      }
      boolean one = a.containsKey(address) && b.containsKey(address);
      if (one) {
        differ(s, String.format("[%x]", address), a.get(address), b.get(address), mask);
      } else if (mask == -1) {
        s.append(String.format(" [%x] %s;", address, a.containsKey(address) ? "kept" : "written"));
      }
    }
  }

  private static Map<Integer, Integer> changes(Answer a) {
    Map<Integer, Integer> map = new TreeMap<>();
    for (int i = 0; i < a.changedAddress.length; i++) {
      map.put(a.changedAddress[i], a.changedValue[i]);
    }
    return map;
  }
}
