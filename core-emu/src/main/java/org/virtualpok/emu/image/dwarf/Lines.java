// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** The line tables of an image's units. */
final class Lines {
  private final DwarfSections sections;
  private final IntPredicate loaded;
  private final Consumer<String> problems;
  private final Map<Long, LineTable> tables = new LinkedHashMap<>();
  private final Map<String, List<SourceLine>> byFile = new HashMap<>();

  /** By their first address, unsigned; made when all units are in. */
  private List<LineTable.Sequence> ordered;

  /**
   * @param loaded whether an address is in the image: a linker leaves behind the lines of code that
   *     it dropped
   */
  Lines(DwarfSections sections, IntPredicate loaded, Consumer<String> problems) {
    this.sections = sections;
    this.loaded = loaded;
    this.problems = problems;
  }

  /** The table of a unit, by its root. */
  LineTable of(Die root) {
    Object value = root.value(Dw.AT_STMT_LIST);
    long offset =
        value instanceof Die.SectionOffset o ? o.value() : value instanceof Long n ? n : -1;
    if (offset < 0) {
      return LineTable.EMPTY;
    }
    LineTable known = tables.get(offset);
    if (known == null) {
      known = read(root, offset);
      tables.put(offset, known);
    }
    return known;
  }

  private LineTable read(Die root, long offset) {
    try {
      LineHeader header = LineHeader.read(sections, offset, root.text(Dw.AT_COMP_DIR), root.name());
      DwarfSection section = sections.line();
      DwarfCursor in =
          new DwarfCursor(section.name(), section.bytes(), header.program(), header.end());
      return new LineProgram(header).run(in, problems);
    } catch (DwarfException e) {
      problems.accept(e.getMessage());
      return LineTable.EMPTY;
    }
  }

  /** Takes the tables of all units. */
  void read(List<Die> roots) {
    if (ordered != null) {
      return;
    }
    roots.forEach(this::of);
    ordered = new ArrayList<>();
    for (LineTable table : tables.values()) {
      for (LineTable.Sequence s : table.sequences()) {
        if (loaded.test(s.low()) && s.isSound()) {
          ordered.add(s);
          s.rows()
              .forEach(r -> byFile.computeIfAbsent(name(r.file()), f -> new ArrayList<>()).add(r));
        }
      }
    }
    ordered.sort(Comparator.comparingLong(s -> Integer.toUnsignedLong(s.low())));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  Optional<SourceLine> at(int address) {
    int from = 0;
    int to = ordered.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Integer.compareUnsigned(ordered.get(middle).low(), address) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    for (int i = from - 1; i >= 0 && i >= from - 2; i--) {
      if (ordered.get(i).contains(address)) {
        return Optional.of(ordered.get(i).at(address)).filter(r -> r.line() > 0);
      }
    }
    return Optional.empty();
  }

  /** Where a line begins: of each run of its rows the first that is a statement. */
  List<SourceLine> rows(String file, int line) {
    List<SourceLine> found = new ArrayList<>();
    SourceLine before = null;
    for (SourceLine r : byFile.getOrDefault(name(file), List.of())) {
      boolean same = r.line() == line && r.statement() && isFile(r.file(), file);
      boolean follows = before != null && before.line() == line && before.file().equals(r.file());
      if (same && !follows) {
        found.add(r);
      }
      before = r;
    }
    found.sort(Comparator.comparingLong(r -> Integer.toUnsignedLong(r.address())));
    return List.copyOf(found);
  }

  private static boolean isFile(String path, String wanted) {
    return path.equals(wanted) || path.endsWith("/" + wanted);
  }

  /** Every row of every unit, in the order of the tables. */
  List<SourceLine> all() {
    List<SourceLine> all = new ArrayList<>();
    tables.values().forEach(t -> t.sequences().forEach(s -> all.addAll(s.rows())));
    return all;
  }
}
