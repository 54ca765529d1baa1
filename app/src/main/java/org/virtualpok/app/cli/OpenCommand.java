// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory;
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
    footer = {"", "Examples", "  ./vpok open ticker", "  ./vpok open my.xml --clock 100"})
final class OpenCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(paramLabel = "FILE", description = "A built-in name, a module's XML or an image.")
  private String file;

  @Mixin private MachineOptions machine;

  @Mixin private PcMachineOptions pc;

  @Override
  public Integer call() throws InputException {
    try (GuestSession session =
        TargetFactory.open(file, machine.toTargetOptions(pc.toPcOptions()), OnFault.STOP)) {
      parent.windows().open(session.target());
    }
    return ExitCode.OK;
  }
}
