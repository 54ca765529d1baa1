// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.trace.JsonLinesExport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A FILE without a window: its consoles on standard output. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Runs a module or an image and prints what its partitions print.",
    description = {
      "",
      "Each line of output reads '[partition] text'. Without --for or --instructions it",
      "ends when every partition has stopped or faulted, at the latest after 60 s of guest",
      "time. A faulted partition does not stop the others. The same command prints the same",
      "bytes every time."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok run ticker",
      "  ./vpok run demo --for 31s",
      "  ./vpok run ./guest.elf --memory 1M --instructions 5000000 --events events.jsonl",
      "",
      "Exit codes",
      "  0    done",
      "  2    bad options or a bad file; one line on standard error says what and where",
      "  3    some partition faulted, or the kernel that is played crashed; standard error",
      "       has the post-mortem, or the cause",
      "  124  the wall-clock time of --timeout passed"
    })
final class RunCommand implements Callable<Integer> {
  private static final long DEFAULT_NANOS = 60_000_000_000L;

  /** Where the run ends: one of two measures. */
  static final class Limit {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Quantities.Nanos.class,
        description = "Guest time to run: 500ms, 2s, 10us, 1m.")
    private Long time;

    @Option(
        names = "--instructions",
        paramLabel = "N",
        description = "Instructions to run, of all partitions together.")
    private Long instructions;
  }

  @ParentCommand private VpokCommand parent;

  @Parameters(paramLabel = "FILE", description = "A built-in name, a module's XML or an image.")
  private String file;

  @ArgGroup private Limit limit;

  @Mixin private MachineOptions machine;

  @Mixin private PcMachineOptions pc;

  @Option(
      names = "--events",
      paramLabel = "JSONL",
      description = "Writes everything that happened into this file, one JSON object a line.")
  private Path events;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Quantities.Nanos.class,
      description = "Ends the run after so much wall-clock time, with exit code 124: 60s.")
  private Long timeout;

  @Override
  public Integer call() throws Exception {
    RunLimit end = runLimit();
    try (GuestSession session =
        TargetFactory.open(file, machine.toTargetOptions(pc.toPcOptions()), OnFault.GO_ON)) {
      ReplacedFile export = events == null ? null : ReplacedFile.at(events.toString(), events);
      GuestRun run = new GuestRun(session, parent.out(), parent.err());
      int code = run.until(end, timeout);
      if (export != null) {
        export.write(out -> export(session, out));
      }
      return code;
    }
  }

  private RunLimit runLimit() throws InputException {
    if (limit == null) {
      return RunLimit.atTime(DEFAULT_NANOS);
    }
    if (limit.time != null) {
      return RunLimit.atTime(limit.time);
    }
    if (limit.instructions < 0) {
      throw new InputException("--instructions " + limit.instructions + ": must not be negative");
    }
    return RunLimit.atInstruction(limit.instructions);
  }

  private static void export(GuestSession session, OutputStream to) throws IOException {
    Writer writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    new JsonLinesExport(session::nameOf).write(session.target().events(), writer);
  }
}
