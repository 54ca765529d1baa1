// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.ModuleTrace;
import org.virtualpok.app.session.PcFactory;
import org.virtualpok.app.session.PcOptions;
import org.virtualpok.app.session.PcTrace;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.machine.PcEnding;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.machine.RomMachine;
import org.virtualpok.emu.trace.register.RomTrace;
import org.virtualpok.emu.trace.register.TraceWriter;
import org.virtualpok.hypervisor.module.ModuleMachine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The registers before each instruction of a guest, as text. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Writes the registers before each instruction of a guest.",
    description = {
      "",
      "One line an instruction: the count of instructions, CS:EIP, EFLAGS, the general and the",
      "segment registers, control registers where they changed, and the instruction. What the",
      "guest prints is not shown. './vpok diff' compares such traces with each other and with",
      "those of QEMU and Bochs.",
      ""
    },
    footer = {
      "",
      "Examples",
      "  ./vpok trace hello --instructions 1000",
      "  ./vpok trace demo --partition ticker --from-insn 5000000 --for 60ms -o ticker.trace",
      "  ./vpok trace --rom test.rom -o ours.trace",
      "",
      "Exit codes",
      "  0    done",
      "  2    bad options or a bad file; one line on standard error says what and where",
      "  3    some partition faulted; standard error says how"
    })
final class TraceCommand implements Callable<Integer> {
  private static final long DEFAULT_INSTRUCTIONS = 1_000_000;
  private static final int ROM_MAX = 0x10000;

  /** What is traced: one of two. */
  static final class Guest {
    @Parameters(paramLabel = "FILE", description = "A built-in name, a module's XML or an image.")
    private String file;

    @Option(
        names = "--rom",
        paramLabel = "ROM",
        description =
            "A boot ROM of up to 64 KiB, packed with gzip or not, on a bare processor in real mode,"
                + " with 16 MiB of memory and the console port E9.")
    private String rom;
  }

  /** Where the trace ends: one of two measures. */
  static final class Limit {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Quantities.Nanos.class,
        description = "Guest time, from the start: 500ms, 2s, 10us, 1m.")
    private Long time;

    @Option(
        names = "--instructions",
        paramLabel = "N",
        description =
            "Instructions to write, of all partitions together (default, without --for: 1000000).")
    private Long instructions;
  }

  @ParentCommand private VpokCommand parent;

  @ArgGroup(multiplicity = "1")
  private Guest guest;

  @ArgGroup private Limit limit;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to; standard output by default.")
  private Path output;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "Writes only what this partition runs.")
  private String partition;

  @Option(
      names = "--from-insn",
      paramLabel = "N",
      defaultValue = "0",
      description = "Begins at this instruction of the run; up to there it runs at full speed.")
  private long from;

  @Option(
      names = "--cpu",
      paramLabel = "MODEL",
      converter = PcMachineOptions.Models.class,
      description =
          "Of a PC or with --rom: p3, p3-qemu, pentium, 486 or 386; what a processor lacks is #UD"
              + " (default: p3).")
  private CpuModel cpu;

  @Option(
      names = "--append",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Command line of a PC's kernel, behind its name.")
  private String append;

  @Mixin private MachineOptions machine;

  @Override
  public Integer call() throws InputException {
    if (from < 0 || (limit != null && limit.instructions != null && limit.instructions < 0)) {
      throw new InputException("--from-insn and --instructions must not be negative");
    }
    if (guest.rom != null) {
      return traceRom();
    }
    GuestFile file = GuestFile.find(guest.file);
    if (file.isPc()) {
      return tracePc(file);
    }
    if (cpu != null || !append.isEmpty()) {
      throw new InputException(
          "--cpu and --append: only for a PC; a partition's processor is a p3");
    }
    return traceModule(file);
  }

  /** Count of instructions at which the trace ends. */
  private long end() {
    long count =
        limit == null
            ? DEFAULT_INSTRUCTIONS
            : limit.instructions == null ? Long.MAX_VALUE : limit.instructions;
    return count > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + count;
  }

  private int tracePc(GuestFile file) throws InputException {
    if (partition != null) {
      throw new InputException("--partition: a PC has none");
    }
    PcOptions d = PcOptions.DEFAULT;
    PcOptions options =
        new PcOptions(
            append, d.modules(), Optional.ofNullable(cpu), d.nanosPerInstruction(), d.rom());
    PcMachine pc = PcFactory.machine(file, machine.toTargetOptions(options));
    RunLimit time =
        limit == null || limit.time == null ? RunLimit.NONE : RunLimit.atTime(limit.time);
    StopReason stop;
    try (Writer writer = open()) {
      TraceWriter trace = new TraceWriter(writer, pc.name());
      if (from > 0) {
        pc.run(time.min(RunLimit.atInstruction(from)));
      }
      stop = new PcTrace(pc, trace).run(time.min(RunLimit.atInstruction(end())));
    } catch (IOException e) {
      throw unwritable(e);
    }
    if (stop.kind() != StopReason.Kind.LIMIT) {
      parent.err().println(pc.ending().map(PcEnding::sentence).orElse(stop.title()));
    }
    return pc.ending().map(ExitCode::of).orElse(ExitCode.OK);
  }

  private int traceModule(GuestFile file) throws InputException {
    ModuleMachine module = TargetFactory.machine(file, machine.toTargetOptions());
    checkPartition(module);
    RunLimit time =
        limit == null || limit.time == null ? RunLimit.NONE : RunLimit.atTime(limit.time);
    StopReason stop;
    try (Writer writer = open()) {
      TraceWriter trace = new TraceWriter(writer, module.name());
      if (from > 0) {
        module.run(time.min(RunLimit.atInstruction(from)));
      }
      stop = new ModuleTrace(module, trace, partition).run(time.min(RunLimit.atInstruction(end())));
    } catch (IOException e) {
      throw unwritable(e);
    }
    module.faults().forEach(f -> parent.err().println(f.sentence()));
    if (stop.kind() != StopReason.Kind.LIMIT) {
      parent.err().println(stop.title());
    }
    return module.faults().isEmpty() ? ExitCode.OK : ExitCode.FAULTED;
  }

  private void checkPartition(ModuleMachine module) throws InputException {
    if (partition == null) {
      return;
    }
    StopReason none = new StopReason(StopReason.Kind.INITIAL, 0, 0, 0, "", "");
    for (Context c : module.capture(0, false, none).contexts()) {
      if (c.kind() == Context.Kind.PARTITION && c.name().equals(partition)) {
        return;
      }
    }
    throw new InputException(guest.file + ": no partition '" + partition + "'");
  }

  private int traceRom() throws InputException {
    if (partition != null || (limit != null && limit.time != null)) {
      throw new InputException("--rom: a bare processor has no partitions and no time");
    }
    RomMachine rom = new RomMachine(romBytes(), cpu == null ? CpuModel.PENTIUM_III : cpu);
    RomTrace.Ending ending;
    try (Writer writer = open()) {
      TraceWriter trace = new TraceWriter(writer, guest.rom);
      RomTrace.skip(rom, from);
      ending = RomTrace.write(rom, trace, end());
    } catch (IOException e) {
      throw unwritable(e);
    }
    if (ending != RomTrace.Ending.LIMIT) {
      parent.err().println(guest.rom + ": " + ending.sentence());
    }
    return ExitCode.OK;
  }

  private byte[] romBytes() throws InputException {
    try {
      byte[] bytes = GuestFile.read(Path.of(guest.rom));
      if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
        bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readNBytes(ROM_MAX + 1);
      }
      if (bytes.length == 0 || bytes.length > ROM_MAX) {
        throw new InputException(guest.rom + ": a boot ROM has 1 byte to 64 KiB");
      }
      return bytes;
    } catch (InvalidPathException e) {
      throw new InputException(guest.rom + ": no such file");
    } catch (IOException e) {
      throw new InputException(guest.rom + ": " + GuestFile.reason(e));
    }
  }

  private Writer open() throws IOException {
    return output == null
        ? new BufferedWriter(new OutputStreamWriter(parent.out(), StandardCharsets.UTF_8), 1 << 16)
        : Files.newBufferedWriter(output, StandardCharsets.UTF_8);
  }

  private InputException unwritable(IOException e) {
    boolean lost = e instanceof NoSuchFileException;
    return new InputException(
        (output == null ? "standard output" : output)
            + ": cannot be written: "
            + (lost ? "its directory does not exist" : GuestFile.reason(e)));
  }
}
