// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.emu.debug.Breakpoint.AtHealthError;
import org.virtualpok.emu.debug.HealthTables;

/** Stops at errors that a module's health monitor answers, in words, and what typed text means. */
final class HealthTriggers {
  private static final String MONITOR = "health: ";
  private static final String ANY = MONITOR + "any error";

  private HealthTriggers() {}

  static String say(AtHealthError trigger, HealthTables tables) {
    int error = trigger.error();
    return error == -1 ? ANY : MONITOR + tables.errors().getOrDefault(error, "error " + error);
  }

  /** What typed text may mean, for partitions of a scope; nothing where there are no tables. */
  static List<Candidate> candidates(String typed, int scope, HealthTables tables) {
    List<Candidate> found = new ArrayList<>();
    if (tables.entries().isEmpty()) {
      return found;
    }
    String text = typed.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    if (ANY.contains(text)) {
      found.add(new Candidate(new AtHealthError(-1), scope, ANY));
    }
    for (int error : new TreeMap<>(tables.errors()).keySet()) {
      AtHealthError trigger = new AtHealthError(error);
      String words = say(trigger, tables);
      if (!text.isEmpty() && words.contains(text)) {
        found.add(new Candidate(trigger, scope, words));
      }
    }
    return found;
  }
}
