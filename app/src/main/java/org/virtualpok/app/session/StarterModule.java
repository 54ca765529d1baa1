// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.personality.Personality;

/** A module to begin with: one partition for each of some images, equal windows, and comments. */
public final class StarterModule {
  /** What {@code ./vpok check} and {@code run} are given. */
  public static final String FILE = "module.xml";

  private static final int WINDOW_MILLIS = 10;
  private static final int STACKS = 8;
  private static final int ROUND_BYTES = 64 * 1024;

  private final List<Part> parts = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * A partition to be.
   *
   * @param reference what vp:image will say
   * @param bytes to be copied beside the XML; empty for what is built in or stays where it is
   * @param file as the user wrote it
   */
  private record Part(
      String name,
      String reference,
      Optional<byte[]> bytes,
      String file,
      long sizeBytes,
      Optional<String> abi) {}

  /**
   * Reads the images.
   *
   * @param copy whether they are copied beside the XML; else it names them where they are
   * @throws InputException for each that is no partition's image
   */
  public static StarterModule of(List<String> files, boolean copy) throws InputException {
    StarterModule module = new StarterModule();
    List<String> problems = new ArrayList<>();
    for (String file : files) {
      try {
        module.add(file, copy);
      } catch (InputException e) {
        problems.addAll(e.problems());
      }
    }
    if (files.size() > ModuleDescription.PARTITIONS_MAX) {
      problems.add(
          files.size()
              + " images are too many; a module has at most "
              + ModuleDescription.PARTITIONS_MAX
              + " partitions");
    }
    long total = module.parts.stream().mapToLong(Part::sizeBytes).sum();
    if (total > ModuleDescription.PARTITION_BYTES_TOTAL_MAX) {
      problems.add("the images need more memory than a module has, 1 GiB");
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return module;
  }

  private void add(String file, boolean copy) throws InputException {
    GuestFile guest = GuestFile.find(file);
    if (guest.kind() != GuestFile.Kind.PARTITION_IMAGE) {
      String what = guest.isPc() ? "is for a PC of its own" : "is a module already";
      throw new InputException(file + ": " + what + "; a partition needs a partition's image");
    }
    ElfImage elf = guest.elf().orElseThrow();
    String name = unique(file);
    boolean builtIn = guest.directory().isEmpty();
    String reference =
        builtIn ? "builtin:" + file : copy ? name + ".elf" : Path.of(file).toAbsolutePath() + "";
    Optional<byte[]> bytes = builtIn || !copy ? Optional.empty() : Optional.of(guest.bytes());
    parts.add(new Part(name, reference, bytes, file, size(elf), elf.abi()));
  }

  /** Letters, digits and a few signs of the file's name; with a number if there was one before. */
  private String unique(String file) {
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = last.lastIndexOf('.');
    String base = (dot > 0 ? last.substring(0, dot) : last).replaceAll("[^A-Za-z0-9_.-]", "_");
    String name = base.isEmpty() ? "partition" : base;
    for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  /** What {@code run} gives a single image, or more for an image that needs it. */
  private static long size(ElfImage elf) {
    long stacks = (long) STACKS * Personality.POK_2025.userStackBytes();
    long needed = elf.sizeInMemory() + stacks;
    long rounded = (needed + ROUND_BYTES - 1) / ROUND_BYTES * ROUND_BYTES;
    return Math.max(rounded, ModuleDescription.DEFAULT_PARTITION_BYTES);
  }

  /** Names of its partitions, in their order. */
  public List<String> names() {
    return parts.stream().map(Part::name).toList();
  }

  /**
   * Writes the module into a new or empty directory; if that fails, nothing is left.
   *
   * @param name of the module
   */
  public void write(String directory, String name) throws InputException {
    try {
      Path place = Path.of(directory).toAbsolutePath().normalize();
      if (Files.exists(place) && !isEmptyDirectory(place)) {
        boolean isDirectory = Files.isDirectory(place);
        throw new InputException(
            directory + ": " + (isDirectory ? "is not empty" : "exists, and is no directory"));
      }
      Path parent = place.getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new InputException(
            directory + ": there is no directory " + parent + " to make it in");
      }
      Path beside = Files.createTempDirectory(parent, "." + place.getFileName() + ".new");
      try {
        fill(beside, name);
        Files.deleteIfExists(place);
        Files.move(beside, place);
      } catch (IOException e) {
        remove(beside);
        throw e;
      }
    } catch (InvalidPathException e) {
      throw new InputException(directory + ": not a path");
    } catch (IOException e) {
      throw new InputException(directory + ": cannot be written: " + GuestFile.reason(e));
    }
  }

  private static boolean isEmptyDirectory(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      return !entries.iterator().hasNext();
    }
  }

  private void fill(Path directory, String name) throws IOException {
    for (Part part : parts) {
      if (part.bytes.isPresent()) {
        Files.write(directory.resolve(part.reference), part.bytes.get());
      }
    }
    Files.write(directory.resolve(FILE), xml(name).getBytes(StandardCharsets.UTF_8));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  // ---- the text ---------------------------------------------------------------------------------

  String xml(String name) {
    StringBuilder text = new StringBuilder();
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    comment(text, "", "A module: partitions, their memory, and when each of them runs.");
    comment(text, "", "./vpok check module.xml looks for faults, ./vpok run module.xml runs it,");
    comment(text, "", "./vpok open module.xml shows it in the workbench.");
    text.append("<ARINC_653_Module ModuleName=\"").append(escaped(name));
    text.append("\" xmlns:vp=\"urn:virtualpok:module:1\">\n\n");
    partitions(text);
    memory(text);
    schedule(text);
    text.append("</ARINC_653_Module>\n");
    return text.toString();
  }

  private void partitions(StringBuilder text) {
    comment(
        text, "  ", "The partitions. vp:image is a path relative to this file, or builtin:NAME");
    comment(
        text, "  ", "(./vpok list). vp:abi says which kernel an image was built for, where its");
    comment(text, "  ", "own note does not: virtualpok, pok-2025, pok-2014 or pok-2013.");
    comment(text, "  ", "Ports go inside: <Sampling_Port PortName=\"a\" MaxMessageSize=\"16\"");
    comment(
        text,
        "  ",
        "Direction=\"SOURCE\" RefreshRateSeconds=\"0.1\"/>, then a <Connection_Table>.");
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String abi =
          part.abi.isPresent()
              ? "From " + part.file + ", built for " + part.abi.get() + "."
              : "From " + part.file + ", which does not say its kernel: taken for virtualpok.";
      comment(text, "  ", abi);
      text.append("  <Partition ").append(identity(i)).append(" Criticality=\"LEVEL_C\"");
      text.append(" SystemPartition=\"false\" EntryPoint=\"start\" vp:image=\"");
      text.append(escaped(part.reference)).append("\"/>\n");
    }
  }

  private void memory(StringBuilder text) {
    text.append('\n');
    comment(text, "  ", "Bytes of memory, for image, stacks and heap together.");
    for (int i = 0; i < parts.size(); i++) {
      text.append("  <Partition_Memory ").append(identity(i)).append(">\n");
      text.append("    <Memory_Requirements Type=\"DATA\" SizeBytes=\"");
      text.append(parts.get(i).sizeBytes).append("\" Access=\"READ_WRITE\"/>\n");
      text.append("  </Partition_Memory>\n");
    }
  }

  private void schedule(StringBuilder text) {
    String frame = seconds(parts.size() * WINDOW_MILLIS);
    String window = seconds(WINDOW_MILLIS);
    text.append('\n');
    comment(
        text, "  ", "When they run: the windows cover the major frame, which repeats for ever.");
    text.append("  <Module_Schedule MajorFrameSeconds=\"").append(frame).append("\">\n");
    for (int i = 0; i < parts.size(); i++) {
      text.append("    <Partition_Schedule ").append(identity(i));
      text.append(" PeriodSeconds=\"").append(frame);
      text.append("\" PeriodDurationSeconds=\"").append(window).append("\">\n");
      text.append("      <Window_Schedule WindowIdentifier=\"").append(i + 1);
      text.append("\" WindowStartSeconds=\"").append(seconds(i * WINDOW_MILLIS));
      text.append("\" WindowDurationSeconds=\"").append(window);
      text.append("\" PartitionPeriodStart=\"true\"/>\n");
      text.append("    </Partition_Schedule>\n");
    }
    text.append("  </Module_Schedule>\n");
  }

  private String identity(int index) {
    String name = escaped(parts.get(index).name);
    return "PartitionIdentifier=\"" + (index + 1) + "\" PartitionName=\"" + name + "\"";
  }

  private static String seconds(int millis) {
    return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
  }

  /** Two hyphens would end a comment. */
  private static void comment(StringBuilder text, String indent, String line) {
    text.append(indent).append("<!-- ").append(line.replace("--", "- -")).append(" -->\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
