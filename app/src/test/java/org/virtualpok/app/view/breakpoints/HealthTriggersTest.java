// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.emu.debug.Breakpoint.AtHealthError;
import org.virtualpok.emu.debug.HealthTables;

final class HealthTriggersTest {
  private static final HealthTables TABLES =
      new HealthTables(
          List.of(new HealthTables.Entry(0, 12, 5, 2, 4, "")),
          Map.of(12, "numeric error", 13, "illegal request"),
          Map.of(),
          Map.of(),
          Map.of());

  private static List<String> texts(String typed) {
    return HealthTriggers.candidates(typed, 4, TABLES).stream().map(Candidate::text).toList();
  }

  @Test
  void typedTextNamesAnError() {
    assertEquals(List.of("health: any error"), texts(""));
    assertEquals(List.of("health: numeric error"), texts("NUMERIC_ERROR"));
    assertEquals(List.of("health: any error", "health: numeric error"), texts("error"));
    assertEquals(3, texts("health").size());
    assertEquals(List.of(), texts("main"));
    Candidate candidate = HealthTriggers.candidates("illegal", 4, TABLES).get(0);
    assertEquals(new AtHealthError(13), candidate.trigger());
    assertEquals(4, candidate.scope());
  }

  @Test
  void withoutTablesThereIsNothingToStopAt() {
    assertEquals(List.of(), HealthTriggers.candidates("health", 0, HealthTables.NONE));
  }
}
