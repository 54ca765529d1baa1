// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** The workbench as a picture. */
@Command(
    name = "screenshot",
    mixinStandardHelpOptions = true,
    header = "Renders the workbench at a moment of guest time into a PNG file.",
    description = "%nNeeds no display.",
    footer = {
      "",
      "Examples",
      "  ./vpok screenshot demo --at 500ms -o demo.png --theme light --size 1920x1080",
      "  ./vpok screenshot vgademo-native --at 2s --break vector:0x20 --show devices -o pc.png"
    })
final class ScreenshotCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{3,5})x([0-9]{3,5})");
  private static final long BREAK_NANOS = 60_000_000_000L;
  private static final int SIDE_MIN = 320;
  private static final int SIDE_MAX = 8192;

  /** Width and height in pixels. */
  record Size(int width, int height) {}

  /** Reads 1440x900. */
  static final class SizeConverter implements ITypeConverter<Size> {
    @Override
    public Size convert(String text) {
      Matcher m = SIZE.matcher(text);
      if (m.matches()) {
        Size size = new Size(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
        if (Math.min(size.width, size.height) >= SIDE_MIN
            && Math.max(size.width, size.height) <= SIDE_MAX) {
          return size;
        }
      }
      throw new TypeConversionException(
          "'"
              + text
              + "' is no size in pixels; write 1440x900, each "
              + SIDE_MIN
              + " to "
              + SIDE_MAX);
    }
  }

  @ParentCommand private VpokCommand parent;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..2",
      description =
          "A built-in name, a module's XML, an image, a PC's kernel or a snapshot; two stand side"
              + " by side.")
  private List<String> files;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      required = true,
      converter = Quantities.Nanos.class,
      description = "Guest time of the picture: 500ms, 2s, 10us, 1m.")
  private long at;

  @Option(
      names = "--break",
      paramLabel = "WHERE",
      converter = StopPlace.Converter.class,
      description =
          "Runs on from there to a stop: vector:0x20, port:0x3f8, mode, irq-dropped[:LINE],"
              + " irq-held:TIME[:LINE], health[:ERROR][ in N], a function's name, an address 0x1234; a"
              + " function or address of a partition or task: 'main in 2', 'main in TA1'; a"
              + " hypercall: 'CONSWRITE in 2, entry'.")
  private StopPlace stopPlace;

  @Option(
      names = "--show",
      paramLabel = "VIEW",
      description =
          "Brings a view to the front: devices, pages, events, registers, com1; can be repeated.")
  private List<String> front = new ArrayList<>();

  @Option(
      names = "--perspective",
      paramLabel = "NAME",
      defaultValue = "",
      description = "How the views are arranged: debug or interrupts (default: debug).")
  private String perspective;

  @Option(
      names = "--select",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Looks at the partition, vCPU, thread or task of this name.")
  private String select;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PNG",
      required = true,
      description = "The file to write.")
  private Path output;

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      defaultValue = "dark",
      description = "dark or light (default: dark).")
  private Theme theme;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1440x900",
      converter = SizeConverter.class,
      description = "Pixels (default: 1440x900).")
  private Size size;

  @Mixin private MachineOptions machine;

  @Mixin private PcMachineOptions pc;

  @Override
  public Integer call() throws Exception {
    Path directory = output.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new InputException(output + ": its directory does not exist");
    }
    boolean isNew = Files.notExists(output);
    try (OutputStream probe =
        Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      probe.flush(); // an image writer says less clearly that it cannot write
      if (isNew) {
        Files.delete(output); // what fails before the picture leaves no file
      }
    } catch (IOException e) {
      throw new InputException(output + ": cannot be written: " + GuestFile.reason(e));
    }
    try (Sessions sessions =
        Sessions.open(files, machine.toTargetOptions(pc.toPcOptions()), OnFault.GO_ON)) {
      for (DebugTarget target : sessions.targets()) {
        target.runUntil(RunLimit.atTime(at)).get();
        if (stopPlace != null) {
          runTo(target);
        }
      }
      checkSelection(sessions.targets());
      Windows.Picture picture =
          new Windows.Picture(theme, size.width, size.height, front, perspective, select);
      parent.windows().screenshot(sessions.targets(), output, picture);
    }
    return ExitCode.OK;
  }

  private void checkSelection(List<DebugTarget> targets) throws InputException {
    List<String> names =
        targets.stream()
            .flatMap(t -> t.snapshot().contexts().stream())
            .map(Context::name)
            .distinct()
            .toList();
    if (!select.isEmpty() && !names.contains(select)) {
      throw new InputException("--select " + select + ": there are " + String.join(", ", names));
    }
  }

  private void runTo(DebugTarget target) throws Exception {
    Breakpoint wanted =
        stopPlace
            .in(target)
            .orElseThrow(
                () ->
                    new InputException(target.name() + ": nothing is called " + stopPlace.text()));
    try {
      target.setBreakpoint(wanted).get();
    } catch (ExecutionException e) {
      throw new InputException("--break " + stopPlace.text() + ": " + e.getCause().getMessage());
    }
    TargetSnapshot end = target.runUntil(RunLimit.atTime(at + BREAK_NANOS)).get();
    StopReason.Kind kind = end.stop().kind();
    if (kind != StopReason.Kind.BREAKPOINT
        && kind != StopReason.Kind.HYPERCALL_ENTRY
        && kind != StopReason.Kind.HYPERCALL_EXIT) {
      throw new InputException(
          "--break "
              + stopPlace.text()
              + ": not reached within "
              + Quantities.duration(BREAK_NANOS)
              + " of guest time; it ended with: "
              + end.stop().title());
    }
  }
}
