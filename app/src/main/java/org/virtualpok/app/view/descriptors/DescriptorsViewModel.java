// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.virtualpok.app.view.descriptors.Sheet.Kind;
import org.virtualpok.app.view.descriptors.Sheet.Row;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;

/**
 * Reads the processor's tables at each stop and says what is in them; knows no toolkit. Every
 * method is called on the thread of {@code ui}.
 */
final class DescriptorsViewModel {
  /** So many entries are shown at once, and so many more each time the user asks. */
  static final int PAGE = 256;

  /** The tables. */
  enum Tab {
    GDT,
    IDT,
    LDT,
    TSS
  }

  private final DebugTarget target;
  private final Executor ui;
  private final Runnable changed;
  private final Map<Tab, Set<Integer>> opened = new EnumMap<>(Tab.class);
  private Tab tab = Tab.GDT;
  private TargetSnapshot snapshot;
  private int cpu;
  private Tables tables;
  private int entriesMax = PAGE;
  private long askedTime = -1;
  private long askedInstructions = -1;
  private long asked;

  /**
   * A model.
   *
   * @param ui runs what touches this object
   * @param changed called when there is something else to show
   */
  DescriptorsViewModel(DebugTarget target, Executor ui, Runnable changed) {
    this.target = target;
    this.ui = ui;
    this.changed = changed;
    for (Tab t : Tab.values()) {
      opened.put(t, new HashSet<>());
    }
  }

  /** Takes a snapshot in; at a new stop the tables are read anew. */
  void update(TargetSnapshot next, int nextCpu) {
    boolean wasStale = stale();
    snapshot = next;
    cpu = nextCpu;
    boolean newStop =
        !next.running()
            && (next.timeNanos() != askedTime || next.instructions() != askedInstructions);
    if (newStop) {
      askedTime = next.timeNanos();
      askedInstructions = next.instructions();
      fetch();
    } else if (wasStale != stale()) {
      changed.run();
    }
  }

  private void fetch() {
    HardwareState hardware = snapshot.hardware().orElse(null);
    if (hardware == null) {
      return;
    }
    asked++;
    long mine = asked;
    CompletableFuture<?> unused =
        Tables.read(target, hardware.system(), snapshot.registers().get(cpu), entriesMax)
            .thenAcceptAsync(read -> arrived(mine, read), ui);
  }

  private void arrived(long which, Tables read) {
    if (which == asked) {
      tables = read;
      changed.run();
    }
  }

  /** Whether the target runs on from what is shown. */
  boolean stale() {
    return snapshot != null && snapshot.running();
  }

  /** In real mode there are no descriptors, only vectors. */
  boolean realMode() {
    return tables != null && tables.realMode();
  }

  /** The table shown: the one that was chosen, but in real mode the vectors. */
  Tab tab() {
    return realMode() ? Tab.IDT : tab;
  }

  void choose(Tab next) {
    tab = next;
    changed.run();
  }

  /** What to show. */
  Sheet sheet() {
    if (tables == null) {
      return Sheet.note(
          stale()
              ? "The processor's tables are read when the target stops."
              : "The processor's descriptor tables are here.");
    }
    SymbolTable symbols = target.symbols(cpu).orElse(SymbolTable.EMPTY);
    return switch (tab()) {
      case GDT -> Sheets.gdt(tables, opened.get(Tab.GDT));
      case IDT -> Sheets.idt(tables, symbols, opened.get(Tab.IDT));
      case LDT -> Sheets.ldt(tables, opened.get(Tab.LDT));
      case TSS -> Sheets.tss(tables, symbols);
    };
  }

  /** Opens or closes what a row stands for; tells whether it stood for something. */
  boolean activate(Row row) {
    if (row.kind() == Kind.MORE) {
      entriesMax += PAGE;
      fetch();
      return true;
    }
    if (row.kind() == Kind.FOLDED) {
      Set<Integer> open = opened.get(tab());
      if (!open.remove(row.first())) {
        open.add(row.first());
      }
      changed.run();
      return true;
    }
    return false;
  }
}
