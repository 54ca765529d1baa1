// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleParser;
import org.virtualpok.hypervisor.module.DryRun;
import org.virtualpok.hypervisor.module.ModuleOptions;
import org.virtualpok.hypervisor.personality.Personality;

/** A module to begin with: one partition for each of some images, equal windows, and comments. */
public final class StarterModule {
  /** What {@code ./vpok check} and {@code run} are given. */
  public static final String FILE = "module.xml";

  private static final int WINDOW_MILLIS = 10;
  private static final int STACKS = 8;
  private static final int ROUND_BYTES = 64 * 1024;
  private static final int ROUNDS = 8;

  /** Partitions begin at 0; what is linked beyond is a program for another system. */
  private static final int LINKED_MAX = 1 << 20;

  private final List<Part> parts = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final StarterPorts ports = new StarterPorts();

  /** What vp:abi says of images that do not say it themselves; empty: nothing. */
  private final String abi;

  private StarterModule(String abi) {
    this.abi = abi;
  }

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
   * Reads the images, and runs them for a moment to see which ports they ask for.
   *
   * @param copy whether they are copied beside the XML; else it names them where they are
   * @param abi of images that do not say it themselves; empty: they are taken for virtualpok
   * @throws InputException for each that is no partition's image
   */
  public static StarterModule of(List<String> files, boolean copy, String abi)
      throws InputException {
    if (!abi.isEmpty() && Personality.find(abi).isEmpty()) {
      throw new InputException("--abi " + abi + ": not known; there are " + Personality.names());
    }
    StarterModule module = new StarterModule(abi);
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
    module.findPorts();
    return module;
  }

  /** A guest may ask for the next port only if it got the last. */
  private void findPorts() {
    Map<String, byte[]> images = new HashMap<>();
    parts.forEach(p -> p.bytes.ifPresent(b -> images.put(p.reference, b)));
    ImageResolver files = new ImageFiles(Optional.empty());
    ImageResolver resolver =
        name -> images.containsKey(name) ? images.get(name) : files.resolve(name);
    try {
      boolean more = true;
      for (int round = 0; round < ROUNDS && more; round++) {
        ModuleDescription module =
            ModuleParser.parse(FILE, xml("module").getBytes(StandardCharsets.UTF_8));
        more =
            ports.add(
                DryRun.missingPorts(module, resolver, ModuleOptions.DEFAULT, DryRun.DEFAULT_NANOS));
      }
    } catch (ConfigurationException e) {
      return; // check says what it is, with the line in the file that will be there
    }
  }

  private void add(String file, boolean copy) throws InputException {
    GuestFile guest = GuestFile.find(file);
    if (guest.kind() != GuestFile.Kind.PARTITION_IMAGE) {
      String what = guest.isPc() ? "is for a PC of its own" : "is a module already";
      throw new InputException(file + ": " + what + "; a partition needs a partition's image");
    }
    ElfImage elf = guest.elf().orElseThrow();
    long lowest =
        elf.segments().stream().mapToLong(g -> Integer.toUnsignedLong(g.vaddr())).min().orElse(0);
    if (lowest >= LINKED_MAX) {
      throw new InputException(
          String.format(
              "%s: is linked at 0x%08x; a partition's image is linked at 0 (is it a program for"
                  + " another system?)",
              file, lowest));
    }
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
      if (directory.isBlank()) {
        throw new InputException("DIR is empty; name a directory to be made");
      }
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
      Path beside = unused(parent, "." + place.getFileName() + ".new");
      Files.createDirectory(beside);
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

  /** A temporary directory of the JDK's would be readable by its owner alone, and stay so. */
  private static Path unused(Path parent, String name) {
    Path path = parent.resolve(name);
    for (int i = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
      path = parent.resolve(name + i);
    }
    return path;
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
    connections(text);
    text.append("</ARINC_653_Module>\n");
    return text.toString();
  }

  private void partitions(StringBuilder text) {
    comment(
        text, "  ", "The partitions. vp:image is a path relative to this file, or builtin:NAME");
    comment(
        text, "  ", "(./vpok list). vp:abi says which kernel an image was built for, where its");
    comment(text, "  ", "own note does not: virtualpok, pok-2025, pok-2014 or pok-2013.");
    if (ports.isEmpty()) {
      comment(text, "  ", "Ports go inside: <Sampling_Port PortName=\"a\" MaxMessageSize=\"16\"");
      comment(
          text,
          "  ",
          "Direction=\"SOURCE\" RefreshRateSeconds=\"0.1\"/>, then a <Connection_Table>.");
    } else {
      comment(text, "  ", "The ports are those that the images asked for when they ran a moment.");
      comment(
          text, "  ", "RefreshRateSeconds is how long a message stays valid: set it. A queuing");
      comment(text, "  ", "port's bytes are one message here: divide them as the messages are.");
    }
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean said = part.abi.isPresent();
      String from =
          said
              ? ", built for " + part.abi.get() + "."
              : abi.isEmpty()
                  ? ", which does not say its kernel: taken for virtualpok."
                  : ", which does not say its kernel.";
      comment(text, "  ", "From " + part.file + from);
      text.append("  <Partition ").append(identity(i)).append(" Criticality=\"LEVEL_C\"");
      text.append(" SystemPartition=\"false\" EntryPoint=\"start\" vp:image=\"");
      text.append(escaped(part.reference)).append('"');
      if (!said && !abi.isEmpty()) {
        text.append(" vp:abi=\"").append(abi).append('"');
      }
      List<String> own = ports.elements(i);
      text.append(own.isEmpty() ? "/>\n" : ">\n");
      own.forEach(port -> text.append("    ").append(port).append('\n'));
      text.append(own.isEmpty() ? "" : "  </Partition>\n");
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

  private void connections(StringBuilder text) {
    List<String> identities = IntStream.range(0, parts.size()).mapToObj(this::identity).toList();
    List<String> table = ports.table(identities);
    if (!table.isEmpty()) {
      text.append('\n');
      comment(text, "  ", "Which port leads to which.");
      table.forEach(line -> text.append(line).append('\n'));
    }
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

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
