// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.ConfigurationCheck;
import org.virtualpok.app.session.ConfigurationCheck.Result;
import org.virtualpok.app.session.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks a configuration before anything runs with it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Checks a module, a deployment.h, or a kernel with its deployment.h.",
    description = {
      "",
      "Prints one line for each fault, with file and line, and at the end how many there are.",
      "A module's images are compared with what it configures, and then it runs for a short",
      "while: a port, a thread or a lock object that a guest asks for and its module does not",
      "have is told of, at the line of its partition.",
      "A deployment.h is read as POK's compiler reads it; what cannot be evaluated is named.",
      "Given together with its kernel, or with a pok.elf beside it, both are compared."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok check my.xml",
      "  ./vpok check my.xml --no-run",
      "  ./vpok check kernel/deployment.h",
      "  ./vpok check kernel/deployment.h pok.elf",
      "",
      "Exit codes",
      "  0    no error, perhaps warnings",
      "  2    errors, or a file that cannot be read"
    })
final class CheckCommand implements Callable<Integer> {
  /** What follows hardly helps, and may be a file's worth of it. */
  private static final int LINES_MAX = 100;

  @ParentCommand private VpokCommand parent;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A module's XML or built-in name, a deployment.h (*.h), or a kernel's image.")
  private List<String> files;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "100ms",
      converter = Quantities.Nanos.class,
      description = "Guest time to run a module (default: ${DEFAULT-VALUE}).")
  private long time;

  @Option(names = "--no-run", description = "Do not run a module.")
  private boolean noRun;

  @Override
  public Integer call() throws InputException {
    List<Result> results = ConfigurationCheck.check(files, noRun ? 0 : time);
    results.stream().limit(LINES_MAX).forEach(r -> parent.out().println(r.line()));
    long errors = results.stream().filter(Result::error).count();
    long warnings = results.size() - errors;
    String first = results.size() > LINES_MAX ? " (the first " + LINES_MAX + " are shown)" : "";
    parent.out().println(count(errors, "error") + ", " + count(warnings, "warning") + first);
    return errors > 0 ? ExitCode.INPUT : ExitCode.OK;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
