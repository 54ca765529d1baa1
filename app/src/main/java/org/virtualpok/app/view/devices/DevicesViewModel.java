// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.devices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.state.BitField;
import org.virtualpok.emu.state.RegisterInfo;
import org.virtualpok.emu.state.RegisterValues;
import org.virtualpok.emu.state.RegisterValues.Group;

/** Devices, their registers and the fields of those, in words; knows no toolkit. */
final class DevicesViewModel {
  /** Devices that a kernel is brought up with are open from the start. */
  private static final Set<String> OPEN = Set.of("pic", "pit", "com1");

  private static final int NONE = -1;
  private static final int DECIMAL_MIN = 10;

  /**
   * A line of the tree; it stays the same while values change.
   *
   * @param register index in its group; -1 for the group itself
   * @param field index in its register; -1 for the register itself
   */
  record Row(int group, int register, int field) {
    boolean isGroup() {
      return register == NONE;
    }

    boolean isField() {
      return field != NONE;
    }
  }

  private RegisterValues now = RegisterValues.NONE;
  private RegisterValues last = RegisterValues.NONE;
  private RegisterValues before = RegisterValues.NONE;
  private long lastTime = -1;
  private long lastInstructions = -1;
  private boolean stale;
  private String filter = "";

  /** Takes a snapshot in; tells whether there are other rows than before. */
  boolean update(TargetSnapshot snapshot) {
    RegisterValues next =
        snapshot.hardware().map(HardwareState::devices).orElse(RegisterValues.NONE);
    boolean others = !next.groups().equals(now.groups());
    now = next;
    stale = snapshot.running();
    if (others) {
      before = RegisterValues.NONE;
      last = RegisterValues.NONE;
    }
    if (!stale
        && (snapshot.timeNanos() != lastTime || snapshot.instructions() != lastInstructions)) {
      before = snapshot.instructions() < lastInstructions ? RegisterValues.NONE : last;
      last = next;
      lastTime = snapshot.timeNanos();
      lastInstructions = snapshot.instructions();
    }
    return others;
  }

  /** Whether the target runs on from what is shown. */
  boolean stale() {
    return stale;
  }

  boolean empty() {
    return now.groups().isEmpty();
  }

  void setFilter(String text) {
    filter = text.strip().toLowerCase(Locale.ROOT);
  }

  boolean filtered() {
    return !filter.isEmpty();
  }

  /** Groups with something that passes the filter. */
  List<Row> groups() {
    List<Row> rows = new ArrayList<>();
    for (int g = 0; g < now.groups().size(); g++) {
      Row row = new Row(g, NONE, NONE);
      if (!registers(row).isEmpty()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Registers of a group that pass the filter; all of them if the group does. */
  List<Row> registers(Row of) {
    Group group = now.groups().get(of.group);
    boolean all = contains(title(group)) || contains(group.meaning());
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < group.registers().size(); r++) {
      if (all || passes(group.registers().get(r))) {
        rows.add(new Row(of.group, r, NONE));
      }
    }
    return rows;
  }

  List<Row> fields(Row register) {
    List<Row> rows = new ArrayList<>();
    for (int f = info(register).fields().size() - 1; f >= 0; f--) {
      rows.add(new Row(register.group, register.register, f)); // as written: high bits first
    }
    return rows;
  }

  private boolean passes(RegisterInfo info) {
    return contains(info.name())
        || contains(info.meaning())
        || info.fields().stream().anyMatch(f -> contains(f.name()) || contains(f.meaning()));
  }

  private boolean contains(String text) {
    return text.toLowerCase(Locale.ROOT).contains(filter);
  }

  /** Whether a group is open before the user says anything. */
  boolean opensItself(Row row) {
    if (filtered()) {
      return true;
    }
    String path = now.groups().get(row.group).path().toLowerCase(Locale.ROOT);
    return Arrays.stream(path.split("/")).anyMatch(OPEN::contains);
  }

  private RegisterInfo info(Row row) {
    return now.groups().get(row.group).registers().get(row.register);
  }

  private BitField field(Row row) {
    return info(row).fields().get(row.field);
  }

  private long register(Row row) {
    return now.value(row.group, row.register);
  }

  /** "pic master", "IMR", "IR4". */
  String name(Row row) {
    if (row.isGroup()) {
      return title(now.groups().get(row.group));
    }
    return row.isField() ? field(row).name() : info(row).name();
  }

  /** The path without what all of them have in common. */
  private static String title(Group group) {
    return group.path().replaceFirst("^(pc/)?(devices/)?", "").replace('/', ' ');
  }

  /** In hexadecimal with as many digits as the register has; a field's in decimal. */
  String value(Row row) {
    if (row.isGroup()) {
      return "";
    }
    if (row.isField()) {
      return Long.toUnsignedString(field(row).of(register(row)));
    }
    String digits = Long.toHexString(register(row));
    return "0".repeat(Math.max(0, (info(row).bits() + 3) / 4 - digits.length())) + digits;
  }

  /** A register's bits in fours; of a field, where it lies: "5", "3..1". */
  String bits(Row row) {
    if (row.isGroup()) {
      return "";
    }
    if (row.isField()) {
      BitField f = field(row);
      return f.width() == 1
          ? "bit " + f.low()
          : "bits " + (f.low() + f.width() - 1) + ".." + f.low();
    }
    int bits = info(row).bits();
    if (bits > Byte.SIZE || bits == 1) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int bit = bits - 1; bit >= 0; bit--) {
      text.append(register(row) >>> bit & 1);
      if (bit % 4 == 0 && bit > 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  /** What the value says. */
  String means(Row row) {
    if (row.isGroup()) {
      return now.groups().get(row.group).meaning();
    }
    if (row.isField()) {
      BitField f = field(row);
      long value = f.of(register(row));
      return value < f.words().size()
          ? f.text(register(row)) + "  (" + f.meaning() + ")"
          : f.meaning();
    }
    String said = said(info(row), register(row));
    return said.isEmpty() ? plain(row) : said;
  }

  /** A register that needs no decoding, or of which nothing is set. */
  private String plain(Row row) {
    RegisterInfo info = info(row);
    long value = register(row);
    boolean number = info.fields().isEmpty() && info.bits() > 4 && value >= DECIMAL_MIN;
    return number ? value + ", " + info.meaning() : info.meaning();
  }

  /** Bits that are set by their names, and values in words. */
  private static String said(RegisterInfo info, long value) {
    List<String> said = new ArrayList<>();
    for (int i = info.fields().size() - 1; i >= 0; i--) {
      BitField f = info.fields().get(i);
      long v = f.of(value);
      if (v < f.words().size() && (v != 0 || f.width() > 1)) {
        said.add(f.text(value).equals("yes") ? f.name() : f.text(value));
      } else if (v != 0) {
        said.add(f.width() == 1 ? f.name() : f.name() + " " + Long.toUnsignedString(v));
      }
    }
    return String.join(" · ", said);
  }

  /** What it is for, whatever its value; for a tooltip. */
  String tip(Row row) {
    return row.isGroup()
        ? means(row)
        : row.isField()
            ? name(row) + ": " + field(row).meaning()
            : name(row) + ": " + info(row).meaning();
  }

  /** Whether it differs from the stop before; of a group, whether anything in it does. */
  boolean changed(Row row) {
    if (stale || before.groups().isEmpty()) {
      return false;
    }
    if (row.isGroup()) {
      for (int r = 0; r < now.groups().get(row.group).registers().size(); r++) {
        if (changed(new Row(row.group, r, NONE))) {
          return true;
        }
      }
      return false;
    }
    long old = before.value(row.group, row.register);
    return row.isField()
        ? field(row).of(old) != field(row).of(register(row))
        : old != register(row);
  }

  /** A bit that is not set, or a register that is zero: it need not catch the eye. */
  boolean quiet(Row row) {
    return !row.isGroup() && (row.isField() ? field(row).of(register(row)) : register(row)) == 0;
  }
}
