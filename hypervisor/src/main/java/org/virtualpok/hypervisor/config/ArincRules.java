// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Rules of ARINC 653 that a module may break and still run here. {@link ModuleParser} has the
 * others; what it finds is not said again.
 */
public final class ArincRules {
  /** A partition of exactly this size has a limit of 0 in POK's descriptors (POK.md section 1). */
  private static final long ONE_MIB = 1 << 20;

  /** What a port of POK can hold, and all of them together (POK.md section 4). */
  private static final long POK_PORT_BYTES = 512;

  private static final long POK_POOL_BYTES = 1024;

  private final String file;
  private final XmlElement root;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Long, String> names = new LinkedHashMap<>();

  private ArincRules(String file, XmlElement root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Everything that is found, in the order of the lines.
   *
   * @param file the name that findings are reported against
   * @throws ConfigurationException if this is no XML
   */
  public static List<Finding> check(String file, byte[] xml) throws ConfigurationException {
    ArincRules rules = new ArincRules(file, XmlReader.read(file, xml));
    boolean tooMany = rules.root.children("Partition").size() > ModuleDescription.PARTITIONS_MAX;
    if (rules.root.name.equals("ARINC_653_Module") && !tooMany) {
      rules.all();
    }
    rules.findings.sort(Comparator.comparingInt(Finding::line));
    return List.copyOf(rules.findings);
  }

  private void error(XmlElement at, String message) {
    findings.add(Finding.error(file, at.line, message));
  }

  private void warning(XmlElement at, String message) {
    findings.add(Finding.warning(file, at.line, message));
  }

  private void all() {
    for (XmlElement partition : root.children("Partition")) {
      number(partition, "PartitionIdentifier")
          .ifPresent(id -> names.putIfAbsent(id, partition.attributes.get("PartitionName")));
    }
    schema(root);
    root.children("Partition").forEach(this::partition);
    root.children("Partition_Memory").forEach(this::memory);
    addresses();
    for (XmlElement schedule : root.children("Module_Schedule")) {
      schedule.children("Partition_Schedule").forEach(this::schedule);
    }
    windowIdentifiers();
    channels();
  }

  // ---- elements and attributes ------------------------------------------------------------------

  private void schema(XmlElement element) {
    Set<String> known = ArincSchema.ATTRIBUTES.get(element.name);
    if (known == null) {
      return; // the parser knows what may stand where, and tables of the health monitor
    }
    for (Map.Entry<String, String> attribute : element.attributes.entrySet()) {
      attribute(element, attribute.getKey(), attribute.getValue(), known);
    }
    for (String required : ArincSchema.REQUIRED.getOrDefault(element.name, List.of())) {
      if (!element.attributes.containsKey(required)) {
        error(element, "<" + element.name + "> needs the attribute " + required);
      }
    }
    element.children.forEach(this::schema);
  }

  private void attribute(XmlElement element, String name, String value, Set<String> known) {
    if (name.startsWith("vp:")) {
      return;
    }
    if (!known.contains(name)) {
      String meant =
          NearestName.of(name, known).map(n -> "; " + n + " is, and may be meant").orElse("");
      warning(element, "the attribute " + name + " is not known in <" + element.name + ">" + meant);
      return;
    }
    List<String> words = ArincSchema.WORDS.get(element.name + "." + name);
    if (words != null && !words.contains(value)) {
      List<String> said = words.stream().filter(w -> w.length() > 1).toList();
      error(
          element, name + "=\"" + value + "\" is not known; there are " + String.join(", ", said));
    }
    if (name.equals("PartitionName") && !element.name.equals("Partition")) {
      partitionName(element, value);
    }
  }

  private void partitionName(XmlElement element, String name) {
    OptionalLong id = number(element, "PartitionIdentifier");
    String configured = id.isPresent() ? names.get(id.getAsLong()) : null;
    if (configured != null && !configured.equals(name)) {
      error(
          element,
          "partition " + id.getAsLong() + " is named \"" + configured + "\", not \"" + name + "\"");
    }
  }

  // ---- partitions and their memory --------------------------------------------------------------

  private void partition(XmlElement partition) {
    Set<String> processes = new HashSet<>();
    long stacks = 0;
    for (XmlElement process : partition.children("Process")) {
      String name = process.attributes.getOrDefault("Name", "");
      if (!name.isEmpty() && !processes.add(name)) {
        error(process, "the process name \"" + name + "\" is used twice in a partition");
      }
      Optional<String> size = Optional.ofNullable(process.attributes.get("StackSize"));
      OptionalLong bytes = number(process, "StackSize");
      if (size.isPresent() && (bytes.isEmpty() || bytes.getAsLong() <= 0)) {
        error(process, "StackSize=\"" + size.get() + "\" is no number of bytes above 0");
      }
      stacks += bytes.orElse(0);
    }
    OptionalLong memory = memoryOf(number(partition, "PartitionIdentifier"));
    if (memory.isPresent() && stacks > memory.getAsLong()) {
      error(
          partition,
          "the stacks of its processes have "
              + stacks
              + " bytes, the partition has "
              + memory.getAsLong());
    }
    historical(partition, memory);
  }

  /** Where real POK kernels are narrower than ARINC 653. */
  private void historical(XmlElement partition, OptionalLong memory) {
    String abi = partition.attributes.getOrDefault("vp:abi", "");
    if (!abi.startsWith("pok-")) {
      return;
    }
    if (memory.isPresent() && memory.getAsLong() == ONE_MIB) {
      warning(
          partition,
          "POK gives a partition of exactly 1048576 bytes a limit of 0: it cannot run there");
    }
    long pool = 0;
    for (XmlElement port : partition.children) {
      if (!port.name.equals("Sampling_Port") && !port.name.equals("Queuing_Port")) {
        continue;
      }
      long bytes =
          number(port, "MaxMessageSize").orElse(0) * number(port, "MaxNbMessages").orElse(1);
      pool += bytes;
      if (bytes > POK_PORT_BYTES) {
        warning(port, "a port of " + bytes + " bytes; one of POK's has at most " + POK_PORT_BYTES);
      }
    }
    if (pool > POK_POOL_BYTES) {
      warning(
          partition, "its ports have " + pool + " bytes; all ports of POK share " + POK_POOL_BYTES);
    }
  }

  private OptionalLong memoryOf(OptionalLong identifier) {
    for (XmlElement memory : root.children("Partition_Memory")) {
      if (identifier.isPresent()
          && number(memory, "PartitionIdentifier").equals(identifier)
          && !memory.children("Memory_Requirements").isEmpty()) {
        long sum = 0;
        for (XmlElement requirement : memory.children("Memory_Requirements")) {
          sum += number(requirement, "SizeBytes").orElse(0);
        }
        return OptionalLong.of(sum);
      }
    }
    return OptionalLong.empty();
  }

  private void memory(XmlElement memory) {
    Set<String> regions = new HashSet<>();
    for (XmlElement requirement : memory.children) {
      if (!requirement.name.equals("Memory_Requirements")) {
        error(
            requirement,
            "the element <" + requirement.name + "> is not known in <Partition_Memory>");
        continue;
      }
      String region = requirement.attributes.get("RegionName");
      if (region != null && !regions.add(region)) {
        error(requirement, "the RegionName \"" + region + "\" is used twice in a partition");
      }
      if (number(requirement, "SizeBytes").orElse(1) == 0) {
        error(requirement, "SizeBytes is 0");
      }
    }
  }

  /** A region with a physical address. */
  private record Region(XmlElement element, long start, long end) {}

  private void addresses() {
    List<Region> regions = new ArrayList<>();
    for (XmlElement memory : root.children("Partition_Memory")) {
      for (XmlElement requirement : memory.children("Memory_Requirements")) {
        String text = requirement.attributes.get("PhysicalAddress");
        OptionalLong start = number(requirement, "PhysicalAddress");
        if (text != null && (start.isEmpty() || start.getAsLong() < 0)) {
          error(requirement, "PhysicalAddress=\"" + text + "\" is no address");
        } else if (start.isPresent()) {
          long end = start.getAsLong() + number(requirement, "SizeBytes").orElse(0);
          if (end > 1L << 32) {
            error(requirement, "the region ends at " + hex(end) + ", past 4 GiB");
          }
          regions.add(new Region(requirement, start.getAsLong(), end));
        }
      }
    }
    regions.sort(Comparator.comparingLong(Region::start));
    for (int i = 1; i < regions.size(); i++) {
      Region before = regions.get(i - 1);
      Region region = regions.get(i);
      if (region.start < before.end) {
        boolean later = region.element.line > before.element.line;
        error(
            later ? region.element : before.element,
            "the region at "
                + hex(region.start)
                + " overlaps the one in line "
                + (later ? before : region).element.line
                + ", "
                + hex(before.start)
                + " to "
                + hex(before.end - 1));
      }
    }
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  // ---- schedule ---------------------------------------------------------------------------------

  private void schedule(XmlElement schedule) {
    Optional<BigDecimal> period = seconds(schedule, "PeriodSeconds");
    Optional<BigDecimal> first = Optional.empty();
    boolean starts = false;
    boolean complete = period.isPresent() && period.get().signum() > 0;
    for (XmlElement window : schedule.children("Window_Schedule")) {
      String flag = window.attributes.getOrDefault("PartitionPeriodStart", "");
      if (!flag.equals("true") && !flag.equals("1")) {
        complete &= flag.equals("false") || flag.equals("0");
        continue;
      }
      starts = true;
      Optional<BigDecimal> start = seconds(window, "WindowStartSeconds");
      first = first.or(() -> start); // periods count from the first window that starts one
      if (period.isPresent()
          && period.get().signum() > 0
          && start.isPresent()
          && start.get().subtract(first.get()).remainder(period.get()).signum() != 0) {
        error(
            window,
            "PartitionPeriodStart is true, but this window does not start a whole number of"
                + " periods of "
                + period.get().stripTrailingZeros().toPlainString()
                + " s behind the partition's first");
      }
    }
    if (complete && !starts && !schedule.children("Window_Schedule").isEmpty()) {
      error(
          schedule,
          "no window has PartitionPeriodStart=\"true\": the partition's processes have no period");
    }
  }

  /** Unique in the whole module; the parser knows them unique in a partition. */
  private void windowIdentifiers() {
    Map<Long, XmlElement> seen = new HashMap<>();
    for (XmlElement module : root.children("Module_Schedule")) {
      for (XmlElement schedule : module.children("Partition_Schedule")) {
        for (XmlElement window : schedule.children("Window_Schedule")) {
          OptionalLong id = number(window, "WindowIdentifier");
          XmlElement other = id.isPresent() ? seen.putIfAbsent(id.getAsLong(), window) : null;
          if (other != null && !schedule.children.contains(other)) {
            error(
                window,
                "the WindowIdentifier "
                    + id.getAsLong()
                    + " is used in line "
                    + other.line
                    + " already");
          }
        }
      }
    }
  }

  // ---- channels ---------------------------------------------------------------------------------

  private void channels() {
    Map<String, XmlElement> identifiers = new HashMap<>();
    Set<String> connected = new HashSet<>();
    for (XmlElement table : root.children("Connection_Table")) {
      for (XmlElement channel : table.children) {
        if (!channel.name.equals("Channel")) {
          error(channel, "the element <" + channel.name + "> is not known in <Connection_Table>");
          continue;
        }
        String id = channel.attributes.get("ChannelIdentifier");
        XmlElement other = id == null ? null : identifiers.putIfAbsent(id, channel);
        if (other != null) {
          error(
              channel,
              "the ChannelIdentifier " + id + " is used in line " + other.line + " already");
        }
        channel(channel, connected);
      }
    }
    for (XmlElement partition : root.children("Partition")) {
      for (XmlElement port : ports(partition)) {
        OptionalLong id = number(partition, "PartitionIdentifier");
        if (id.isPresent() && !connected.contains(key(id.getAsLong(), name(port)))) {
          warning(port, "the port \"" + name(port) + "\" is in no channel");
        }
      }
    }
  }

  private void channel(XmlElement channel, Set<String> connected) {
    List<XmlElement> ports = new ArrayList<>();
    for (XmlElement end : channel.children) {
      for (XmlElement at : end.children("Standard_Partition")) {
        OptionalLong id = number(at, "PartitionIdentifier");
        String port = at.attributes.getOrDefault("PortName", "");
        if (id.isPresent()) {
          connected.add(key(id.getAsLong(), port));
          find(id.getAsLong(), port).ifPresent(ports::add);
        }
      }
    }
    if (ports.isEmpty()) {
      return;
    }
    XmlElement source = ports.get(0);
    for (XmlElement port : ports.subList(1, ports.size())) {
      OptionalLong from = number(source, "MaxMessageSize");
      OptionalLong to = number(port, "MaxMessageSize");
      if (from.isPresent() && to.isPresent() && from.getAsLong() != to.getAsLong()) {
        error(
            channel,
            "the port \""
                + name(source)
                + "\" has messages of "
                + from.getAsLong()
                + " bytes, \""
                + name(port)
                + "\" of "
                + to.getAsLong());
      }
    }
    if (source.name.equals("Queuing_Port") && ports.size() > 2) {
      error(channel, "a queuing port leads to one destination, this one to " + (ports.size() - 1));
    }
  }

  private Optional<XmlElement> find(long partition, String port) {
    for (XmlElement element : root.children("Partition")) {
      OptionalLong id = number(element, "PartitionIdentifier");
      if (id.isPresent() && id.getAsLong() == partition) {
        return ports(element).stream().filter(p -> name(p).equals(port)).findFirst();
      }
    }
    return Optional.empty();
  }

  private static List<XmlElement> ports(XmlElement partition) {
    return partition.children.stream()
        .filter(c -> c.name.equals("Sampling_Port") || c.name.equals("Queuing_Port"))
        .toList();
  }

  private static String name(XmlElement port) {
    return port.attributes.getOrDefault("Name", port.attributes.getOrDefault("PortName", ""));
  }

  private static String key(long partition, String port) {
    return partition + " " + port;
  }

  // ---- values -----------------------------------------------------------------------------------

  /** Decimal or 0x hexadecimal; empty where there is none. */
  private static OptionalLong number(XmlElement element, String attribute) {
    String text = element.attributes.getOrDefault(attribute, "");
    try {
      boolean hex = text.startsWith("0x") || text.startsWith("0X");
      return OptionalLong.of(hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static Optional<BigDecimal> seconds(XmlElement element, String attribute) {
    String text = element.attributes.getOrDefault(attribute, "");
    try {
      return text.length() > 40 || text.contains("e") || text.contains("E")
          ? Optional.empty()
          : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
