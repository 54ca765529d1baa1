// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.virtualpok.app.session.InputException;
import org.virtualpok.emu.fuzz.CpuFuzzer;
import org.virtualpok.emu.fuzz.SeedResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Random code on the emulated processor, to find what makes the emulator fail. */
@Command(
    name = "fuzz-cpu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Runs random code on the processor and looks for failures of the emulator.",
    description = {
      "",
      "A seed names a mode (real, protected with 16 or 32 bits in ring 0 to 3, with paging or",
      "without, virtual-8086) and all the code, tables and registers. It is worth a number of",
      "instructions, spent in many runs; each ends where the processor halts for good, shuts",
      "down, or has had its share. One line a seed says how they ended and gives a hash of the",
      "states: the same seed gives the same line every time.",
      ""
    },
    footer = {
      "",
      "Examples",
      "  ./vpok fuzz-cpu --seeds 20",
      "  ./vpok fuzz-cpu --seeds 1 --first-seed 4711 --instructions 1000000",
      "",
      "Exit codes",
      "  0    every guest's fault stayed a guest's",
      "  1    the emulator failed; the line says with which seed and where",
      "  2    bad options"
    })
final class FuzzCpuCommand implements Callable<Integer> {
  @ParentCommand private VpokCommand parent;

  @Option(names = "--seeds", paramLabel = "N", required = true, description = "How many seeds.")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first of them (default: 1).")
  private long firstSeed;

  @Option(
      names = "--instructions",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "What each is worth (default: 10000000).")
  private long instructions;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seeds at the same time (default: as many as this computer has processors).")
  private int threads;

  @Option(names = "--stops", description = "Says of each run how it ended, with the exceptions.")
  private boolean stops;

  /** A seed's result, and how its runs ended if somebody wants to know. */
  private record Outcome(SeedResult result, List<String> stops) {}

  @Override
  public Integer call() throws InputException, InterruptedException, ExecutionException {
    if (seeds < 1 || instructions < 1 || threads < 0 || threads > 1024) {
      throw new InputException("--seeds and --instructions must be above 0, --threads 0 to 1024");
    }
    int parallel = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    ExecutorService executor = Executors.newFixedThreadPool(parallel);
    try {
      return summary(run(executor, parallel));
    } finally {
      executor.shutdownNow();
    }
  }

  /** Prints a line as each seed comes to its turn; gives what they add up to. */
  private Sum run(ExecutorService executor, int parallel)
      throws InterruptedException, ExecutionException {
    Deque<Future<Outcome>> running = new ArrayDeque<>();
    Sum sum = new Sum();
    int started = 0;
    while (started < seeds || !running.isEmpty()) {
      while (started < seeds && running.size() < 2 * parallel) {
        long seed = firstSeed + started++;
        running.add(executor.submit(() -> run(seed)));
      }
      Outcome outcome = running.remove().get();
      SeedResult result = outcome.result();
      sum.add(result);
      outcome.stops().forEach(s -> parent.out().println("  " + s));
      parent.out().println(result.line());
      parent.out().flush();
      if (!result.fine()) {
        parent
            .err()
            .println(
                "To see it again: ./vpok fuzz-cpu --seeds 1 --first-seed "
                    + result.seed()
                    + " --instructions "
                    + instructions);
        result.failure().cause().printStackTrace(parent.err());
      }
    }
    return sum;
  }

  private Outcome run(long seed) {
    List<String> lines = new ArrayList<>();
    Consumer<String> keep = stops ? lines::add : line -> {};
    return new Outcome(CpuFuzzer.run(seed, instructions, keep), lines);
  }

  private static final class Sum {
    private long all;
    private long failed;
    private long instructions;
    private long halts;
    private long shutdowns;
    private long expiries;

    void add(SeedResult r) {
      all++;
      failed += r.fine() ? 0 : 1;
      instructions += r.instructions();
      halts += r.halts();
      shutdowns += r.shutdowns();
      expiries += r.expiries();
    }
  }

  private int summary(Sum s) {
    parent
        .out()
        .printf(
            "%d seeds, %d instructions in %d runs: %d halted, %d shut down, %d to their end;"
                + " %d failures of the emulator%n",
            s.all,
            s.instructions,
            s.halts + s.shutdowns + s.expiries,
            s.halts,
            s.shutdowns,
            s.expiries,
            s.failed);
    return s.failed == 0 ? ExitCode.OK : ExitCode.INTERNAL;
  }
}
