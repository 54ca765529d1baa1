// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.app.rtos.RtosWords;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.image.SymbolTable;

/** One operating system's objects as text in columns. */
final class TaskReport {
  private static final List<String> TASKS =
      List.of("TASK", "ID", "STATE", "PRIORITY", "WAITS FOR", "WAKES AT TICK", "STACK", "ENTRY");
  private static final List<String> OBJECTS =
      List.of("OBJECT", "ID", "KIND", "STATE", "OWNER", "WAITING");

  private final RtosState state;
  private final RtosWords words;
  private final String place;

  /**
   * A report.
   *
   * @param place where the system runs, with a space before; may be empty
   */
  TaskReport(RtosState state, SymbolTable symbols, String place) {
    this.state = state;
    this.words = new RtosWords(state, symbols);
    this.place = place;
  }

  void print(PrintStream out) {
    String ticks = words.ticks().isEmpty() ? "" : ", " + words.ticks();
    out.println();
    out.println(RtosWords.name(state.system()) + place + ticks);
    table(out, "no tasks", TASKS, state.tasks().stream().map(this::row).toList());
    if (!state.objects().isEmpty()) {
      table(out, "", OBJECTS, state.objects().stream().map(this::row).toList());
    }
    if (!state.problems().isEmpty()) {
      out.println();
      out.println("PROBLEMS");
      words.problems().forEach(out::println);
    }
  }

  private List<String> row(Task task) {
    return List.of(
        RtosWords.name(task.name()),
        RtosWords.id(task.id()),
        RtosWords.state(task),
        RtosWords.priority(task),
        words.waits(task),
        words.wakes(task),
        RtosWords.stack(task),
        words.entry(task));
  }

  private List<String> row(RtosObject object) {
    return List.of(
        RtosWords.name(object.name()),
        RtosWords.id(object.id()),
        RtosWords.kind(object),
        RtosWords.state(object),
        words.owner(object),
        words.names(object.waiting()));
  }

  /** Columns as wide as their widest text, two spaces between; what is empty is a dash. */
  private static void table(
      PrintStream out, String none, List<String> titles, List<List<String>> rows) {
    out.println();
    if (rows.isEmpty()) {
      out.println(none);
      return;
    }
    List<List<String>> all = new ArrayList<>();
    all.add(titles);
    all.addAll(rows);
    int[] widths = new int[titles.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.max(1, row.get(i).length()));
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String text = row.get(i).isEmpty() ? "-" : row.get(i);
        line.append(text).append(" ".repeat(widths[i] - text.length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
