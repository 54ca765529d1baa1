// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.machine.KernelImage;
import org.virtualpok.emu.machine.PcConfig;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.state.StateException;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** Builds the PC that a FILE describes. */
public final class PcFactory {
  private static final int ROM_BYTES = 1 << 16;

  /** An instruction in a millisecond, ns. */
  private static final int COST_MAX = 1_000_000;

  private PcFactory() {}

  /** The machine alone, for who drives it without a debugger, in one thread. */
  public static PcMachine machine(GuestFile file, TargetOptions options) throws InputException {
    if (options.clock().isPresent() || options.clockPhaseNanos() != 0) {
      throw new InputException(
          file.name() + ": for a PC; --clock and --clock-phase are for modules");
    }
    try {
      return switch (file.kind()) {
        case PC_KERNEL -> kernel(file, options);
        case PC_ROM -> rom(file, options);
        case PC_SNAPSHOT -> snapshot(file, options);
        case MODULE ->
            throw new InputException(
                file.name() + ": a module, which has no PC; './vpok run' runs it");
        case PARTITION_IMAGE ->
            throw new InputException(
                file.name()
                    + ": no multiboot header in its first 8 KiB; a partition's image is for"
                    + " './vpok run'");
      };
    } catch (OutOfMemoryError e) {
      // One array was too large; nothing else has suffered.
      throw new InputException(
          file.name()
              + ": the PC's memory does not fit into this program's, which has "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB (JAVA_TOOL_OPTIONS=-Xmx4g gives it more)");
    }
  }

  private static PcMachine kernel(GuestFile file, TargetOptions options) throws InputException {
    try {
      KernelImage kernel =
          KernelImage.read(
              file.name(), file.bytes(), options.pc().append(), modules(options.pc().modules()));
      return PcMachine.boot(config(options), kernel, ChunkedEventLog::new);
    } catch (ImageException e) {
      throw new InputException(e.getMessage());
    }
  }

  private static PcMachine rom(GuestFile file, TargetOptions options) throws InputException {
    int length = file.bytes().length;
    if (length == 0 || length > ROM_BYTES) {
      throw new InputException(
          file.name() + ": a boot ROM has 1 byte to 64 KiB, this one has " + length + " bytes");
    }
    PcOptions pc = options.pc();
    if (!pc.append().isEmpty() || !pc.modules().isEmpty()) {
      throw new InputException(
          file.name() + ": a ROM has no command line and no modules (--append, --module)");
    }
    // What is shorter ends where the processor starts.
    byte[] whole = new byte[ROM_BYTES];
    Arrays.fill(whole, (byte) 0xff);
    System.arraycopy(file.bytes(), 0, whole, ROM_BYTES - length, length);
    return PcMachine.rom(file.name(), config(options), whole, ChunkedEventLog::new);
  }

  private static PcMachine snapshot(GuestFile file, TargetOptions options) throws InputException {
    if (options.memoryBytes().isPresent() || !options.pc().isDefault()) {
      throw new InputException(
          file.name()
              + ": a snapshot knows its machine; --memory, --append, --module, --cpu and --rom"
              + " are for a new one");
    }
    try {
      Snapshot saved = Snapshot.read(new ByteArrayInputStream(file.bytes()), PcConfig.MEMORY_MAX);
      return PcMachine.restore(file.name(), saved, ChunkedEventLog::new);
    } catch (StateException | IOException e) {
      throw new InputException(file.name() + ": " + e.getMessage());
    }
  }

  private static PcConfig config(TargetOptions options) throws InputException {
    long memory = options.memoryBytes().orElse((long) PcConfig.DEFAULT.memoryBytes());
    if (memory < PcConfig.MEMORY_MIN || memory > PcConfig.MEMORY_MAX) {
      throw new InputException("--memory " + memory + ": a PC has 1 MiB to 1 GiB");
    }
    int whole = (int) (memory & -PhysicalMemory.PAGE_BYTES);
    int cost = options.pc().nanosPerInstruction();
    if (cost < 1 || cost > COST_MAX) {
      throw new InputException("--insn-cost " + cost + ": 1 to " + COST_MAX + " ns");
    }
    PcConfig config = PcConfig.DEFAULT.withMemory(whole).withNanosPerInstruction(cost);
    return options.pc().model().map(config::withModel).orElse(config);
  }

  private static List<KernelImage.Module> modules(List<String> files) throws InputException {
    List<KernelImage.Module> modules = new ArrayList<>();
    for (String file : files) {
      try {
        modules.add(new KernelImage.Module(file, GuestFile.read(Path.of(file))));
      } catch (InvalidPathException e) {
        throw new InputException(file + ": not a path");
      } catch (IOException e) {
        throw new InputException(file + ": " + GuestFile.reason(e));
      }
    }
    return modules;
  }
}
