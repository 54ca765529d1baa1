// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.concurrent.Callable;
import org.virtualpok.bsp.BuiltinModule;
import org.virtualpok.bsp.GuestImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The built-in names. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Lists what is built in.",
    footer = {"", "Example", "  ./vpok list"})
final class ListCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Override
  public Integer call() {
    for (BuiltinModule module : BuiltinModule.values()) {
      row(module.key(), "module, " + module.description());
    }
    GuestImages.samples().forEach(n -> row(n, "sample image"));
    GuestImages.samplesOf2013().forEach(n -> row(n, "sample image for POK of 2013"));
    GuestImages.nativeSamples().forEach(n -> row(n, "sample as a kernel for a PC"));
    GuestImages.services().forEach(n -> row(n, "part of a built-in module"));
    GuestImages.tests().forEach(n -> row(n, "test image"));
    GuestImages.nativeTests().forEach(n -> row(n, "test as a kernel for a PC"));
    return ExitCode.OK;
  }

  private void row(String name, String what) {
    parent.out().print(String.format("%-16s  %s\n", name, what));
  }
}
