// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.emu.debug.Breakpoint.AtModeChange;
import org.virtualpok.emu.debug.Breakpoint.AtPort;
import org.virtualpok.emu.debug.Breakpoint.AtVector;
import org.virtualpok.emu.debug.Breakpoint.Trigger;
import org.virtualpok.emu.debug.tables.Vector;

/** What only a PC can stop at, in words, and what typed text means there. */
final class HardwareTriggers {
  private static final int PORT_MAX = 0xffff;

  /** Two numbers, or one. */
  private static final Pattern RANGE =
      Pattern.compile("(?:0x)?([0-9a-f]{1,4})(?:\\s*(?:-|\\.\\.|to)\\s*(?:0x)?([0-9a-f]{1,4}))?");

  private record PortRange(int first, int last, String device) {}

  /** Where a PC's devices are (IBM PC AT technical reference, section 1). */
  private static final List<PortRange> PORTS =
      List.of(
          new PortRange(0x20, 0x21, "master PIC"),
          new PortRange(0xa0, 0xa1, "slave PIC"),
          new PortRange(0x40, 0x43, "PIT"),
          new PortRange(0x60, 0x64, "keyboard"),
          new PortRange(0x70, 0x71, "RTC and CMOS"),
          new PortRange(0x3f8, 0x3ff, "COM1"),
          new PortRange(0x2f8, 0x2ff, "COM2"),
          new PortRange(0x3d4, 0x3d5, "CRTC of the VGA"),
          new PortRange(0x92, 0x92, "system control A"),
          new PortRange(0xe9, 0xe9, "debug console"));

  private HardwareTriggers() {}

  static String say(Trigger trigger) {
    if (trigger instanceof AtPort at) {
      String accesses = at.reads() && at.writes() ? "" : at.reads() ? " read" : " write";
      return range(at.first(), at.last()) + accesses;
    }
    if (trigger instanceof AtVector at) {
      return at.vector() < 0 ? "any vector" : "vector " + Vector.label(at.vector());
    }
    return "change of mode";
  }

  private static String range(int first, int last) {
    String ports = "port 0x" + Integer.toHexString(first);
    return first == last ? ports : ports + " to 0x" + Integer.toHexString(last);
  }

  /** Ports typed as hexadecimal numbers, or the device they belong to. */
  static List<Candidate> ports(String typed, boolean reads, boolean writes) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    List<Candidate> found = new ArrayList<>();
    Matcher m = RANGE.matcher(text);
    if (m.matches()) {
      int first = Integer.parseInt(m.group(1), 16);
      int last = m.group(2) == null ? first : Integer.parseInt(m.group(2), 16);
      if (last >= first && last <= PORT_MAX) {
        found.add(port(first, last, reads, writes, device(first, last)));
      }
    }
    for (PortRange p : PORTS) {
      if (p.device.toLowerCase(Locale.ROOT).contains(text)) {
        found.add(port(p.first, p.last, reads, writes, p.device));
      }
    }
    return found;
  }

  private static Candidate port(int first, int last, boolean reads, boolean writes, String device) {
    String text = range(first, last) + (device.isEmpty() ? "" : "  " + device);
    return new Candidate(new AtPort(first, last, reads, writes), 0, text);
  }

  private static String device(int first, int last) {
    return PORTS.stream()
        .filter(p -> p.first <= first && last <= p.last)
        .map(PortRange::device)
        .findFirst()
        .orElse("");
  }

  /** Vectors by number or name; "any" first while nothing is typed. */
  static List<Candidate> vectors(String typed) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    List<Candidate> found = new ArrayList<>();
    OptionalInt exact = Vector.parse(text);
    if (exact.isPresent()) {
      found.add(vector(exact.getAsInt()));
    }
    if ("any vector".contains(text)) {
      found.add(new Candidate(new AtVector(-1), 0, "any vector"));
    }
    for (int v = 0; v < Vector.COUNT; v++) {
      boolean named = !Vector.meaning(v).isEmpty() && !Vector.meaning(v).equals("reserved");
      boolean same = exact.isPresent() && exact.getAsInt() == v;
      if (named && !same && words(v).toLowerCase(Locale.ROOT).contains(text)) {
        found.add(vector(v));
      }
    }
    return found;
  }

  private static Candidate vector(int vector) {
    return new Candidate(new AtVector(vector), 0, words(vector));
  }

  private static String words(int vector) {
    String meaning = Vector.meaning(vector);
    return Vector.label(vector) + (meaning.isEmpty() ? "" : "  " + meaning);
  }

  static Candidate modeChange() {
    return new Candidate(new AtModeChange(), 0, "any change of PE, PG or VM");
  }
}
