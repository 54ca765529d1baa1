// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;

/** However a run is cut, the machine does the same: event for event, bit for bit. */
class PcDeterminismTest {
  private static final long SEED = 20130617;

  private static List<String> events(PcMachine pc) {
    List<String> all = new ArrayList<>();
    EventLog log = pc.events();
    for (long i = 0; i < log.size(); i++) {
      EventLog.Event e = log.get(i);
      all.add(
          String.format(
              "%d %d %s %d %x %x %x %s",
              e.timeNanos(),
              e.instruction(),
              e.kind().name(),
              e.context(),
              e.kind().text() ? 0 : e.a(),
              e.b(),
              e.c(),
              Arrays.toString(e.text())));
    }
    return all;
  }

  private static void assertSame(PcMachine whole, PcMachine cut, String how) {
    assertEquals(List.of(), whole.save().differences(cut.save()), how);
    assertEquals(events(whole), events(cut), how);
    assertEquals(whole.ending(), cut.ending(), how);
  }

  private static RunLimit next(PcMachine pc, RunLimit end, Random random) {
    int scale = random.nextInt(16);
    return new RunLimit(
            pc.timeNanos() + random.nextInt(40 << scale),
            pc.instructions() + random.nextInt(4 << scale))
        .min(end);
  }

  private static boolean goesOn(PcMachine pc, RunLimit end) {
    return pc.timeNanos() < end.timeNanos() && pc.ending().isEmpty();
  }

  private static void cutAtRandom(PcMachine pc, RunLimit end, Random random) {
    while (goesOn(pc, end)) {
      assertEquals(0, pc.run(next(pc, end, random)).breakpoint());
    }
  }

  private interface Maker {
    PcMachine make() throws Exception;
  }

  private static void check(Maker maker, long micros) throws Exception {
    RunLimit end = RunLimit.atTime(1000 * micros);
    PcMachine whole = maker.make();
    whole.run(end);
    assertTrue(whole.events().size() > 2, "events " + whole.events().size());
    System.out.println("random quanta: seed " + SEED + ", " + whole.events().size() + " events");
    for (int i = 0; i < 3; i++) {
      Random random = new Random(SEED + i);
      PcMachine cut = maker.make();
      cutAtRandom(cut, end, random);
      assertSame(whole, cut, "seed " + (SEED + i));
    }
    PcMachine stepped = maker.make();
    Random random = new Random(SEED);
    while (goesOn(stepped, end) && stepped.instructions() < 20_000) {
      StepKind kind = random.nextBoolean() ? StepKind.INTO : StepKind.OVER;
      stepped.step(PcMachine.CPU_CONTEXT, kind, next(stepped, end, random));
    }
    cutAtRandom(stepped, end, random);
    assertSame(whole, stepped, "steps");
    PcMachine broken = maker.make();
    broken.setBreakpoint(Breakpoint.atVector(-1));
    broken.setBreakpoint(Breakpoint.atAddress(0, TinyKernel.ENTRY + 9));
    int stops = 0;
    while (goesOn(broken, end)) {
      StopReason stop = broken.run(stops < 500 ? end : next(broken, end, random));
      stops += stop.kind() == StopReason.Kind.BREAKPOINT ? 1 : 0;
    }
    assertSame(whole, broken, "breakpoints");
  }

  @Test
  void shouldDoTheSameInAnyQuanta() throws Exception {
    check(() -> Troublemaker.FLOOD.boot(), 3000);
    check(() -> Troublemaker.TIMER.boot(), 3000);
    check(() -> Troublemaker.FAST_TIMER.boot(), 3000);
    check(() -> Troublemaker.SCREEN.boot(), 100);
    check(() -> Troublemaker.RESETS.boot(), 300);
  }
}
