// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.ModuleSession;
import org.virtualpok.app.session.PcSession;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.machine.PcEvents;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * Runs a target to a limit and prints its consoles meanwhile. What is printed comes from the event
 * log alone, in its order, so that it is the same bytes every time.
 */
final class GuestRun {
  /** How often output is looked for while the guest runs, ns of the host. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final GuestSession session;
  private final DebugTarget target;
  private final PrintStream out;
  private final PrintStream err;
  private final ConsoleLines console = new ConsoleLines();
  private final HealthReport health;
  private long next;

  GuestRun(GuestSession session, PrintStream out, PrintStream err) {
    this.session = session;
    this.target = session.target();
    health = new HealthReport(target);
    this.out = out;
    this.err = err;
  }

  /**
   * Runs and gives the exit code.
   *
   * @param timeoutNanos of wall-clock time, null for none
   */
  int until(RunLimit limit, Long timeoutNanos) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    CompletableFuture<TargetSnapshot> run = target.runUntil(limit);
    boolean done = false;
    while (!done) {
      long left =
          timeoutNanos == null ? Long.MAX_VALUE : timeoutNanos - (System.nanoTime() - start);
      if (left <= 0) {
        target.suspend().get();
        finish();
        err.println(
            "Ended by --timeout after "
                + Quantities.duration(timeoutNanos)
                + " of wall-clock time, at guest time "
                + time());
        return ExitCode.TIMEOUT;
      }
      done = await(run, Math.min(left, LOOK_NANOS));
      print();
      if (out.checkError()) {
        return ExitCode.OK; // nobody reads on: the pipe is closed
      }
    }
    finish();
    StopReason reason = run.get().stop();
    if (reason.kind() == StopReason.Kind.TERMINATED) {
      err.println(reason.title());
      return ExitCode.INTERNAL;
    }
    if (reason.kind() == StopReason.Kind.KERNEL_CRASH) {
      err.println(reason.title() + " after " + time() + ". " + reason.detail());
      return ExitCode.FAULTED;
    }
    return ExitCode.of(session);
  }

  private String time() {
    return Quantities.duration(target.snapshot().timeNanos());
  }

  private static boolean await(CompletableFuture<TargetSnapshot> run, long nanos)
      throws InterruptedException, ExecutionException {
    try {
      run.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false; // it runs on; output is looked for meanwhile
    }
  }

  /** Prints what is new in the log. */
  private void print() {
    EventLog log = target.events();
    long end = log.size();
    next = Math.max(next, log.first());
    for (; next < end; next++) {
      EventLog.Event event = log.get(next);
      if (event.kind() == HypervisorEvents.CONSOLE_OUTPUT
          || event.kind() == PcEvents.CONSOLE_OUTPUT) {
        console.add(session.nameOf(event.context()), event.text());
      } else {
        health.add(event);
      }
    }
    flush();
  }

  private void finish() {
    print();
    console.finish();
    flush();
    if (session instanceof ModuleSession module) {
      module.faults().forEach(f -> err.print(PostMortem.of(f, target, session::nameOf)));
      err.print(health.text(session::nameOf));
    } else if (session instanceof PcSession pc) {
      pc.fault().ifPresent(f -> err.print(PcPostMortem.of(f, session::nameOf)));
    }
    err.flush();
  }

  private void flush() {
    byte[] lines = console.take();
    out.write(lines, 0, lines.length);
    out.flush();
  }
}
