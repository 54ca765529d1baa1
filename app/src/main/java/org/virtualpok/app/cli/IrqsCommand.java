// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.ModuleSession;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.module.Corruption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Where the interrupts of a module went. */
@Command(
    name = "irqs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Runs a module and tells where each interrupt went.",
    description = {
      "",
      "Counts the interrupts of each line of each partition and what became of them; says which",
      "gate held them back or dropped them; and tells the lives of those that took longest from",
      "their raise to their handler: what held them, for how long, and which instruction of the",
      "guest closed that gate. The guests' consoles are not printed."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok irqs demo --for 31s",
      "  ./vpok irqs my.xml --for 5s --partition ticker --line 0 --worst 3",
      "  ./vpok irqs ticker --policy pok-2013 --frame safe",
      "",
      "Exit codes",
      "  0    done",
      "  2    bad options or a bad file; one line on standard error says what and where",
      "  3    some partition faulted; its post-mortem is on standard error"
    })
final class IrqsCommand implements Callable<Integer> {
  private static final int LINES = 16;

  @ParentCommand private VpokCommand parent;

  @Parameters(paramLabel = "FILE", description = "A built-in name, a module's XML or an image.")
  private String file;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Quantities.Nanos.class,
      description = "Guest time to run: 500ms, 2s, 1m (default: ${DEFAULT-VALUE}).")
  private long time;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the longest latencies to tell of (default: ${DEFAULT-VALUE}).")
  private int worst;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "Interrupts of this partition alone.")
  private String partition;

  @Option(
      names = "--line",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Interrupts of this line alone, 0 to 15; 0 is the clock, 4 the console.")
  private int line;

  @Mixin private MachineOptions machine;

  @Override
  public Integer call() throws Exception {
    if (worst < 0) {
      throw new InputException("--worst " + worst + ": must not be negative");
    }
    if (line < -1 || line >= LINES) {
      throw new InputException("--line " + line + ": must be 0 to " + (LINES - 1));
    }
    try (GuestSession session =
        TargetFactory.open(file, machine.toTargetOptions(), OnFault.GO_ON)) {
      InterruptHistory history =
          session
              .target()
              .interruptHistory()
              .orElseThrow(
                  () ->
                      new InputException(
                          file
                              + ": a PC's kernel is its own hypervisor; only a module has virtual"
                              + " interrupts"));
      InterruptFilter filter = InterruptFilter.ALL.inContext(context(session)).onLine(line);
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
      int code = new GuestRun(session, nowhere, parent.err()).until(RunLimit.atTime(time), null);
      history.refresh();
      IrqReport report = new IrqReport(session, history, filter);
      report.print(parent.out(), worst);
      corruptions(session);
      if (!report.lawHolds()) {
        parent.err().println("The law of interrupts is broken: this is a fault of the program");
        return ExitCode.INTERNAL;
      }
      return code;
    }
  }

  /** What published frames did to their guests. */
  private void corruptions(GuestSession session) throws InputException {
    int only = context(session);
    List<Corruption> all =
        ((ModuleSession) session)
            .corruptions().stream().filter(c -> only == 0 || c.context() == only).toList();
    if (!all.isEmpty()) {
      parent.out().println();
      parent.out().println("DESTROYED BY THE PUBLISHED FRAME");
      all.forEach(c -> parent.out().println(c.partition() + ": " + c.sentence()));
    }
  }

  /** Id of the partition's context; 0 for all. */
  private int context(GuestSession session) throws InputException {
    if (partition == null) {
      return 0;
    }
    List<Context> partitions =
        session.target().snapshot().contexts().stream()
            .filter(c -> c.kind() == Context.Kind.PARTITION)
            .toList();
    return partitions.stream()
        .filter(c -> c.name().equals(partition))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--partition "
                        + partition
                        + ": "
                        + session.target().name()
                        + " has "
                        + String.join(", ", partitions.stream().map(Context::name).toList())))
        .id();
  }
}
