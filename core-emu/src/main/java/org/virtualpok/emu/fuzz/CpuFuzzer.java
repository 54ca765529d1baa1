// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.fuzz;

import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * Runs random code. A seed is worth a number of instructions, spent in runs: each begins with fresh
 * code, tables and registers in the seed's mode, and ends when the processor halts for good or
 * shuts down, or when it has had its share. All that a seed does follows from the seed alone.
 */
public final class CpuFuzzer {
  /** Instructions of one run at most, so that no endless loop takes all that a seed has. */
  private static final int RUN_MAX = 4_000;

  /** Instructions between two looks at the machine, at most. */
  private static final int CHUNK_MAX = 256;

  /** Fresh code of each run; the rest is that of earlier runs. */
  private static final int FRESH_BYTES = 0x800;

  private final long seed;
  private final FuzzMode mode;
  private final SplittableRandom random;
  private final PhysicalMemory memory = new PhysicalMemory(FuzzWorld.RAM_BYTES);
  private final Processor processor;
  private final CodePeek peek = new CodePeek(memory);
  private final FuzzWorld world;
  private final FuzzCode codeMaker;
  private final byte[] code = new byte[FuzzWorld.CODE_BYTES];
  private final StateHash hash = new StateHash();
  private long halts;
  private long shutdowns;
  private long expiries;
  private String lastStop = "none";

  private final Consumer<String> stops;

  private CpuFuzzer(long seed, Consumer<String> stops) {
    this.seed = seed;
    this.stops = stops;
    this.mode = FuzzMode.of(seed);
    this.random = new SplittableRandom(seed);
    this.world = new FuzzWorld(random, memory);
    this.codeMaker = new FuzzCode(random);
    PortIo ports =
        new PortIo() {
          @Override
          public int in(int port, int sizeBytes) {
            return random.nextInt() >>> (32 - 8 * sizeBytes);
          }

          @Override
          public void out(int port, int value, int sizeBytes) {}
        };
    processor = new Processor(memory, ports, this::acknowledge);
  }

  /** Spends a seed's instructions; never throws what the emulator throws. */
  public static SeedResult run(long seed, long instructions) {
    return run(seed, instructions, stop -> {});
  }

  /**
   * As {@link #run(long, long)}.
   *
   * @param stops told how each run ended, in words
   */
  public static SeedResult run(long seed, long instructions, Consumer<String> stops) {
    return new CpuFuzzer(seed, stops).run(instructions);
  }

  private int acknowledge() {
    processor.cpu().interruptRequest = false;
    return random.nextInt(256);
  }

  private SeedResult run(long instructions) {
    CpuState c = processor.cpu();
    SeedResult.Failure failure = null;
    try {
      while (c.retired < instructions) {
        begin(c);
        long before = c.retired;
        once(c, instructions);
        stops.accept(c.retired - before + " instructions, " + lastStop);
        hash.add(c);
      }
      hash.add(memory);
    } catch (RuntimeException | Error e) {
      failure = new SeedResult.Failure(c.retired, place(c), e);
    }
    return new SeedResult(
        seed, mode, c.retired, halts, shutdowns, expiries, lastStop, hash.value(), failure);
  }

  private void begin(CpuState c) {
    processor.reset();
    c.interruptRequest = false;
    c.halted = false;
    int slot = random.nextInt(FuzzWorld.CODE_BYTES / FRESH_BYTES) * FRESH_BYTES;
    codeMaker.fill(code, slot, FRESH_BYTES, mode.big);
    memory.clear();
    memory.write(FuzzWorld.CODE, code, 0, code.length);
    memory.write(FuzzWorld.DATA, code, slot, FRESH_BYTES);
    world.build(c, mode);
    c.eip = slot + random.nextInt(FRESH_BYTES);
  }

  private void once(CpuState c, long instructions) {
    long end = Math.min(instructions, c.retired + RUN_MAX);
    while (c.retired < end) {
      Processor.Exit exit = processor.run(chunk(end - c.retired), false);
      switch (exit) {
        case SHUTDOWN -> {
          shutdowns++;
          lastStop = "shut down at " + place(c) + " by " + processor.lastExceptions();
          return;
        }
        case HALT -> {
          if ((c.flagsOther & Eflags.IF) == 0 || random.nextInt(4) == 0) {
            halts++;
            lastStop = "halted at " + place(c);
            return;
          }
          c.interruptRequest = true;
        }
        default -> {
          c.interruptRequest |= random.nextInt(8) == 0;
          world.nudge(c);
        }
      }
      shortenRepetition(c);
    }
    expiries++;
    lastStop = "still running at " + place(c);
  }

  private long chunk(long left) {
    return Math.min(left, random.nextInt(1, CHUNK_MAX));
  }

  /** A repetition over gigabytes says no more than one over a few bytes, and takes long. */
  private void shortenRepetition(CpuState c) {
    if (Integer.compareUnsigned(c.gpr[CpuState.ECX], 0x100) > 0) {
      Insn n = peek.instruction(c);
      if (n != null && n.rep != 0 && (n.kind1 == Insn.STRING || n.kind2 == Insn.STRING)) {
        c.gpr[CpuState.ECX] &= 0xff;
      }
    }
  }

  private String place(CpuState c) {
    return String.format(
        Locale.ROOT,
        "%04x:%08x (%s)",
        c.segment(SegmentName.CS).selector,
        c.eip,
        HexFormat.of().formatHex(peek.bytes(c)));
  }
}
