// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.LineDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * Reads a module from ARINC 653 XML with our attributes (namespace urn:virtualpok:module:1).
 *
 * <p>Elements of the standard that this model does not play (processes) are accepted and skipped;
 * an element that neither knows is a problem.
 */
public final class ModuleParser {
  /** A module's XML has at most this many bytes: 4 MiB. */
  public static final int BYTES_MAX = 4 << 20;

  private static final Set<String> HEALTH =
      Set.of("System_HM_Table", "Module_HM_Table", "Partition_HM_Table");
  private static final Set<String> IN_PARTITION =
      Set.of("Sampling_Port", "Queuing_Port", "Process");
  private static final long COST_NANOS_MAX = 1_000_000_000L;

  private final String file;
  private final Problems problems;
  private final List<PartitionDescription> partitions = new ArrayList<>();
  private final Map<Integer, Integer> indexOfIdentifier = new HashMap<>();
  private final Map<Integer, Long> sizeOfIdentifier = new HashMap<>();

  private ModuleParser(String file) {
    this.file = file;
    this.problems = new Problems(file);
  }

  /**
   * @param file the name that problems are reported against
   * @throws ConfigurationException with every problem that was found
   */
  public static ModuleDescription parse(String file, byte[] xml) throws ConfigurationException {
    XmlElement root = XmlReader.read(file, xml);
    if (!root.name.equals("ARINC_653_Module")) {
      throw new ConfigurationException(
          file
              + ":"
              + root.line
              + ": the root element is <"
              + root.name
              + ">, a module needs <ARINC_653_Module>");
    }
    return new ModuleParser(file).module(root);
  }

  private ModuleDescription module(XmlElement root) throws ConfigurationException {
    int count = root.children("Partition").size();
    if (count > ModuleDescription.PARTITIONS_MAX) {
      problems.add(
          root.line,
          count + " partitions are too many; there may be " + ModuleDescription.PARTITIONS_MAX);
      problems.throwIfAny();
    }
    String name = problems.required(root, "ModuleName");
    ClockRate clock = clock(root);
    checkAttributes(root, Set.of("vp:clockHz", "vp:policy", "vp:frame", "vp:flush"));
    checkChildren(root);
    root.children("Partition_Memory").forEach(this::memory);
    root.children("Partition").forEach(this::partition);
    checkPartitions(root);
    ScheduleReader schedule = new ScheduleReader(problems, partitions, indexOfIdentifier);
    schedule.read(root);
    Costs costs = costs(root);
    List<LineDescription> lines = lines(root);
    KernelDescription kernel = new KernelReader(problems, partitions, indexOfIdentifier).read(root);
    HealthDescription health = new HealthReader(problems, partitions, indexOfIdentifier).read(root);
    problems.throwIfAny();
    return new ModuleDescription(
        file,
        name,
        partitions,
        schedule.majorFrameNanos(),
        schedule.windows(),
        clock,
        costs,
        lines,
        kernel,
        health);
  }

  private ClockRate clock(XmlElement root) {
    String text = root.attributes.get("vp:clockHz");
    if (text == null) {
      return ClockRate.DEFAULT;
    }
    try {
      return ClockRate.parse(text);
    } catch (IllegalArgumentException e) {
      problems.add(root.line, "vp:clockHz=\"" + text + "\": " + e.getMessage());
      return ClockRate.DEFAULT;
    }
  }

  private void checkChildren(XmlElement root) {
    Set<String> known =
        Set.of(
            "Partition",
            "Partition_Memory",
            "Module_Schedule",
            "Connection_Table",
            "vp:costs",
            "vp:line");
    Set<String> all = new HashSet<>(known);
    all.addAll(HEALTH);
    for (XmlElement child : root.children) {
      if (!known.contains(child.name) && !HEALTH.contains(child.name)) {
        String hint = NearestName.hint(child.name, all, "<", ">");
        problems.add(child.line, "the element <" + child.name + "> is not known here" + hint);
      }
    }
  }

  private void checkAttributes(XmlElement element, Set<String> ours) {
    for (String attribute : element.attributes.keySet()) {
      if (attribute.startsWith("vp:") && !ours.contains(attribute)) {
        problems.add(
            element.line,
            "the attribute "
                + attribute
                + " is not known in <"
                + element.name
                + ">"
                + NearestName.hint(attribute, ours, "", ""));
      }
    }
  }

  private void memory(XmlElement element) {
    OptionalLong identifier = problems.number(element, "PartitionIdentifier", 1, Integer.MAX_VALUE);
    long size = 0;
    List<XmlElement> requirements = element.children("Memory_Requirements");
    if (requirements.isEmpty()) {
      problems.add(element.line, "<Partition_Memory> needs a <Memory_Requirements>");
    }
    for (XmlElement requirement : requirements) {
      size +=
          problems
              .number(requirement, "SizeBytes", 0, ModuleDescription.PARTITION_BYTES_TOTAL_MAX)
              .orElse(ModuleDescription.PARTITION_BYTES_MIN);
    }
    if (identifier.isEmpty() || requirements.isEmpty()) {
      return;
    }
    int id = (int) identifier.getAsLong();
    if (size < ModuleDescription.PARTITION_BYTES_MIN) {
      problems.add(
          element.line,
          "partition "
              + id
              + " has "
              + size
              + " bytes of memory; it needs at least "
              + ModuleDescription.PARTITION_BYTES_MIN);
    }
    if (sizeOfIdentifier.putIfAbsent(id, size) != null) {
      problems.add(element.line, "partition " + id + " has a second <Partition_Memory>");
    }
  }

  private void partition(XmlElement element) {
    checkAttributes(
        element,
        Set.of(
            "vp:image", "vp:abi", "vp:scheduler", "vp:threads", "vp:lockObjects", "vp:faithful"));
    for (XmlElement child : element.children) {
      if (!IN_PARTITION.contains(child.name)) {
        String hint = NearestName.hint(child.name, IN_PARTITION, "<", ">");
        problems.add(
            child.line, "the element <" + child.name + "> is not known in <Partition>" + hint);
      }
    }
    OptionalLong identifier = problems.number(element, "PartitionIdentifier", 1, Integer.MAX_VALUE);
    String name = problems.required(element, "PartitionName");
    String image = problems.required(element, "vp:image");
    String abi = element.attributes.getOrDefault("vp:abi", "");
    if (!abi.isEmpty() && Personality.find(abi).isEmpty()) {
      problems.add(
          element.line, "vp:abi=\"" + abi + "\" is not known; there are " + Personality.names());
    }
    ServicesDescription services = new ServicesReader(problems).read(element);
    if (name != null && partitions.stream().anyMatch(p -> p.name().equals(name))) {
      problems.add(element.line, "the PartitionName \"" + name + "\" is used twice");
    }
    if (identifier.isEmpty()) {
      return;
    }
    int id = (int) identifier.getAsLong();
    if (indexOfIdentifier.containsKey(id)) {
      problems.add(element.line, "the PartitionIdentifier " + id + " is used twice");
      return;
    }
    Long size = sizeOfIdentifier.get(id);
    if (size == null) {
      problems.add(element.line, "partition " + id + " has no <Partition_Memory>");
    }
    indexOfIdentifier.put(id, partitions.size());
    partitions.add(
        new PartitionDescription(
            id,
            name == null ? "" : name,
            image == null ? "" : image,
            abi,
            (int) Math.min(size == null ? 0 : size, Integer.MAX_VALUE),
            element.line,
            services));
  }

  private void checkPartitions(XmlElement root) {
    if (partitions.isEmpty() && root.children("Partition").isEmpty()) {
      problems.add(root.line, "a module needs at least one <Partition>");
    }
    long total = sizeOfIdentifier.values().stream().mapToLong(Long::longValue).sum();
    if (total > ModuleDescription.PARTITION_BYTES_TOTAL_MAX) {
      problems.add(
          root.line,
          "the partitions have "
              + total
              + " bytes in total; there may be "
              + ModuleDescription.PARTITION_BYTES_TOTAL_MAX);
    }
    Set<Integer> reported = new HashSet<>();
    for (XmlElement memory : root.children("Partition_Memory")) {
      int id = memoryIdentifier(memory);
      if (id > 0 && !indexOfIdentifier.containsKey(id) && reported.add(id)) {
        problems.add(memory.line, "<Partition_Memory> for partition " + id + ", which is unknown");
      }
    }
  }

  private static int memoryIdentifier(XmlElement memory) {
    try {
      return Integer.decode(memory.attributes.getOrDefault("PartitionIdentifier", "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Costs costs(XmlElement root) {
    List<XmlElement> all = root.children("vp:costs");
    if (all.isEmpty()) {
      return Costs.NONE;
    }
    if (all.size() > 1) {
      problems.add(all.get(1).line, "there is a second <vp:costs>");
    }
    XmlElement element = all.get(0);
    for (String attribute : element.attributes.keySet()) {
      if (!Set.of("hypercall", "delivery", "return", "slotSwitch").contains(attribute)) {
        problems.add(
            element.line,
            "the attribute "
                + attribute
                + " is not known in <vp:costs>; there are hypercall, delivery, return, slotSwitch");
      }
    }
    return new Costs(
        problems.numberOr(element, "hypercall", 0, COST_NANOS_MAX, 0),
        problems.numberOr(element, "delivery", 0, COST_NANOS_MAX, 0),
        problems.numberOr(element, "return", 0, COST_NANOS_MAX, 0),
        problems.numberOr(element, "slotSwitch", 0, COST_NANOS_MAX, 0));
  }

  private List<LineDescription> lines(XmlElement root) {
    List<LineDescription> lines = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (XmlElement element : root.children("vp:line")) {
      OptionalLong number = problems.number(element, "number", 1, 15);
      String text = element.attributes.getOrDefault("coalesces", "false");
      if (!text.equals("true") && !text.equals("false")) {
        problems.add(element.line, "coalesces=\"" + text + "\" is neither true nor false");
      }
      if (number.isPresent()) {
        int line = (int) number.getAsLong();
        if (!seen.add(line)) {
          problems.add(element.line, "line " + line + " is described twice");
        }
        lines.add(new LineDescription(line, text.equals("true")));
      }
    }
    return lines;
  }
}
