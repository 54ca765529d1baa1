// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.rtos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.rtos.RtosWords;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;

/** What the view of an operating system's objects says; knows no toolkit. */
final class RtosViewModel {
  /**
   * What a column says of a row.
   *
   * @param tone style class: good, held, bad, secondary, or empty
   * @param changed whether it said something else at the last stop
   * @param fill of a vessel beside the text, 0 to 1; negative for none
   */
  record Cell(String text, String tone, boolean changed, double fill) {}

  /**
   * A task or an object.
   *
   * @param id as its system has it
   * @param context of a task; 0 for others
   * @param link id of the object or task that it leads to: what it waits for, who owns it; else 0
   * @param details all of it in words
   */
  record Row(long id, int context, long link, List<Cell> cells, String details) {
    Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Everything shown.
   *
   * @param system "executive in ■ 1 ticker, tick 12"; empty if there is none
   * @param hint what is missing; empty if there is a system
   * @param selected id of the task whose context the user looks at; 0 if it is none of them
   */
  record Shown(
      String system,
      String hint,
      Map<Section, List<Row>> rows,
      List<String> problems,
      long selected) {
    boolean empty() {
      return !hint.isEmpty();
    }

    List<Row> rows(Section section) {
      return rows.getOrDefault(section, List.of());
    }
  }

  private static final String WHAT =
      "Tasks, semaphores, queues and timers of a real-time operating system are listed here. ";
  private static final String NEEDS =
      " It has to be one that the workbench knows (its own executive, RTEMS), in an ELF file with"
          + " symbols and debugging information (compile with -g).";

  /** A task or object of one system. */
  private record Key(int system, boolean task, long id) {}

  private final TaskSymbols symbols;
  private Map<Key, List<String>> before = Map.of();
  private Map<Key, List<String>> last = Map.of();
  private long lastTime = -1;
  private long lastInstructions = -1;

  /** Symbols of a context's image. */
  interface TaskSymbols {
    SymbolTable of(int context);
  }

  RtosViewModel(TaskSymbols symbols) {
    this.symbols = symbols;
  }

  /** Takes a snapshot in; shows the system to which the selected context belongs. */
  Shown update(TargetSnapshot snapshot, int selected) {
    boolean stands = !snapshot.running();
    if (stands) {
      remember(snapshot);
    }
    Optional<RtosState> found = system(snapshot, selected);
    if (found.isEmpty()) {
      return new Shown("", hint(snapshot, selected), Map.of(), List.of(), 0);
    }
    RtosState state = found.get();
    RtosWords words = words(state);
    Map<Section, List<Row>> rows = new EnumMap<>(Section.class);
    for (Task task : state.tasks()) {
      add(rows, Section.TASKS, row(state, words, task, stands));
    }
    for (RtosObject object : state.objects()) {
      add(rows, Section.of(object.kind()), row(state, words, object, stands));
    }
    long chosen =
        state.tasks().stream()
            .filter(t -> t.context() == selected)
            .mapToLong(Task::id)
            .findFirst()
            .orElse(0);
    String ticks = words.ticks().isEmpty() ? "" : ", " + words.ticks();
    return new Shown(
        RtosWords.name(state.system()) + " in " + place(snapshot, state.context()) + ticks,
        "",
        rows,
        words.problems(),
        chosen);
  }

  private static void add(Map<Section, List<Row>> rows, Section section, Row row) {
    rows.computeIfAbsent(section, s -> new ArrayList<>()).add(row);
  }

  private RtosWords words(RtosState state) {
    return new RtosWords(state, symbols.of(state.context()));
  }

  // ---- which system -------------------------------------------------------------------------

  private static Optional<RtosState> system(TargetSnapshot snapshot, int selected) {
    int root = snapshot.contexts().isEmpty() ? 0 : snapshot.contexts().get(0).id();
    if (selected == 0 || selected == root) {
      // The whole target stands for what ran last.
      return snapshot.rtos().stream()
          .filter(s -> s.context() == snapshot.current())
          .findFirst()
          .or(() -> snapshot.rtos().stream().findFirst());
    }
    Optional<RtosState> own =
        snapshot.rtos().stream()
            .filter(
                s ->
                    below(snapshot, s.context(), selected)
                        || below(snapshot, selected, s.context()))
            .findFirst();
    boolean processor =
        snapshot.context(selected).map(c -> c.kind() == Context.Kind.CPU).orElse(false);
    return own.isEmpty() && processor ? ofPartition(snapshot) : own;
  }

  /** A processor's kernel has none: that of the partition which has the processor, or the only. */
  private static Optional<RtosState> ofPartition(TargetSnapshot snapshot) {
    return snapshot.rtos().stream()
        .filter(s -> snapshot.context(s.context()).map(RtosViewModel::isScheduled).orElse(false))
        .findFirst()
        .or(() -> snapshot.rtos().stream().filter(s -> snapshot.rtos().size() == 1).findFirst());
  }

  private static boolean isScheduled(Context partition) {
    return partition.state() == Context.State.RUNNING
        || partition.state() == Context.State.SUSPENDED;
  }

  /** Whether one context is another, or part of it. */
  private static boolean below(TargetSnapshot snapshot, int context, int above) {
    int at = context;
    for (int i = 0; i < snapshot.contexts().size() && at != 0; i++) {
      if (at == above) {
        return true;
      }
      at = snapshot.context(at).map(Context::parent).orElse(0);
    }
    return at == above && at != 0;
  }

  private static String hint(TargetSnapshot snapshot, int selected) {
    String here =
        snapshot.context(selected).map(c -> place(snapshot, c.id())).orElse("this target");
    if (snapshot.rtos().isEmpty()) {
      return WHAT + "In " + here + " there is none." + NEEDS;
    }
    List<String> others =
        snapshot.rtos().stream()
            .map(s -> RtosWords.name(s.system()) + " in " + place(snapshot, s.context()))
            .toList();
    return WHAT
        + here
        + " has none; there is "
        + String.join(", ", others)
        + ": select it in Debug.";
  }

  /** A partition's name, or the machine's: a vCPU's own name says little. */
  private static String place(TargetSnapshot snapshot, int context) {
    Optional<Context> at = snapshot.context(context);
    for (int i = 0; i < snapshot.contexts().size() && at.isPresent(); i++) {
      Context c = at.get();
      if (c.kind() == Context.Kind.PARTITION) {
        return PartitionName.of(c).label();
      }
      if (c.kind() == Context.Kind.MODULE || c.parent() == 0) {
        return RtosWords.name(c.name().substring(c.name().lastIndexOf('/') + 1));
      }
      at = snapshot.context(c.parent());
    }
    return "this target";
  }

  // ---- rows ---------------------------------------------------------------------------------

  private Row row(RtosState state, RtosWords words, Task task, boolean stands) {
    List<String> texts = texts(words, task);
    List<String> old = old(new Key(state.context(), true, task.id()), texts, stands);
    String[] tones = {
      "",
      task.current() ? "good" : task.state().endsWith("?") ? "bad" : "",
      RtosWords.inherits(task) ? "held" : "",
      "",
      words.blocksOthers(task) ? "held" : "",
      "secondary",
      RtosWords.outside(task) ? "bad" : RtosWords.nearlyFull(task) ? "held" : "secondary",
      "secondary",
      "secondary"
    };
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      double fill = i == STACK ? RtosWords.stackFill(task) : -1;
      // The tick of the next moment changes always and says nothing.
      boolean changed = !old.get(i).equals(texts.get(i)) && i != WAKES;
      cells.add(new Cell(texts.get(i), tones[i], changed, fill));
    }
    return new Row(
        task.id(), task.context(), task.waitsFor().orElse(0), cells, details(Section.TASKS, texts));
  }

  private static final int WAKES = 5;
  private static final int STACK = 6;

  private static List<String> texts(RtosWords words, Task task) {
    return List.of(
        RtosWords.name(task.name()),
        RtosWords.state(task),
        RtosWords.priority(task),
        words.waits(task),
        words.owns(task),
        words.wakes(task),
        RtosWords.stack(task),
        words.entry(task),
        RtosWords.id(task.id()));
  }

  private Row row(RtosState state, RtosWords words, RtosObject object, boolean stands) {
    Section section = Section.of(object.kind());
    List<String> texts = texts(section, words, object);
    List<String> old = old(new Key(state.context(), false, object.id()), texts, stands);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String title = section.columns().get(i).title();
      String tone =
          title.startsWith("waiting")
              ? "held"
              : title.equals("id") || title.equals("kind") ? "secondary" : "";
      cells.add(new Cell(texts.get(i), tone, !old.get(i).equals(texts.get(i)), -1));
    }
    long link = object.owner().orElse(object.waiting().isEmpty() ? 0 : object.waiting().get(0));
    return new Row(object.id(), 0, link, cells, details(section, texts));
  }

  private static List<String> texts(Section section, RtosWords words, RtosObject object) {
    return section.columns().stream()
        .map(
            column ->
                switch (column.title()) {
                  case "name" -> RtosWords.name(object.name());
                  case "kind" -> RtosWords.kind(object);
                  case "state" -> RtosWords.state(object);
                  case "owner" -> words.owner(object);
                  case "id" -> RtosWords.id(object.id());
                  default -> words.names(object.waiting());
                })
        .toList();
  }

  /** All columns, one a line, without those that say nothing. */
  private static String details(Section section, List<String> texts) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).isEmpty()) {
        lines.add(section.columns().get(i).title() + ": " + texts.get(i));
      }
    }
    return String.join("\n", lines);
  }

  // ---- what changed -------------------------------------------------------------------------

  /** What a row said at the stop before this one; the same as now if it is new, or all runs. */
  private List<String> old(Key key, List<String> now, boolean stands) {
    List<String> old = stands ? before.get(key) : null;
    return old == null || old.size() != now.size() ? now : old;
  }

  /** A stop at another moment than the last one makes what was shown the old state. */
  private void remember(TargetSnapshot snapshot) {
    if (snapshot.timeNanos() == lastTime && snapshot.instructions() == lastInstructions) {
      return;
    }
    before = snapshot.instructions() < lastInstructions ? Map.of() : last;
    Map<Key, List<String>> now = new HashMap<>();
    for (RtosState state : snapshot.rtos()) {
      RtosWords words = words(state);
      for (Task task : state.tasks()) {
        now.put(new Key(state.context(), true, task.id()), texts(words, task));
      }
      for (RtosObject object : state.objects()) {
        Section section = Section.of(object.kind());
        now.put(new Key(state.context(), false, object.id()), texts(section, words, object));
      }
    }
    last = now;
    lastTime = snapshot.timeNanos();
    lastInstructions = snapshot.instructions();
  }
}
