// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.PcConsoles;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.machine.PcEnding;
import org.virtualpok.emu.machine.PcEvents;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.EventLog;

/**
 * Runs a PC to a limit in the calling thread, and passes on what its consoles print meanwhile. What
 * is printed comes from the event log alone, so that it is the same bytes every time.
 */
final class PcRun {
  /** How far it runs before it looks at the clock on the wall, and at the output. */
  private static final long TURN_INSTRUCTIONS = 2_000_000;

  private static final long TURN_NANOS = 100_000_000;

  /** A run that counts instructions ends where none come for so long, ns of guest time. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  /** Input does not wait longer than this, ns of guest time. */
  private static final long INPUT_NANOS = 1_000_000_000;

  /** Endings that the exit code says enough of. */
  private static final Set<PcEnding.Kind> QUIET =
      Set.of(PcEnding.Kind.POWER_OFF, PcEnding.Kind.DEBUG_EXIT);

  private final PcMachine pc;
  private final OutputStream com1;
  private final OutputStream debug;
  private final PrintStream err;
  private final String com1Name;
  private final String debugName;
  private final long startInstructions;
  private final long startNanos;
  private final long startInterrupts;
  private byte[] input;
  private long hostNanos;
  private long next;
  private boolean printedSomething;

  /**
   * @param debug where port E9 goes; null for nowhere
   */
  PcRun(PcMachine pc, OutputStream com1, OutputStream debug, PrintStream err) {
    this.pc = pc;
    this.com1 = com1;
    this.debug = debug;
    this.err = err;
    com1Name = pc.consoles().get(0).name();
    debugName = pc.consoles().get(2).name();
    startInstructions = pc.instructions();
    startNanos = pc.timeNanos();
    startInterrupts = pc.interrupts();
  }

  /**
   * What to send to COM1. Before the guest has set the port up it would be lost, so it waits for
   * the guest's first output there.
   */
  void setInput(byte[] text) {
    input = text;
  }

  private void sendInput() throws InputException {
    if (input != null && (printedSomething || pc.timeNanos() - startNanos >= INPUT_NANOS)) {
      byte[] text = input;
      input = null;
      try {
        pc.consoleInput(pc.consoles().get(0).id(), text);
      } catch (TargetException e) {
        throw new InputException("--input: " + e.getMessage());
      }
    }
  }

  /**
   * Runs and gives the exit code.
   *
   * @param timeoutNanos of wall-clock time, null for none
   */
  int until(RunLimit limit, Long timeoutNanos) throws InputException {
    long start = System.nanoTime();
    long lastNanos = pc.timeNanos();
    long lastInstructions = pc.instructions();
    while (pc.timeNanos() < limit.timeNanos() && pc.instructions() < limit.instructions()) {
      if (timeoutNanos != null && System.nanoTime() - start >= timeoutNanos) {
        hostNanos = System.nanoTime() - start;
        pc.stands();
        print();
        err.println(
            "Ended by --timeout after "
                + Quantities.duration(timeoutNanos)
                + " of wall-clock time, at guest time "
                + Quantities.duration(pc.timeNanos()));
        return ExitCode.TIMEOUT;
      }
      RunLimit turn =
          new RunLimit(pc.timeNanos() + TURN_NANOS, pc.instructions() + TURN_INSTRUCTIONS);
      StopReason stop = pc.run(limit.min(turn));
      print();
      sendInput();
      if (pc.instructions() != lastInstructions) {
        lastInstructions = pc.instructions();
        lastNanos = pc.timeNanos();
      }
      boolean idle =
          limit.timeNanos() == Long.MAX_VALUE && pc.timeNanos() - lastNanos >= IDLE_NANOS;
      if (stop.kind() != StopReason.Kind.LIMIT || idle) {
        break;
      }
    }
    hostNanos = System.nanoTime() - start;
    return pc.ending().map(ExitCode::of).orElse(ExitCode.OK);
  }

  /**
   * Prints why the guest ended.
   *
   * @param all prints also what waits for the end of its line; in a machine that was saved it waits
   *     on, for who goes on from there
   */
  void finish(boolean all) throws InputException {
    if (all) {
      pc.stands();
    }
    print();
    if (pc.fault().isPresent()) {
      err.print(PcPostMortem.of(pc.fault().get(), id -> PcConsoles.name(pc, id)));
    } else {
      pc.ending().filter(e -> !QUIET.contains(e.kind())).ifPresent(e -> err.println(e.sentence()));
    }
    err.flush();
  }

  /** Passes on what is new in the log. */
  private void print() throws InputException {
    EventLog log = pc.events();
    try {
      next = Math.max(next, log.first());
      for (long end = log.size(); next < end; next++) {
        EventLog.Event event = log.get(next);
        if (event.kind() == PcEvents.CONSOLE_OUTPUT) {
          String console = PcConsoles.name(pc, event.context());
          OutputStream to =
              com1Name.equals(console) ? com1 : debugName.equals(console) ? debug : null;
          if (to != null) {
            printedSomething |= to == com1;
            to.write(event.text());
          }
        }
      }
      com1.flush();
      if (debug != null) {
        debug.flush();
      }
    } catch (IOException e) {
      throw new InputException("the guest's output cannot be written: " + e.getMessage());
    }
  }

  /**
   * Says how long it took.
   *
   * @param state at the end
   */
  void printStats(Snapshot state) {
    long instructions = pc.instructions() - startInstructions;
    row("guest", Quantities.duration(pc.timeNanos() - startNanos));
    row("retired", instructions + " instructions");
    row("interrupts", Long.toString(pc.interrupts() - startInterrupts));
    row("host", String.format(Locale.ROOT, "%.3f s", hostNanos / 1e9));
    row(
        "speed",
        String.format(Locale.ROOT, "%.1f MIPS", instructions * 1e3 / Math.max(1, hostNanos)));
    row("ending", pc.ending().map(PcEnding::sentence).orElse("the limit of the run"));
    row("place", pc.place());
    row("state", state.hash());
  }

  private void row(String name, String value) {
    err.print(String.format(Locale.ROOT, "%-10s %s\n", name, value));
  }
}
