// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.debug.tables.PageTables;
import org.virtualpok.emu.debug.tables.PageTables.Kind;
import org.virtualpok.emu.debug.tables.PageTables.Run;

/**
 * Reads the page directory and its tables at each stop and says what they map; knows no toolkit.
 * Every method is called on the thread of {@code ui}.
 */
final class PagesViewModel {
  private static final byte[] NOTHING = {};

  /** What one stop's tables say. */
  private record Read(SystemRegisters system, List<Run> runs) {}

  private final DebugTarget target;
  private final Executor ui;
  private final Executor worker;
  private final Runnable changed;
  private TargetSnapshot snapshot;
  private Read read;
  private long askedTime = -1;
  private long askedInstructions = -1;
  private long asked;

  /**
   * A model.
   *
   * @param ui runs what touches this object
   * @param worker walks the tables
   * @param changed called when there is something else to show
   */
  PagesViewModel(DebugTarget target, Executor ui, Executor worker, Runnable changed) {
    this.target = target;
    this.ui = ui;
    this.worker = worker;
    this.changed = changed;
  }

  /** Takes a snapshot in; at a new stop the tables are read anew. */
  void update(TargetSnapshot next) {
    boolean wasStale = stale();
    snapshot = next;
    boolean newStop =
        !next.running()
            && (next.timeNanos() != askedTime || next.instructions() != askedInstructions);
    if (newStop) {
      askedTime = next.timeNanos();
      askedInstructions = next.instructions();
      next.hardware().map(HardwareState::system).ifPresent(this::fetch);
    } else if (wasStale != stale()) {
      changed.run();
    }
  }

  private void fetch(SystemRegisters system) {
    asked++;
    long mine = asked;
    CompletableFuture<List<Run>> runs =
        paging(system) ? walk(system) : CompletableFuture.completedFuture(List.of());
    CompletableFuture<?> unused =
        runs.exceptionally(refused -> List.of())
            .thenAcceptAsync(r -> arrived(mine, new Read(system, r)), ui);
  }

  private CompletableFuture<List<Run>> walk(SystemRegisters system) {
    int at = PageTables.directory(system.cr3());
    boolean pse = pse(system);
    return physical(at)
        .thenComposeAsync(
            directory ->
                tables(PageTables.tables(directory, pse))
                    .thenApplyAsync(
                        tables ->
                            PageTables.walk(
                                at, directory, pse, t -> tables.getOrDefault(t, NOTHING)),
                        worker),
            worker);
  }

  private CompletableFuture<Map<Integer, byte[]>> tables(List<Integer> addresses) {
    Map<Integer, CompletableFuture<byte[]>> asked = new HashMap<>();
    addresses.forEach(a -> asked.put(a, physical(a)));
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              Map<Integer, byte[]> tables = new HashMap<>();
              asked.forEach((address, bytes) -> tables.put(address, bytes.join()));
              return tables;
            });
  }

  private CompletableFuture<byte[]> physical(int address) {
    return target
        .readMemory(new Address.Physical(address), PageTables.TABLE_BYTES)
        .exceptionally(refused -> NOTHING);
  }

  private void arrived(long which, Read result) {
    if (which == asked) {
      read = result;
      changed.run();
    }
  }

  private static boolean paging(SystemRegisters system) {
    return (system.cr0() & Cr0.PG) != 0;
  }

  private static boolean pse(SystemRegisters system) {
    return (system.cr4() & Cr4.PSE) != 0;
  }

  /** Whether the target runs on from what is shown. */
  boolean stale() {
    return snapshot != null && snapshot.running();
  }

  /** Entries of the directory, from address 0 up; a table has its own runs inside. */
  List<Run> runs() {
    return read == null ? List.of() : read.runs;
  }

  /** What to say where there are no rows. */
  String note() {
    if (read == null) {
      return stale() ? "Page tables are read when the target stops." : "";
    }
    if (!paging(read.system)) {
      return "Paging is off: linear addresses are physical ones. What CR0.PG maps will be here.";
    }
    return String.format(
        "CR3 is %08x, and there is no memory to read a page directory from.", read.system.cr3());
  }

  /** "CR3 00010000, 4 MiB pages (PSE)"; empty while paging is off. */
  String place() {
    if (read == null || !paging(read.system)) {
      return "";
    }
    boolean protect = (read.system.cr0() & Cr0.WP) != 0;
    return String.format("CR3 %08x", read.system.cr3())
        + (pse(read.system) ? ", PSE" : ", no PSE")
        + (protect ? ", WP" : ", no WP");
  }

  /** "c0000000–c07fffff". */
  static String linear(Run run) {
    return String.format("%08x–%08x", run.linear(), run.linearLast());
  }

  /** The range that the pages lie in, or where the table is. */
  static String physical(Run run) {
    return switch (run.kind()) {
      case NOT_PRESENT -> "not mapped";
      case TABLE -> String.format("table %08x", run.physical());
      case PAGES_4K, PAGES_4M -> String.format("%08x–%08x", run.physical(), run.physicalLast());
    };
  }

  /** "16 × 4 KiB", with thin spaces; of a table, how much it maps. */
  static String pages(Run run) {
    return switch (run.kind()) {
      case NOT_PRESENT -> size(run.bytes());
      case TABLE -> size(mapped(run));
      case PAGES_4K -> run.count() + "\u2009×\u20094 KiB";
      case PAGES_4M -> run.count() + "\u2009×\u20094 MiB";
    };
  }

  private static long mapped(Run table) {
    return table.inside().stream()
        .filter(r -> r.kind() != Kind.NOT_PRESENT)
        .mapToLong(Run::bytes)
        .sum();
  }

  private static String size(long bytes) {
    for (int shift = 30; shift > 0; shift -= 10) {
      if (bytes != 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + (shift == 30 ? " GiB" : shift == 20 ? " MiB" : " KiB");
      }
    }
    return bytes + " bytes";
  }

  /** What may be done there: "R/W U", "R S". */
  static String rights(Run run) {
    return run.kind() == Kind.NOT_PRESENT
        ? ""
        : (run.writable() ? "R/W" : "R") + (run.user() ? " U" : " S");
  }

  /** A and D, in lower case where not all pages have them; and what the cache does. */
  static String flags(Run run) {
    if (run.kind() == Kind.NOT_PRESENT) {
      return "";
    }
    List<String> flags = new ArrayList<>();
    if (run.accessed() > 0) {
      flags.add(run.accessed() == run.count() ? "A" : "a");
    }
    if (run.dirty() > 0) {
      flags.add(run.dirty() == run.count() ? "D" : "d");
    }
    if ((run.entry() & PageTables.G) != 0 && run.kind() != Kind.TABLE) {
      flags.add("G");
    }
    if ((run.entry() & PageTables.PCD) != 0) {
      flags.add("PCD");
    }
    if ((run.entry() & PageTables.PWT) != 0) {
      flags.add("PWT");
    }
    return String.join(" ", flags);
  }

  /** The first entry as it stands in memory, and every bit of it in words. */
  static String detail(Run run) {
    int e = run.entry();
    String where = String.format("entry %x at %08x: %08x", run.first(), run.entryAddress(), e);
    if (run.kind() == Kind.NOT_PRESENT) {
      String rest = run.count() == 1 ? "" : String.format(", as %d more", run.count() - 1);
      return where + "  not present" + rest;
    }
    boolean table = run.kind() == Kind.TABLE;
    List<String> words = new ArrayList<>();
    words.add((e & PageTables.RW) != 0 ? "R/W" : "read-only");
    words.add((e & PageTables.US) != 0 ? "user" : "supervisor");
    if ((e & PageTables.PWT) != 0) {
      words.add("write-through");
    }
    if ((e & PageTables.PCD) != 0) {
      words.add("not cached");
    }
    if (table || run.count() == 1) {
      words.add((e & PageTables.A) != 0 ? "accessed" : "not accessed");
    } else {
      words.add(run.accessed() + " of " + run.count() + " accessed");
    }
    if (!table) {
      words.add(
          run.count() == 1 ? (e & PageTables.D) != 0 ? "dirty" : "clean" : run.dirty() + " dirty");
      if ((e & PageTables.G) != 0) {
        words.add("global");
      }
    }
    return where + "  " + String.join(", ", words);
  }
}
