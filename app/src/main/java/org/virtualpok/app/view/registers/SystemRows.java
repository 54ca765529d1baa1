// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.registers;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.app.view.registers.RegistersModel.Flag;
import org.virtualpok.app.view.registers.RegistersModel.Row;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.SystemRegisters.SystemSegment;

/** The system registers of a PC's processor in words (Intel SDM vol. 3, 2.4, 2.5 and 17.2). */
final class SystemRows {
  static final List<String> CR0_BITS =
      List.of("PG", "CD", "NW", "AM", "WP", "NE", "ET", "TS", "EM", "MP", "PE");

  private static final int[] CR0_BIT = {31, 30, 29, 18, 16, 5, 4, 3, 2, 1, 0};

  private static final String[] CR4_BITS = {
    "VME", "PVI", "TSD", "DE", "PSE", "PAE", "MCE", "PGE", "PCE", "OSFXSR", "OSXMMEXCPT"
  };

  private static final String[] DR6_BITS = {"B0", "B1", "B2", "B3"};
  private static final int DR6_BD = 1 << 13;
  private static final int DR6_BS = 1 << 14;
  private static final int DR6_BT = 1 << 15;
  private static final int DR7_GD = 1 << 13;

  private static final String[] DR7_ACCESS = {"execution", "write", "I/O", "read or write"};
  private static final String[] DR7_LENGTH = {"1 byte", "2 bytes", "8 bytes", "4 bytes"};

  /** CR0, whose bits stand below it, then the others. */
  static final List<String> NAMES =
      List.of(
          "CR0", "CR2", "CR3", "CR4", "GDTR", "IDTR", "LDTR", "TR", "DR0", "DR1", "DR2", "DR3",
          "DR6", "DR7", "TSC");

  private SystemRows() {}

  /** The bits of CR0, PG first. */
  static List<Flag> cr0(SystemRegisters now, SystemRegisters old) {
    List<Flag> flags = new ArrayList<>();
    for (int i = 0; i < CR0_BIT.length; i++) {
      int mask = 1 << CR0_BIT[i];
      flags.add(
          new Flag(
              CR0_BITS.get(i), (now.cr0() & mask) != 0, ((now.cr0() ^ old.cr0()) & mask) != 0));
    }
    return flags;
  }

  /** A row for each name, in the same order. */
  static List<Row> of(SystemRegisters now, SystemRegisters old) {
    List<Row> rows = new ArrayList<>();
    rows.add(row("CR0", now.cr0(), old.cr0(), now.mode()));
    rows.add(row("CR2", now.cr2(), old.cr2(), now.cr2() == 0 ? "" : "last page fault's address"));
    rows.add(row("CR3", now.cr3(), old.cr3(), now.cr0() < 0 ? "page directory" : "not in use"));
    rows.add(row("CR4", now.cr4(), old.cr4(), bits(now.cr4(), CR4_BITS)));
    rows.add(table("GDTR", now.gdtBase(), now.gdtLimit(), old.gdtBase(), old.gdtLimit()));
    rows.add(table("IDTR", now.idtBase(), now.idtLimit(), old.idtBase(), old.idtLimit()));
    rows.add(segment("LDTR", now.ldtr(), old.ldtr()));
    rows.add(segment("TR", now.tr(), old.tr()));
    for (int i = 0; i < 4; i++) {
      rows.add(row("DR" + i, now.dr()[i], old.dr()[i], breakpoint(now.dr7(), i)));
    }
    rows.add(row("DR6", now.dr6(), old.dr6(), status(now.dr6())));
    rows.add(
        row("DR7", now.dr7(), old.dr7(), (now.dr7() & DR7_GD) != 0 ? "GD: guards itself" : ""));
    rows.add(new Row("TSC", String.format("%x", now.tsc()), false, Long.toString(now.tsc())));
    return rows;
  }

  private static Row row(String name, int now, int old, String meaning) {
    return new Row(name, hex(now), now != old, meaning);
  }

  private static Row table(String name, int base, int limit, int oldBase, int oldLimit) {
    return new Row(
        name,
        hex(base),
        base != oldBase || limit != oldLimit,
        "limit " + Integer.toHexString(limit));
  }

  private static Row segment(String name, SystemSegment now, SystemSegment old) {
    String meaning =
        (now.selector() & 0xfffc) == 0
            ? "null"
            : now.usable()
                ? "base " + hex(now.base()) + ", " + ValueMeaning.size(now.limit())
                : "not usable";
    return new Row(name, String.format("%04x", now.selector() & 0xffff), !now.equals(old), meaning);
  }

  private static String breakpoint(int dr7, int number) {
    if ((dr7 >> 2 * number & 3) == 0) {
      return "";
    }
    int access = dr7 >> (16 + 4 * number) & 3;
    int length = dr7 >> (18 + 4 * number) & 3;
    return "at " + DR7_ACCESS[access] + (access == 0 ? "" : " of " + DR7_LENGTH[length]);
  }

  private static String status(int dr6) {
    List<String> set = new ArrayList<>();
    String hit = bits(dr6 & 0xf, DR6_BITS);
    if (!hit.isEmpty()) {
      set.add(hit);
    }
    if ((dr6 & DR6_BD) != 0) {
      set.add("BD");
    }
    if ((dr6 & DR6_BS) != 0) {
      set.add("BS");
    }
    if ((dr6 & DR6_BT) != 0) {
      set.add("BT");
    }
    return String.join(" ", set);
  }

  private static String bits(int value, String[] names) {
    List<String> set = new ArrayList<>();
    for (int i = names.length - 1; i >= 0; i--) {
      if ((value >> i & 1) != 0) {
        set.add(names[i]);
      }
    }
    return String.join(" ", set);
  }

  private static String hex(int value) {
    return String.format("%08x", value);
  }
}
