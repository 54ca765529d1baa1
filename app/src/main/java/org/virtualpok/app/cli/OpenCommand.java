// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory.OnFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The workbench on a FILE. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    header = "Opens the workbench on a module or an image.",
    description = "%nThe target stands at its start; F8 lets it run. Needs a display.",
    footer = {
      "",
      "Examples",
      "  ./vpok open ticker",
      "  ./vpok open my.xml --clock 100",
      "  ./vpok open ticker ticker-native           one guest, two processors, side by side"
    })
final class OpenCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..2",
      description =
          "A built-in name, a module's XML, an image, a PC's kernel or a snapshot; two stand side"
              + " by side.")
  private List<String> files;

  @Mixin private MachineOptions machine;

  @Mixin private PcMachineOptions pc;

  @Override
  public Integer call() throws InputException {
    try (Sessions sessions =
        Sessions.open(files, machine.toTargetOptions(pc.toPcOptions()), OnFault.STOP)) {
      parent.windows().open(sessions.targets());
    }
    return ExitCode.OK;
  }
}
