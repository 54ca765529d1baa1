// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.ModuleSession;
import org.virtualpok.app.session.StateHash;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** How fast the emulator is here. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measures how many instructions per second the emulator runs.",
    description = {
      "",
      "Meant for an image that never waits. It runs until the image ends or N instructions",
      "are retired; time counts from the first instruction, warming up included. The state's",
      "hash is over registers and memory at the end: the same run gives the same."
    },
    footer = {"", "Example", "  ./vpok bench --instructions 500000000"})
final class BenchCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(
      paramLabel = "FILE",
      defaultValue = "bench",
      description = "A built-in name, a module's XML or an image (default: bench).")
  private String file;

  @Option(
      names = "--instructions",
      paramLabel = "N",
      defaultValue = "2000000000",
      description = "Instructions to run at most (default: 2000000000).")
  private long instructions;

  @Mixin private MachineOptions machine;

  @Override
  public Integer call() throws Exception {
    if (instructions <= 0) {
      throw new InputException("--instructions " + instructions + ": must be above 0");
    }
    GuestFile guest = GuestFile.find(file);
    try (GuestSession session =
        TargetFactory.open(guest, machine.toTargetOptions(), OnFault.GO_ON)) {
      long start = System.nanoTime();
      TargetSnapshot end = session.target().runUntil(RunLimit.atInstruction(instructions)).get();
      long elapsed = Math.max(1, System.nanoTime() - start);
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(guest.bytes());
      row("image", guest.name());
      row("sha256", HexFormat.of().formatHex(sum));
      row("retired", end.instructions() + " instructions");
      row("elapsed", String.format(Locale.ROOT, "%.3f s", elapsed / 1e9));
      row("speed", String.format(Locale.ROOT, "%.1f MIPS", end.instructions() * 1e3 / elapsed));
      row("state", StateHash.of(session.target()));
      if (end.stop().kind() == StopReason.Kind.TERMINATED) {
        parent.err().println(end.stop().title());
        return ExitCode.INTERNAL;
      }
      if (session instanceof ModuleSession module) {
        module.faults().forEach(f -> parent.err().println(f.partition() + ": " + f.sentence()));
      }
      return ExitCode.of(session);
    }
  }

  private void row(String name, String value) {
    parent.out().print(String.format(Locale.ROOT, "%-8s %s\n", name, value));
  }
}
