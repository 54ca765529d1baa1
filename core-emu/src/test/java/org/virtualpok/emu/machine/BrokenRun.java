// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.JsonLinesExport;

/**
 * A run in one go, and the same run broken: at each cut it is saved into a file's bytes, and
 * another machine goes on from them. Nobody may see a difference.
 */
final class BrokenRun {
  /** Makes a machine that has not run yet. */
  interface Start {
    PcMachine machine() throws Exception;
  }

  private final Start start;
  private final RunLimit end;
  private final Trail whole;

  /** What a run leaves behind. */
  private record Trail(
      String events, String com1, Optional<PcEnding> ending, long nanos, Snapshot state) {}

  BrokenRun(Start start, RunLimit end) throws Exception {
    this.start = start;
    this.end = end;
    PcMachine pc = start.machine();
    StringWriter events = new StringWriter();
    ByteArrayOutputStream com1 = new ByteArrayOutputStream();
    pc.run(end);
    take(pc, events, com1);
    whole = trail(pc, events, com1);
  }

  /** How many instructions the run in one go took. */
  long instructions() {
    return whole.state().register("pc/cpu/retired");
  }

  /** How long it took, in guest time. */
  long nanos() {
    return whole.nanos();
  }

  /** What it printed on COM1. */
  String com1() {
    return whole.com1();
  }

  Optional<PcEnding> ending() {
    return whole.ending();
  }

  /** Cuts at random instructions and, as idle machines retire none, at random times. */
  void breakAtRandom(long seed, int cuts) throws Exception {
    Random random = new Random(seed);
    List<RunLimit> at = new ArrayList<>();
    for (int i = 0; i < cuts; i++) {
      at.add(
          i % 2 == 0
              ? RunLimit.atInstruction(random.nextLong(1, instructions()))
              : RunLimit.atTime(random.nextLong(1, nanos())));
    }
    breakAt(at, "seed " + seed);
  }

  /** Cuts, in whatever order they come; those that are passed already are dropped. */
  List<Snapshot> breakAt(List<RunLimit> cuts, String what) throws Exception {
    List<Snapshot> saved = new ArrayList<>();
    StringWriter events = new StringWriter();
    ByteArrayOutputStream com1 = new ByteArrayOutputStream();
    PcMachine pc = start.machine();
    List<RunLimit> left = new ArrayList<>(cuts);
    while (!left.isEmpty()) {
      RunLimit next = left.stream().reduce(RunLimit.NONE, RunLimit::min).min(end);
      pc.run(next);
      long nanos = pc.timeNanos();
      long retired = pc.instructions();
      left.removeIf(c -> c.timeNanos() <= nanos || c.instructions() <= retired);
      if (pc.ending().isPresent()) {
        left.clear();
      }
      take(pc, events, com1);
      Snapshot state = pc.save();
      saved.add(state);
      pc = reopened(state);
      assertEquals(List.of(), state.differences(pc.save()), () -> what + ", saved at " + retired);
    }
    pc.run(end);
    take(pc, events, com1);
    Trail broken = trail(pc, events, com1);
    assertEquals(whole.events(), broken.events(), what);
    assertEquals(whole.com1(), broken.com1(), what);
    assertEquals(whole.ending(), broken.ending(), what);
    assertEquals(List.of(), whole.state().differences(broken.state()), what);
    assertEquals(whole.state().hash(), broken.state().hash(), what);
    return saved;
  }

  private static PcMachine reopened(Snapshot state) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    state.write(file);
    Snapshot read =
        Snapshot.read(new ByteArrayInputStream(file.toByteArray()), PcConfig.MEMORY_MAX);
    return PcMachine.restore("saved", read, ChunkedEventLog::new);
  }

  private static void take(PcMachine pc, StringWriter events, ByteArrayOutputStream com1)
      throws Exception {
    EventLog log = pc.events();
    new JsonLinesExport(id -> "context " + id).write(log, events);
    for (long i = 0; i < log.size(); i++) {
      EventLog.Event e = log.get(i);
      if (e.kind() == PcEvents.CONSOLE_OUTPUT && e.context() == PcBoard.COM1) {
        com1.writeBytes(e.text());
      }
    }
    log.close();
  }

  private static Trail trail(PcMachine pc, StringWriter events, ByteArrayOutputStream com1) {
    return new Trail(
        events.toString(),
        com1.toString(StandardCharsets.ISO_8859_1),
        pc.ending(),
        pc.timeNanos(),
        pc.save());
  }
}
