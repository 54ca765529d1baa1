// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.PcConsoles;
import org.virtualpok.app.session.PcFactory;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.JsonLinesExport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A whole PC without a window. */
@Command(
    name = "boot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Boots a kernel or a boot ROM on a PC.",
    description = {
      "",
      "COM1 goes to standard output, byte by byte. Without --for or --instructions it ends",
      "when the guest does, at the latest after 60 s of guest time. The same command prints",
      "the same bytes every time. A file that --save wrote goes on where it was saved."
    },
    footer = {
      "",
      "Examples",
      "  ./vpok boot hello-native",
      "  ./vpok boot pok.elf --for 10s --stats",
      "  ./vpok boot kernel.elf --append \"console=com1\" --module initrd.img --memory 128M",
      "  ./vpok boot --rom bios.bin --serial com1.txt --debugcon - --screen",
      "  ./vpok boot kernel.elf --for 2s --save at2s.vps; ./vpok boot at2s.vps --for 5s",
      "",
      "Exit codes",
      "  0    the guest switched the power off, reset or halted for ever; or the limit came",
      "  2    bad options or a bad file; one line on standard error says what and where",
      "  3    a triple fault; its post-mortem is on standard error",
      "  124  the wall-clock time of --timeout passed",
      "  (value * 2 + 1) modulo 256 for a write to the debug exit, port F4"
    })
final class BootCommand implements Callable<Integer> {
  private static final long DEFAULT_NANOS = 60_000_000_000L;

  /** Where the run ends: one of two measures. */
  static final class Limit {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Quantities.Nanos.class,
        description = "Guest time to run, from power on: 500ms, 2s, 10us, 1m.")
    private Long time;

    @Option(
        names = "--instructions",
        paramLabel = "N",
        description = "Instructions to run, from power on.")
    private Long instructions;
  }

  @ParentCommand private VpokCommand parent;

  @Parameters(
      paramLabel = "KERNEL",
      description =
          "A multiboot kernel (ELF32, i386), a built-in name, a snapshot; with --rom 64 KiB of ROM.")
  private String file;

  @ArgGroup private Limit limit;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Quantities.Bytes.class,
      description = "Memory, 1M to 1G (default: 64M).")
  private Long memory;

  @Mixin private PcMachineOptions pc;

  @Option(
      names = "--serial",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "Where COM1 goes; - is standard output (default: -).")
  private String serial;

  @Option(
      names = "--debugcon",
      paramLabel = "FILE",
      description = "Where the debug console of port E9 goes; - is standard output.")
  private String debugcon;

  @Option(names = "--screen", description = "Prints the text screen at the end.")
  private boolean screen;

  @Option(
      names = "--input",
      paramLabel = "TEXT",
      description =
          "Sends this to COM1 when the guest has printed something there, or after a second;"
              + " \\n, \\r, \\t and \\\\ are understood.")
  private String input;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Quantities.Nanos.class,
      description = "Ends the run after so much wall-clock time, with exit code 124: 60s.")
  private Long timeout;

  @Option(
      names = "--events",
      paramLabel = "JSONL",
      description = "Writes everything that happened into this file, one JSON object a line.")
  private Path events;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Writes the whole state at the end into this file.")
  private Path save;

  @Option(
      names = "--stats",
      description = "Says at the end, on standard error, how long it took and the state's hash.")
  private boolean stats;

  @Override
  public Integer call() throws Exception {
    RunLimit end = runLimit();
    PcMachine booted =
        PcFactory.machine(
            GuestFile.find(file, pc.isRom()),
            new TargetOptions(Optional.ofNullable(memory), Optional.empty(), 0, pc.toPcOptions()));
    byte[] text = input == null ? null : unescape(input);
    ReplacedFile export = events == null ? null : ReplacedFile.at("--events " + events, events);
    ReplacedFile saved = save == null ? null : ReplacedFile.at("--save " + save, save);
    try (StreamedFile com1 = open("--serial", serial);
        StreamedFile debug = debugcon == null ? null : open("--debugcon", debugcon)) {
      com1.begin();
      if (debug != null) {
        debug.begin();
      }
      PcRun run = new PcRun(booted, com1, debug, parent.err());
      if (text != null) {
        run.setInput(text);
      }
      int code = run.until(end, timeout);
      Snapshot state = saved == null && !stats ? null : stateOf(booted);
      if (saved != null) {
        saved.write(state::write);
      }
      run.finish(saved == null);
      if (screen) {
        parent.out().println(booted.screenText());
      }
      if (export != null) {
        export.write(out -> export(booted, out));
      }
      if (stats) {
        run.printStats(state);
      }
      return code;
    } finally {
      booted.events().close();
    }
  }

  private RunLimit runLimit() throws InputException {
    if (limit == null) {
      return RunLimit.atTime(DEFAULT_NANOS);
    }
    if (limit.time != null) {
      return RunLimit.atTime(limit.time);
    }
    if (limit.instructions < 0) {
      throw new InputException("--instructions " + limit.instructions + ": must not be negative");
    }
    return RunLimit.atInstruction(limit.instructions);
  }

  private static byte[] unescape(String text) throws InputException {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        int known = i == text.length() ? -1 : "nrt\\".indexOf(text.charAt(i));
        if (known < 0) {
          throw new InputException("--input: \\n, \\r, \\t and \\\\ are understood, and no other");
        }
        plain.append("\n\r\t\\".charAt(known));
      } else {
        plain.append(c);
      }
    }
    return plain.toString().getBytes(StandardCharsets.UTF_8);
  }

  private StreamedFile open(String option, String place) throws InputException {
    return StreamedFile.open(option + " " + place, place, parent.out());
  }

  private Snapshot stateOf(PcMachine pc) throws InputException {
    try {
      return pc.save();
    } catch (OutOfMemoryError e) {
      // One array was too large; nothing else has suffered.
      String what = save == null ? "--stats" : "--save " + save;
      throw new InputException(
          what + ": no memory for a copy of the PC's (JAVA_TOOL_OPTIONS=-Xmx4g gives more)");
    }
  }

  private static void export(PcMachine from, OutputStream to) throws IOException {
    Writer writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    new JsonLinesExport(id -> PcConsoles.name(from, id)).write(from.events(), writer);
  }
}
