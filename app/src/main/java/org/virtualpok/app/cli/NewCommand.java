// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.StarterModule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a module to begin with. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Writes a starter module for some partition images.",
    description = {
      "",
      "Makes the directory DIR with a commented module.xml: one partition for each image, all",
      "with windows of 10 ms. Images are copied there; those that are built in are named.",
      "They run a moment meanwhile: ports that they ask for get into the module, and where ports",
      "fit each other, a channel joins them."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok new flight control.elf display.elf",
      "  ./vpok new mine hello ticker",
      "  ./vpok new old pr1.elf pr2.elf --abi pok-2025",
      "",
      "Exit codes",
      "  0    done",
      "  2    bad options, a bad image, or a DIR that is not empty; nothing was written"
    })
final class NewCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(index = "0", paramLabel = "DIR", description = "A new or empty directory.")
  private String directory;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "A partition's image (ELF32, i386, executable), or a built-in name.")
  private List<String> images;

  @Option(names = "--link", description = "Name the images where they are; copy nothing.")
  private boolean link;

  @Option(
      names = "--abi",
      paramLabel = "NAME",
      defaultValue = "",
      description = {
        "The kernel of images that do not say theirs: virtualpok, pok-2025, pok-2014",
        "or pok-2013 (default: virtualpok)."
      })
  private String abi;

  @Override
  public Integer call() throws InputException {
    StarterModule module = StarterModule.of(images, !link, abi);
    String name = directory.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
    module.write(directory, name.isEmpty() || name.equals(".") ? "module" : name);
    String file = directory + (directory.endsWith("/") ? "" : "/") + StarterModule.FILE;
    parent.out().println(file + ": " + String.join(", ", module.names()));
    String quoted = file.matches("[A-Za-z0-9_./\\\\:+-]+") ? file : "'" + file + "'";
    parent.out().println("Now: ./vpok check " + quoted);
    parent.out().println("     ./vpok run " + quoted);
    parent.out().println("     ./vpok open " + quoted);
    return ExitCode.OK;
  }
}
