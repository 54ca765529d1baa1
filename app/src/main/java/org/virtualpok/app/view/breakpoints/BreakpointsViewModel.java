// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/** Breakpoints in words, and what the user may mean by what he types to add one. */
final class BreakpointsViewModel {
  private static final String SHAPES = "■●▲◆□○△◇";
  private static final int SYMBOLS_MAX = 40;
  private static final int TASKS_MAX = 64;

  /** A breakpoint as the table shows it; {@code partition} is 0 for all of them. */
  record Row(Breakpoint breakpoint, String stopsAt, String in, int partition) {
    /** The partition's shape and number, where there is no room for its name. */
    String mark() {
      return partition == 0 ? in : in.substring(0, in.indexOf(' ', 2));
    }
  }

  /** Where a breakpoint counts: a partition's context, or 0. */
  record Scope(int context, String label) {
    static final Scope ALL = new Scope(0, "all");

    @Override
    public String toString() {
      return label;
    }
  }

  /** What the user may add; {@code scope} is 0 where he may choose it. */
  record Candidate(Breakpoint.Trigger trigger, int scope, String text) {}

  /** What kind of thing the user wants to stop at. */
  enum Kind {
    /** A hypercall, an address or a function. */
    CODE("Code", "0x address or function"),
    PORT("Port", "0x3f8 or 0x3f8-0x3ff"),
    VECTOR("Vector", "#GP, 0x20 or any"),
    MODE("Mode", "Where the processor changes its mode");

    final String title;
    final String prompt;

    Kind(String title, String prompt) {
      this.title = title;
      this.prompt = prompt;
    }
  }

  private final DebugTarget target;

  /** What has symbols of its own: partitions, or the processors of a PC. */
  private List<Context> places = List.of();

  private List<Row> rows = List.of();

  BreakpointsViewModel(DebugTarget target) {
    this.target = target;
    update(target.snapshot());
  }

  /** Takes a new state; tells whether a row differs. */
  boolean update(TargetSnapshot snapshot) {
    places =
        snapshot.contexts().stream()
            .filter(c -> c.kind() == Context.Kind.CPU || c.kind() == Context.Kind.PARTITION)
            .toList();
    List<Row> now = snapshot.breakpoints().stream().map(b -> row(snapshot, b)).toList();
    boolean differs = !now.equals(rows);
    rows = now;
    return differs;
  }

  List<Row> rows() {
    return rows;
  }

  /** Kinds that this target has, the first one first. */
  List<Kind> kinds() {
    return isPc() ? List.of(Kind.values()) : List.of(Kind.CODE);
  }

  /** What to write where the user says what to stop at. */
  String prompt(Kind kind) {
    if (!isPc()) {
      return "Hypercall, 0x address, function, or: held 5ms line 0";
    }
    return kind == Kind.CODE && hasPartitions() ? "Hypercall, 0x address or function" : kind.prompt;
  }

  boolean isPc() {
    return target.snapshot().hardware().isPresent();
  }

  /** Whether there are partitions and hypercalls; on a PC too, if its kernel makes some. */
  boolean hasPartitions() {
    return places.stream().anyMatch(BreakpointsViewModel::isPartition);
  }

  private static boolean isPartition(Context place) {
    return place.kind() == Context.Kind.PARTITION;
  }

  /** All, then each partition, then the tasks inside; on a PC perhaps nothing can be chosen. */
  List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(Scope.ALL);
    places.stream()
        .filter(BreakpointsViewModel::isPartition)
        .forEach(partition -> scopes.add(new Scope(partition.id(), label(partition))));
    TargetSnapshot snapshot = target.snapshot();
    snapshot.contexts().stream()
        .filter(c -> c.kind() == Context.Kind.TASK)
        .limit(TASKS_MAX)
        .forEach(
            task -> {
              String in = partitionOf(snapshot, task.id()).map(p -> label(p) + ", ").orElse("");
              scopes.add(new Scope(task.id(), in + "task " + task.name()));
            });
    return scopes;
  }

  /** Whether there is more than one thing that a place in code may be about. */
  boolean hasScopes() {
    return hasPartitions()
        || target.snapshot().contexts().stream().anyMatch(c -> c.kind() == Context.Kind.TASK);
  }

  private static String label(Context partition) {
    int number = Math.max(1, partition.number());
    char shape = SHAPES.charAt((number - 1) % SHAPES.length());
    return shape + " " + number + " " + partition.name();
  }

  private Row row(TargetSnapshot snapshot, Breakpoint breakpoint) {
    Optional<Context> partition = partitionOf(snapshot, breakpoint.scope());
    String in = partition.map(BreakpointsViewModel::label).orElse("all");
    int number = partition.map(Context::number).orElse(0);
    String task =
        snapshot
            .context(breakpoint.scope())
            .filter(c -> c.kind() == Context.Kind.TASK)
            .map(c -> c.name() + ": ")
            .orElse("");
    return new Row(breakpoint, task + say(breakpoint), in, number);
  }

  private static Optional<Context> partitionOf(TargetSnapshot snapshot, int context) {
    Optional<Context> at = snapshot.context(context);
    while (at.isPresent() && at.get().kind() != Context.Kind.PARTITION) {
      at = snapshot.context(at.get().parent());
    }
    return at;
  }

  /** The partition that a context belongs to, or the processor; 0 for all. */
  private int owner(TargetSnapshot snapshot, int context) {
    Optional<Context> at = snapshot.context(context);
    while (at.isPresent() && !places.contains(at.get())) {
      at = snapshot.context(at.get().parent());
    }
    return at.map(Context::id).orElse(0);
  }

  private String say(Breakpoint breakpoint) {
    if (breakpoint.trigger() instanceof Breakpoint.AtAddress at) {
      String symbol = symbolAt(breakpoint.scope(), at.offset());
      String address = "0x" + Integer.toHexString(at.offset());
      return symbol.isEmpty() ? address : address + " <" + symbol + ">";
    }
    if (breakpoint.trigger() instanceof Breakpoint.AtHypercall at) {
      return say(at);
    }
    if (breakpoint.trigger() instanceof Breakpoint.AtHealthError at) {
      return HealthTriggers.say(at, target.health());
    }
    return InterruptTriggers.isOne(breakpoint.trigger())
        ? InterruptTriggers.say(breakpoint.trigger())
        : HardwareTriggers.say(breakpoint.trigger());
  }

  private String say(Breakpoint.AtHypercall at) {
    String side = at.entry() ? " entry" : " exit";
    if (at.number() == -1) {
      return "any hypercall" + side;
    }
    for (HypercallInfo info : target.hypercalls()) {
      if (info.number() == at.number() && (at.vector() == 0 || at.vector() == info.vector())) {
        return info.number() + " " + info.name() + side;
      }
    }
    return "hypercall " + at.number() + side;
  }

  private String symbolAt(int scope, int offset) {
    int own = partitionOf(target.snapshot(), scope).map(Context::id).orElse(0);
    for (Context partition : places) {
      // On a PC an offset that is in no partition is one in the processor's CS.
      boolean any = own == 0 && (!isPc() || !isPartition(partition));
      if (any || own == partition.id()) {
        String symbol = target.symbols(partition.id()).map(s -> s.describe(offset)).orElse("");
        if (!symbol.isEmpty()) {
          return symbol;
        }
      }
    }
    return "";
  }

  /** Things of a PC that a text may mean. */
  List<Candidate> candidates(Kind kind, String typed, boolean reads, boolean writes) {
    return switch (kind) {
      case CODE -> candidates(typed, true, Scope.ALL);
      case PORT -> HardwareTriggers.ports(typed, reads, writes);
      case VECTOR -> HardwareTriggers.vectors(typed);
      case MODE -> List.of(HardwareTriggers.modeChange());
    };
  }

  /** What a text may mean as code, the likeliest first. */
  List<Candidate> candidates(String typed, boolean entry, Scope scope) {
    String text = typed.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    List<Candidate> found = new ArrayList<>();
    address(text)
        .ifPresent(
            offset -> {
              String symbol = symbolAt(scope.context(), offset);
              found.add(
                  new Candidate(
                      new Breakpoint.AtAddress(offset),
                      scope.context(),
                      "0x"
                          + Integer.toHexString(offset)
                          + (symbol.isEmpty() ? "" : " <" + symbol + ">")));
            });
    Map<String, Integer> vectors = new LinkedHashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (HypercallInfo info : target.hypercalls()) {
      String name = info.number() + " " + info.name();
      if (name.toLowerCase(Locale.ROOT).contains(lower)) {
        vectors.merge(name, info.vector(), (one, other) -> 0); // 0 is either
        numbers.put(name, info.number());
      }
    }
    vectors.forEach(
        (name, vector) ->
            found.add(
                new Candidate(
                    new Breakpoint.AtHypercall(vector, numbers.get(name), entry),
                    scope.context(),
                    name)));
    if (hasPartitions() && "any hypercall".contains(lower)) {
      found.add(
          new Candidate(
              new Breakpoint.AtHypercall(0, -1, entry), scope.context(), "any hypercall"));
    }
    boolean task = owner(target.snapshot(), scope.context()) != scope.context();
    if (!isPc() && !task) {
      found.addAll(InterruptTriggers.candidates(typed, scope.context()));
      found.addAll(HealthTriggers.candidates(typed, scope.context(), target.health()));
    }
    if (!lower.isEmpty() || isPc()) {
      symbols(lower, scope, found);
    }
    return found;
  }

  private void symbols(String lower, Scope scope, List<Candidate> found) {
    int first = found.size();
    int own = owner(target.snapshot(), scope.context());
    for (Context partition : places) {
      if (own != 0 && own != partition.id()) {
        continue;
      }
      for (Symbol symbol : target.symbols(partition.id()).orElse(SymbolTable.EMPTY).all()) {
        String name = symbol.name().toLowerCase(Locale.ROOT);
        if (symbol.function() && name.contains(lower) && found.size() - first < SYMBOLS_MAX) {
          Candidate candidate =
              new Candidate(
                  new Breakpoint.AtAddress(symbol.address()),
                  own == scope.context() ? partition.id() : scope.context(),
                  isPartition(partition)
                      ? symbol.name() + "  in " + label(partition)
                      : symbol.name());
          // A name typed in full comes before all that only contain it.
          found.add(name.equals(lower) ? first : found.size(), candidate);
        }
      }
    }
  }

  /** A hexadecimal number that begins with 0x. */
  static Optional<Integer> address(String text) {
    if (!text.startsWith("0x") && !text.startsWith("0X")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseUnsignedInt(text.substring(2), 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The breakpoint that a candidate stands for. */
  static Breakpoint breakpoint(Candidate candidate) {
    return new Breakpoint(0, true, candidate.scope(), candidate.trigger(), 0);
  }
}
