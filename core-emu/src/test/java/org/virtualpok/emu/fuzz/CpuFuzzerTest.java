// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random code in every mode: nothing that a guest does may fail in the host. */
class CpuFuzzerTest {
  private static final long SEEDS = Long.getLong("virtualpok.fuzz.seeds", 20);
  private static final long INSTRUCTIONS = Long.getLong("virtualpok.fuzz.instructions", 10_000_000);

  @Test
  void shouldSurviveRandomCode() {
    List<SeedResult> results =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> CpuFuzzer.run(seed, INSTRUCTIONS))
            .toList();
    StringBuilder failures = new StringBuilder();
    for (SeedResult r : results) {
      System.out.println(r.line());
      if (!r.fine()) {
        StringWriter trace = new StringWriter();
        r.failure().cause().printStackTrace(new PrintWriter(trace));
        failures.append(r.line()).append('\n').append(trace);
      }
      assertTrue(!r.fine() || r.instructions() >= INSTRUCTIONS, r.line());
    }
    assertEquals("", failures.toString());
  }

  @Test
  void shouldGoTheSameWayEveryTime() {
    for (long seed = 1; seed <= FuzzMode.values().length; seed++) {
      SeedResult first = CpuFuzzer.run(seed, 50_000);
      assertEquals(first, CpuFuzzer.run(seed, 50_000));
      assertNotEquals(first.hash(), CpuFuzzer.run(seed + 11, 50_000).hash());
    }
  }

  @Test
  void shouldSayWhereTheEmulatorFailed() {
    SeedResult.Failure failure =
        new SeedResult.Failure(4711, "0008:00001000 (0f0b)", new IllegalStateException("no"));
    SeedResult result = new SeedResult(11, FuzzMode.REAL, 4711, 1, 0, 0, "", 0, failure);
    assertEquals(
        "seed 11: real mode, 4711 instructions, FAILED behind instruction 4711 at"
            + " 0008:00001000 (0f0b): java.lang.IllegalStateException: no",
        result.line());
  }

  @Test
  void shouldTellOfEachRunHowItEnded() {
    List<String> stops = new ArrayList<>();
    SeedResult result = CpuFuzzer.run(2, 100_000, stops::add);
    assertEquals(result.halts() + result.shutdowns() + result.expiries(), stops.size());
    assertTrue(result.shutdowns() > 0, result.line());
    long explained =
        stops.stream().filter(s -> s.matches(".* shut down at .* by #.*, #.*")).count();
    assertEquals(result.shutdowns(), explained, String.join("\n", stops));
  }
}
