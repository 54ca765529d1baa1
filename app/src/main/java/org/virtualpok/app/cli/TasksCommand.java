// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.PcSession;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What an operating system's memory has at one instant. */
@Command(
    name = "tasks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Runs to a moment and lists tasks, semaphores, queues and timers.",
    description = {
      "",
      "Reads the objects of each real-time operating system out of its memory: in partitions",
      "and on a PC. It has to be one that the workbench knows (its own executive, RTEMS), in an",
      "ELF file with symbols and debugging information. Consoles are not printed."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok tasks ticker --at 2s",
      "  ./vpok tasks demo --at 500ms --partition messages",
      "  ./vpok tasks messages-native --at 1s",
      "",
      "Exit codes",
      "  0    done, also where no operating system was recognised",
      "  2    bad options or a bad file; one line on standard error says what and where",
      "  3    some partition faulted, or a PC; the post-mortem is on standard error"
    })
final class TasksCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Parameters(
      paramLabel = "FILE",
      description = "A built-in name, a module's XML, an image, a PC's kernel or a snapshot.")
  private String file;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Quantities.Nanos.class,
      description = "Guest time to look at: 500ms, 2s, 10us, 1m (default: ${DEFAULT-VALUE}).")
  private long time;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "The system in this partition alone.")
  private String partition;

  @Mixin private MachineOptions machine;

  @Mixin private PcMachineOptions pc;

  @Override
  public Integer call() throws Exception {
    try (GuestSession session =
        TargetFactory.open(file, machine.toTargetOptions(pc.toPcOptions()), OnFault.GO_ON)) {
      int only = context(session.target().snapshot(), session.target().name());
      int code = ExitCode.OK;
      if (time > 0) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        code = new GuestRun(session, nowhere, parent.err()).until(RunLimit.atTime(time), null);
      }
      TargetSnapshot end = session.target().snapshot();
      List<RtosState> systems =
          end.rtos().stream()
              .filter(s -> only == 0 || partition(end, s.context()) == only)
              .toList();
      String where = partition == null ? "" : ", partition " + partition;
      parent
          .out()
          .println(
              session.target().name()
                  + where
                  + ": at "
                  + Quantities.duration(end.timeNanos())
                  + " of guest time");
      if (systems.isEmpty()) {
        parent
            .out()
            .println(
                "No operating system was recognised: an image needs one that is known (the"
                    + " executive, RTEMS), symbols and debugging information (-g).");
      }
      for (RtosState state : systems) {
        SymbolTable symbols = session.target().symbols(state.context()).orElse(SymbolTable.EMPTY);
        new TaskReport(state, symbols, place(end, state.context())).print(parent.out());
      }
      // How a PC's guest ended of its own will does not matter here.
      return session instanceof PcSession pcSession
          ? pcSession.fault().isPresent() ? ExitCode.FAULTED : ExitCode.OK
          : code;
    }
  }

  /** Id of the partition's context; 0 for all. */
  private int context(TargetSnapshot snapshot, String target) throws InputException {
    if (partition == null) {
      return 0;
    }
    List<Context> partitions =
        snapshot.contexts().stream().filter(c -> c.kind() == Context.Kind.PARTITION).toList();
    return partitions.stream()
        .filter(c -> c.name().equals(partition))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--partition "
                        + partition
                        + ": "
                        + target
                        + (partitions.isEmpty()
                            ? " has no partitions"
                            : " has "
                                + String.join(
                                    ", ", partitions.stream().map(Context::name).toList()))))
        .id();
  }

  /** Id of the partition around a context; 0 if there is none. */
  private static int partition(TargetSnapshot snapshot, int context) {
    return snapshot
        .context(context)
        .flatMap(c -> snapshot.context(c.parent()))
        .filter(c -> c.kind() == Context.Kind.PARTITION)
        .map(Context::id)
        .orElse(0);
  }

  /** " in partition 1 ticker"; empty on a PC. */
  private static String place(TargetSnapshot snapshot, int context) {
    return snapshot
        .context(partition(snapshot, context))
        .map(c -> " in partition " + c.number() + " " + c.name())
        .orElse("");
  }
}
