// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.virtualpok.app.view.descriptors.Sheet.Column;
import org.virtualpok.app.view.descriptors.Sheet.Kind;
import org.virtualpok.app.view.descriptors.Sheet.Row;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters.SystemSegment;
import org.virtualpok.emu.debug.tables.DescriptorEntry;
import org.virtualpok.emu.debug.tables.RealVector;
import org.virtualpok.emu.debug.tables.TaskStateSegment;
import org.virtualpok.emu.debug.tables.Vector;
import org.virtualpok.emu.image.SymbolTable;

/** Makes rows of tables; pure functions. */
final class Sheets {
  private static final List<Column> SEGMENTS =
      List.of(
          new Column("#", 28, false, true),
          new Column("sel", 44, false, true),
          new Column("in", 50, false, true),
          new Column("type", 92, true, false),
          new Column("base", 70, false, true),
          new Column("size", 72, false, false),
          new Column("DPL", 34, false, true),
          new Column("flags", 58, false, true));

  private static final List<Column> GATES =
      List.of(
          new Column("vector", 62, false, true),
          new Column("type", 128, false, false),
          new Column("leads to", 112, false, true),
          new Column("symbol", 80, true, true),
          new Column("DPL", 36, false, true));

  private static final List<Column> VECTORS =
      List.of(
          new Column("vector", 62, false, true),
          new Column("leads to", 84, false, true),
          new Column("linear", 70, false, true),
          new Column("symbol", 80, true, true));

  private static final List<Column> FIELDS =
      List.of(
          new Column("offset", 52, false, true),
          new Column("field", 104, false, true),
          new Column("value", 74, false, true),
          new Column("means", 80, true, false));

  /** Last offset of a 32-bit TSS without a map of ports. */
  private static final int TSS_32_LAST = 0x67;

  private static final String ACCESSED = ", accessed";

  private Sheets() {}

  /** The GDT; {@code opened} are first indexes of runs of empty entries that are shown. */
  static Sheet gdt(Tables t, Set<Integer> opened) {
    int base = t.system().gdtBase();
    int limit = t.system().gdtLimit();
    return asAfterReset(base, limit)
        ? Sheet.note("GDTR is as after reset: the guest has not loaded a GDT yet.")
        : segments(t, t.gdt(), base, limit, false, opened);
  }

  static Sheet ldt(Tables t, Set<Integer> opened) {
    SystemSegment ldtr = t.system().ldtr();
    return ldtr.usable() && !isNull(ldtr)
        ? segments(t, t.ldt(), ldtr.base(), ldtr.limit(), true, opened)
        : Sheet.note("LDTR holds a null selector: there is no LDT.");
  }

  /** Intel SDM vol. 3, table 9-1. */
  private static boolean asAfterReset(int base, int limit) {
    return base == 0 && limit == 0xffff;
  }

  private static boolean isNull(SystemSegment segment) {
    return (segment.selector() & 0xfffc) == 0;
  }

  private static Sheet segments(
      Tables t, byte[] bytes, int base, int limit, boolean local, Set<Integer> opened) {
    if (bytes.length == 0) {
      return Sheet.note("The table at " + hex(base) + " is not in memory that is mapped.");
    }
    List<DescriptorEntry> entries = DescriptorEntry.table(bytes);
    List<Row> rows = new ArrayList<>();
    fold(entries, rows, opened, SEGMENTS.size(), 3, e -> segment(t, e, local));
    more(rows, entries.size(), (limit + 1) >>> 3, SEGMENTS.size(), 3);
    return new Sheet(SEGMENTS, rows, place(base, limit), "");
  }

  private static Row segment(Tables t, DescriptorEntry e, boolean local) {
    List<String> names = used(t, e.index(), local);
    String used =
        names.size() < 2 ? String.join("", names) : names.get(0) + " +" + (names.size() - 1);
    String selector = String.format("%04x", e.selector(local));
    String type = e.type().replace(ACCESSED, ""); // a flag says so
    String base = e.segment() ? hex(e.base()) : "";
    String size = "";
    String leads = "";
    if (e.segment()) {
      size = e.expandDown() ? "above" : Sizes.brief(e.limit());
    } else if (e.gate()) {
      leads = gateTarget(e);
      base = leads.substring(leads.indexOf(':') + 1);
      size = String.format("in %04x", e.gateSelector());
    }
    String flags = !e.present() ? "absent" : e.segment() ? flags(e) : "";
    List<String> cells =
        e.kind() == DescriptorEntry.Kind.EMPTY
            ? List.of("" + e.index(), selector, used, "null", "", "", "", "")
            : List.of("" + e.index(), selector, used, type, base, size, "" + e.dpl(), flags);
    Kind kind =
        e.kind() == DescriptorEntry.Kind.EMPTY
            ? Kind.EMPTY
            : e.present() ? Kind.ENTRY : Kind.ABSENT;
    String tip = tip(e, selector, leads);
    String selected = names.isEmpty() ? "" : "\nselected by " + String.join(" ", names);
    return new Row(kind, e.index(), cells, used, tip + selected, false, 0);
  }

  private static String flags(DescriptorEntry e) {
    List<String> set = new ArrayList<>();
    if (e.type().endsWith(ACCESSED)) {
      set.add("A");
    }
    if (e.defaultBig()) {
      set.add(e.kind() == DescriptorEntry.Kind.CODE ? "D" : "B");
    }
    if (e.granular()) {
      set.add("G");
    }
    if (e.available()) {
      set.add("AVL");
    }
    return String.join(" ", set);
  }

  private static String tip(DescriptorEntry e, String selector, String leads) {
    String raw = String.format("%08x %08x", e.high(), e.low());
    if (e.segment()) {
      return String.format(
          "selector %s: %s%nbase %08x, limit %08x (%s)%nDPL %d, %s, %s, %s%nin memory %s",
          selector,
          e.type(),
          e.base(),
          e.limit(),
          Sizes.of(e.limit()),
          e.dpl(),
          e.present() ? "present" : "not present",
          e.granular() ? "limit in pages (G)" : "limit in bytes",
          e.defaultBig() ? "32-bit (D/B)" : "16-bit",
          raw);
    }
    String parameters =
        e.kind() == DescriptorEntry.Kind.CALL_GATE
            ? ", copies " + e.gateParameters() + " parameters"
            : "";
    return String.format(
        "%s%s%s%s%nDPL %d, %s%nin memory %s",
        e.type(),
        leads.isEmpty() ? "" : " to ",
        leads,
        parameters,
        e.dpl(),
        e.present() ? "present" : "not present",
        raw);
  }

  /** Which registers select an entry. */
  private static List<String> used(Tables t, int index, boolean local) {
    List<String> names = new ArrayList<>();
    if (!local) {
      if (t.system().tr().usable() && selects(t.system().tr().selector(), index, false)) {
        names.add("TR");
      }
      if (t.system().ldtr().usable() && selects(t.system().ldtr().selector(), index, false)) {
        names.add("LDTR");
      }
    }
    Registers r = t.registers();
    if (r != null) {
      for (SegmentName name :
          List.of(
              SegmentName.CS,
              SegmentName.SS,
              SegmentName.DS,
              SegmentName.ES,
              SegmentName.FS,
              SegmentName.GS)) {
        if (r.segment(name).usable() && selects(r.segment(name).selector(), index, local)) {
          names.add(name.name());
        }
      }
    }
    return names;
  }

  private static boolean selects(int selector, int index, boolean local) {
    boolean nothing = (selector & 0xfffc) == 0; // a null selector, whatever its cache holds
    return !nothing && (selector & 0xffff) >> 3 == index && ((selector & 4) != 0) == local;
  }

  /** The IDT, or in real mode the vectors. */
  static Sheet idt(Tables t, SymbolTable symbols, Set<Integer> opened) {
    int base = t.system().idtBase();
    int limit = t.system().idtLimit();
    if (!t.realMode() && asAfterReset(base, limit)) {
      return Sheet.note("IDTR is as after reset: the guest has not loaded an IDT yet.");
    }
    if (t.idt().length == 0) {
      return Sheet.note("The table at " + hex(base) + " is not in memory that is mapped.");
    }
    List<Row> rows = new ArrayList<>();
    if (t.realMode()) {
      for (RealVector v : RealVector.table(t.idt())) {
        rows.add(vector(v, symbols));
      }
      return new Sheet(VECTORS, rows, place(base, limit), "");
    }
    List<DescriptorEntry> entries = DescriptorEntry.table(t.idt());
    fold(entries, rows, opened, GATES.size(), 1, e -> gate(e, symbols));
    more(rows, entries.size(), Math.min(Vector.COUNT, (limit + 1) >>> 3), GATES.size(), 1);
    return new Sheet(GATES, rows, place(base, limit), "");
  }

  private static Row vector(RealVector v, SymbolTable symbols) {
    List<String> cells =
        List.of(
            vectorName(v.vector()),
            String.format("%04x:%04x", v.segment(), v.offset()),
            hex(v.linear()),
            symbols.describe(v.linear()));
    return new Row(
        v.empty() ? Kind.ABSENT : Kind.ENTRY,
        v.vector(),
        cells,
        "",
        vectorTip(v.vector()),
        false,
        0);
  }

  private static Row gate(DescriptorEntry e, SymbolTable symbols) {
    boolean empty = e.kind() == DescriptorEntry.Kind.EMPTY;
    boolean task = e.kind() == DescriptorEntry.Kind.TASK_GATE;
    String leads = e.gate() ? gateTarget(e) : "";
    String symbol = e.gate() && !task ? symbols.describe(e.gateOffset()) : "";
    String type = e.present() || empty ? e.type() : e.type() + ", absent";
    return new Row(
        empty ? Kind.EMPTY : e.present() ? Kind.ENTRY : Kind.ABSENT,
        e.index(),
        List.of(vectorName(e.index()), type, leads, symbol, empty ? "" : "" + e.dpl()),
        "",
        vectorTip(e.index()) + "\n" + (symbol.isEmpty() ? "" : symbol + "\n") + tip(e, "", leads),
        e.gate() && !task && e.present(),
        e.gateOffset());
  }

  private static String vectorName(int vector) {
    return String.format("%02x %s", vector, Vector.name(vector)).strip();
  }

  private static String vectorTip(int vector) {
    String meaning = Vector.meaning(vector);
    return "vector " + vector + (meaning.isEmpty() ? "" : ", " + meaning);
  }

  private static String gateTarget(DescriptorEntry e) {
    return e.kind() == DescriptorEntry.Kind.TASK_GATE
        ? String.format("TSS %04x", e.gateSelector())
        : String.format("%04x:%08x", e.gateSelector(), e.gateOffset());
  }

  /** The TSS that TR names: its fields, and the ports that it opens. */
  static Sheet tss(Tables t, SymbolTable symbols) {
    SystemSegment tr = t.system().tr();
    if (!tr.usable() || isNull(tr)) {
      return Sheet.note("TR holds a null selector: there is no task state segment.");
    }
    if (t.tss().length == 0) {
      return Sheet.note("The TSS at " + hex(tr.base()) + " is not in memory that is mapped.");
    }
    boolean wide = wide(t, tr);
    TaskStateSegment tss = TaskStateSegment.decode(t.tss(), wide);
    List<Row> rows = new ArrayList<>();
    for (TaskStateSegment.Field f : tss.fields()) {
      String value = String.format(f.bits() == 32 ? "%08x" : "%04x", f.value());
      String means = fieldMeans(f, tss, tr, symbols);
      boolean empty = f.value() == 0 && means.isEmpty();
      rows.add(
          new Row(
              empty ? Kind.ABSENT : Kind.ENTRY,
              f.offset(),
              List.of(String.format("%02x", f.offset()), f.name(), value, means),
              "",
              f.name() + " at offset " + String.format("%02x", f.offset()),
              false,
              0));
    }
    for (TaskStateSegment.PortRange p : tss.openPorts()) {
      String ports =
          p.first() == p.last()
              ? String.format("%x", p.first())
              : String.format("%x–%x", p.first(), p.last());
      int at = tss.ioMapBase() + (p.first() >> 3);
      rows.add(
          new Row(
              Kind.ENTRY,
              at,
              List.of(String.format("%02x", at), "open ports", ports, "to any privilege level"),
              "",
              "Code above IOPL may use these ports",
              false,
              0));
    }
    String place =
        (wide ? "32-bit" : "16-bit")
            + String.format(", base %08x, limit %x", tr.base(), tr.limit());
    return new Sheet(FIELDS, rows, place, "");
  }

  /** As its descriptor says; a guest may have overwritten that since TR was loaded. */
  private static boolean wide(Tables t, SystemSegment tr) {
    List<DescriptorEntry> entries = DescriptorEntry.table(t.gdt());
    int index = (tr.selector() & 0xffff) >> 3;
    boolean known = index < entries.size() && entries.get(index).kind() == DescriptorEntry.Kind.TSS;
    return known
        ? entries.get(index).wide()
        : Integer.compareUnsigned(tr.limit(), TSS_32_LAST) >= 0;
  }

  private static String fieldMeans(
      TaskStateSegment.Field f, TaskStateSegment tss, SystemSegment tr, SymbolTable symbols) {
    return switch (f.name()) {
      case "I/O map base" ->
          Integer.compareUnsigned(f.value(), tr.limit()) > 0
              ? "beyond the limit: no port is open"
              : tss.openPorts().isEmpty() ? "no port is open" : "";
      case "ESP0", "SP0" -> "stack at entry to CPL 0";
      case "EIP", "IP" -> f.value() == 0 ? "" : symbols.describe(f.value());
      case "T" -> f.value() == 0 ? "" : "debug trap at task switch";
      default -> "";
    };
  }

  /** Runs of two and more empty entries become one row; entry 0 of a GDT is always empty. */
  private static void fold(
      List<DescriptorEntry> entries,
      List<Row> rows,
      Set<Integer> opened,
      int columns,
      int words,
      Function<DescriptorEntry, Row> row) {
    int i = 0;
    while (i < entries.size()) {
      int end = i;
      while (end < entries.size() && entries.get(end).kind() == DescriptorEntry.Kind.EMPTY) {
        end++;
      }
      int empty = end - i;
      if (empty >= 2) {
        boolean open = opened.contains(i);
        rows.add(
            stand(
                Kind.FOLDED,
                i,
                columns,
                words,
                (open ? "▾ " : "▸ ") + empty + " empty",
                "Entries " + i + " to " + (end - 1) + " are empty"));
      }
      if (empty < 2 || opened.contains(i)) {
        for (int e = i; e < end; e++) {
          rows.add(row.apply(entries.get(e)));
        }
      }
      if (end < entries.size()) {
        rows.add(row.apply(entries.get(end)));
      }
      i = end + 1;
    }
  }

  private static void more(List<Row> rows, int shown, int all, int columns, int words) {
    if (shown < all) {
      rows.add(
          stand(
              Kind.MORE,
              shown,
              columns,
              words,
              (all - shown) + " more …",
              "Shows " + DescriptorsViewModel.PAGE + " more entries"));
    }
  }

  /** A row that stands for others; says so in one of its columns. */
  private static Row stand(Kind kind, int first, int columns, int words, String text, String tip) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      cells.add(i == words ? text : "");
    }
    return new Row(kind, first, List.copyOf(cells), "", tip, false, 0);
  }

  private static String place(int base, int limit) {
    return String.format("base %08x, limit %x", base, limit);
  }

  private static String hex(int value) {
    return String.format("%08x", value);
  }
}
