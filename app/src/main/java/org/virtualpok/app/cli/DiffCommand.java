// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.InputException;
import org.virtualpok.emu.trace.register.ComparisonOptions;
import org.virtualpok.emu.trace.register.ComparisonOptions.Place;
import org.virtualpok.emu.trace.register.ComparisonReport;
import org.virtualpok.emu.trace.register.ComparisonResult;
import org.virtualpok.emu.trace.register.IgnoredRegisters;
import org.virtualpok.emu.trace.register.RegisterTrace;
import org.virtualpok.emu.trace.register.RegisterTraces;
import org.virtualpok.emu.trace.register.TraceComparison;
import org.virtualpok.emu.trace.register.TraceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The first instruction at which two register traces part. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Finds the first instruction at which two register traces differ.",
    description = {
      "",
      "Each trace is told by its content: one of './vpok trace', a log of QEMU's",
      "'-singlestep -d cpu,exec,nochain' (or '-d cpu,in_asm', which adds the instructions),",
      "or what Bochs's debugger prints after 'trace-reg on' and 'trace on'. Packed with gzip",
      "or not, of any size.",
      "",
      "Both are compared from the first CS:EIP that they have in common. Consecutive states",
      "at one CS:EIP count as one, as the iterations of a REP instruction are. A register",
      "that only one trace tells is not compared. If one trace ends before the other, they",
      "are equal as far as both go, and the text says which one goes on.",
      ""
    },
    footer = {
      "",
      "Examples",
      "  ./vpok trace hello --instructions 100000 -o a.trace",
      "  ./vpok diff a.trace b.trace",
      "  ./vpok diff ours.trace qemu.log --ignore edx,cr0 --from 0xf009d",
      "",
      "Exit codes",
      "  0    no difference",
      "  1    they differ; the text shows where",
      "  2    bad options or a bad file; one line on standard error says what and where"
    })
final class DiffCommand implements Callable<Integer> {
  private static final Pattern SKIP = Pattern.compile("([ABab]):([0-9]{1,18})");

  @ParentCommand private VpokCommand parent;

  @Parameters(index = "0", paramLabel = "A", description = "A trace.")
  private String fileA;

  @Parameters(index = "1", paramLabel = "B", description = "The trace to compare it with.")
  private String fileB;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "Compares from the first time that both come to CS:EIP or EIP, hexadecimal.")
  private String from;

  @Option(
      names = "--skip",
      paramLabel = "A:N,B:N",
      split = ",",
      hideParamSyntax = true,
      description = "Passes over the first N states of A, of B, or of both.")
  private List<String> skip = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "REG,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Does not look at a register (edx), half of one (eax.high, eax.low), or a flag (af).")
  private List<String> ignore = List.of();

  @Option(
      names = "--undefined",
      description =
          "Looks at flags too that the manual leaves undefined. By default they are passed over"
              + " where a trace has the instruction's bytes, until something defines them.")
  private boolean undefined;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many states that agree are shown before (default: 5).")
  private int context;

  @Override
  public Integer call() throws InputException {
    ComparisonOptions options = options();
    try (RegisterTrace a = open(fileA);
        RegisterTrace b = open(fileB)) {
      ComparisonResult result = TraceComparison.compare(a, b, options);
      parent.out().print(ComparisonReport.of(a, b, result));
      return result.different() ? ExitCode.DIFFERENT : ExitCode.OK;
    } catch (TraceException e) {
      throw new InputException(e.getMessage());
    } catch (IOException e) {
      throw new InputException(fileA + ", " + fileB + ": " + GuestFile.reason(e));
    }
  }

  private ComparisonOptions options() throws InputException {
    if (context < 1 || context > 10_000) {
      throw new InputException("--context " + context + ": must be from 1 to 10000");
    }
    long[] skipped = new long[2];
    for (String s : skip) {
      Matcher m = SKIP.matcher(s);
      if (!m.matches()) {
        throw new InputException("--skip " + s + ": write A:N, B:N or A:N,B:N");
      }
      skipped[m.group(1).equalsIgnoreCase("A") ? 0 : 1] = Long.parseLong(m.group(2));
    }
    IgnoredRegisters ignored = new IgnoredRegisters();
    try {
      ignore.forEach(ignored::ignore);
    } catch (IllegalArgumentException e) {
      throw new InputException("--ignore: " + e.getMessage());
    }
    try {
      Optional<Place> place = Optional.ofNullable(from).map(Place::parse);
      return new ComparisonOptions(skipped[0], skipped[1], place, ignored, undefined, context);
    } catch (IllegalArgumentException e) {
      throw new InputException("--from: " + e.getMessage());
    }
  }

  private static RegisterTrace open(String file) throws InputException, TraceException {
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new InputException(file + ": is a directory");
      }
      return RegisterTraces.open(file, Files.newInputStream(path));
    } catch (IOException e) {
      throw new InputException(file + ": " + GuestFile.reason(e));
    } catch (InvalidPathException e) {
      throw new InputException(file + ": no such file");
    }
  }
}
