// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.bsp.BuiltinModule;
import picocli.CommandLine.Command;

/** The program without a subcommand: the workbench on the demo. */
@Command(
    name = Cli.PROGRAM,
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      OpenCommand.class,
      RunCommand.class,
      BootCommand.class,
      CheckCommand.class,
      NewCommand.class,
      ScreenshotCommand.class,
      BenchCommand.class,
      DisasmCommand.class,
      TraceCommand.class,
      IrqsCommand.class,
      TasksCommand.class,
      PrintCommand.class,
      DiffCommand.class,
      FuzzCpuCommand.class,
      ListCommand.class
    },
    synopsisSubcommandLabel = "[COMMAND]",
    header = "A workbench for debugging RTOS guests on a partitioned hypervisor.%n",
    description = "%nWithout a command it opens the workbench on the built-in demo module.",
    commandListHeading = "%nCommands (each has its own --help):%n",
    footerHeading = "%nFILE%n",
    footer = {
      "  A built-in name (see './vpok list'), or a file, told by its content: a module's",
      "  XML, a partition image (ELF32, i386, executable), a kernel for a PC (with a multiboot",
      "  header) or a snapshot of one. A built-in name wins unless FILE contains a slash.",
      "",
      "Examples",
      "  ./vpok                                     the workbench on the demo",
      "  ./vpok run hello                           the console output of one guest",
      "  ./vpok run demo --for 31s                  a module for 31 s of guest time",
      "  ./vpok run my.xml --events events.jsonl    everything that happened, as JSON lines",
      "  ./vpok boot pok.elf --for 10s              a kernel on a bare PC, COM1 on standard output",
      "  ./vpok screenshot demo --at 500ms -o a.png the workbench as a picture, no display",
      "",
      "Exit codes",
      "  0    done",
      "  1    a fault of this program; of diff: the traces differ",
      "  2    bad options or a bad file; one line on standard error says what and where",
      "  3    some partition faulted, or a PC; the post-mortem is on standard error",
      "  124  the wall-clock time of --timeout passed"
    })
final class VpokCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final Windows windows;

  VpokCommand(PrintStream out, PrintStream err, Windows windows) {
    this.out = out;
    this.err = err;
    this.windows = windows;
  }

  @Override
  public Integer call() throws InputException {
    try (GuestSession session =
        TargetFactory.open(BuiltinModule.DEMO.key(), TargetOptions.DEFAULT, OnFault.STOP)) {
      windows.open(List.of(session.target()));
    }
    return ExitCode.OK;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  Windows windows() {
    return windows;
  }
}
