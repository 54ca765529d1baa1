// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.DebugImages;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.emu.awareness.ExpressionException;
import org.virtualpok.emu.awareness.GuestExpression;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestPrinter;
import org.virtualpok.emu.debug.RunLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Variables of a guest by name. */
@Command(
    name = "print",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Prints variables of an image, as gdb does: in its file, or at a moment of a run.",
    description = {
      "",
      "EXPR is C: names of variables, functions and enumerators, numbers, . -> [] * & and casts",
      "such as (struct task *). The image needs debugging information (-g)."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok print kernel.elf thread_table 'thread_table[1].state'",
      "  ./vpok print ticker --at 2s '*_Thread_Executing' '_Thread_Executing->Object.id'",
      "",
      "Exit codes",
      "  0    done",
      "  2    bad options, a bad file or a bad EXPR; one line on standard error says what and where"
    })
final class PrintCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image; with --at also a module's XML or a built-in name.")
  private String file;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "EXPR", description = "What to print.")
  private List<String> expressions;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Quantities.Nanos.class,
      description = "Run to this guest time first: 500ms, 2s, 10us.")
  private Long time;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "Of a module with several, the one whose variables are meant.")
  private String partition;

  @Mixin private MachineOptions machine;

  @Mixin private PcMachineOptions pc;

  @Override
  public Integer call() throws Exception {
    if (time == null && partition == null) {
      GuestFile guest = GuestFile.find(file);
      if (guest.elf().isEmpty()) {
        throw new InputException(file + ": no image but something that runs; print needs --at");
      }
      print(DebugImages.still(guest.elf().get()));
      return ExitCode.OK;
    }
    try (GuestSession session =
        TargetFactory.open(file, machine.toTargetOptions(pc.toPcOptions()), OnFault.GO_ON)) {
      GuestImage image = choose(session.images());
      if (time != null && time > 0) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        new GuestRun(session, nowhere, parent.err()).until(RunLimit.atTime(time), null);
      }
      print(image);
    }
    return ExitCode.OK;
  }

  private GuestImage choose(List<GuestImage> images) throws InputException {
    String names = String.join(", ", images.stream().map(GuestImage::name).toList());
    if (images.isEmpty()) {
      throw new InputException(file + ": no ELF image runs in it");
    }
    if (partition == null) {
      if (images.size() > 1) {
        throw new InputException(file + ": has " + names + "; --partition says which");
      }
      return images.get(0);
    }
    return images.stream()
        .filter(i -> i.name().equals(partition))
        .findFirst()
        .orElseThrow(
            () -> new InputException("--partition " + partition + ": " + file + " has " + names));
  }

  private void print(GuestImage image) throws InputException {
    if (image.debugInfo().isEmpty()) {
      throw new InputException(
          file + ": has no debugging information; compile it with -g and do not strip it");
    }
    for (String expression : expressions) {
      try {
        String text =
            GuestPrinter.print(GuestExpression.evaluate(expression, image), image.symbols());
        parent.out().println(expression + " = " + text);
      } catch (ExpressionException e) {
        throw new InputException(expression + ":" + e.column() + ": " + e.getMessage());
      }
    }
  }
}
