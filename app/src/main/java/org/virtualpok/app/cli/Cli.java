// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.virtualpok.app.session.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line as a whole: reads arguments, runs one command, gives its exit code.
 *
 * <p>Usable inside a test: it ends no process and writes only to the given streams.
 */
public final class Cli {
  /** How a user calls this program. */
  static final String PROGRAM = "./vpok";

  private static final int PROBLEMS_MAX = 100;

  private final PrintStream out;
  private final PrintStream err;
  private final Windows windows;

  public Cli(PrintStream out, PrintStream err, Windows windows) {
    this.out = out;
    this.err = err;
    this.windows = windows;
  }

  /** Runs one command line and gives the exit code of the process. */
  public int execute(String... args) {
    CommandLine line = new CommandLine(new VpokCommand(out, err, windows));
    line.setOut(writer(out));
    line.setErr(writer(err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(96);
    line.setParameterExceptionHandler((e, a) -> refuse(e));
    line.setExecutionExceptionHandler((e, command, parse) -> fail(e));
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private int refuse(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String problem = e.getMessage().lines().findFirst().orElse("").trim();
    if (problem.startsWith("Error: ")) {
      problem = problem.substring("Error: ".length()); // so begin picocli's words on groups
    }
    if (e instanceof UnmatchedArgumentException u
        && command.getParent() == null
        && !u.getUnmatched().isEmpty()
        && !u.getUnmatched().get(0).startsWith("-")) {
      problem = "'" + u.getUnmatched().get(0) + "' is no command";
    }
    err.println(name + ": " + problem + " (see '" + name + " --help')");
    return ExitCode.INPUT;
  }

  private int fail(Exception e) {
    if (e instanceof InputException input) {
      List<String> problems = input.problems();
      problems.stream().limit(PROBLEMS_MAX).forEach(err::println);
      if (problems.size() > PROBLEMS_MAX) {
        err.println("and " + (problems.size() - PROBLEMS_MAX) + " more");
      }
      return ExitCode.INPUT;
    }
    err.println(PROGRAM + ": internal error; this is a fault of the program: " + e);
    e.printStackTrace(err);
    return ExitCode.INTERNAL;
  }
}
