// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.hypervisor.config.KernelDescription.Channel;
import org.virtualpok.hypervisor.config.KernelDescription.End;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;

/** Reads what a module says of its kernel: policy, frame, flush rule, channels. */
final class KernelReader {
  private final Problems problems;
  private final List<PartitionDescription> partitions;
  private final Map<Integer, Integer> indexOfIdentifier;

  /** Each port is at one end of one channel at most. */
  private final Map<End, Integer> connectedOnLine = new HashMap<>();

  KernelReader(
      Problems problems,
      List<PartitionDescription> partitions,
      Map<Integer, Integer> indexOfIdentifier) {
    this.problems = problems;
    this.partitions = partitions;
    this.indexOfIdentifier = indexOfIdentifier;
  }

  KernelDescription read(XmlElement root) {
    return new KernelDescription(policy(root), frame(root), flush(root), channels(root));
  }

  private InterruptPolicy policy(XmlElement root) {
    String text = root.attributes.getOrDefault("vp:policy", InterruptPolicy.RELIABLE.word());
    Optional<InterruptPolicy> policy = InterruptPolicy.find(text);
    if (policy.isEmpty()) {
      problems.add(
          root.line,
          "vp:policy=\"" + text + "\" is not known; there are " + InterruptPolicy.names());
    }
    return policy.orElse(InterruptPolicy.RELIABLE);
  }

  private Optional<FrameLayout> frame(XmlElement root) {
    String text = root.attributes.get("vp:frame");
    if (text == null) {
      return Optional.empty();
    }
    Optional<FrameLayout> frame = FrameLayout.find(text);
    if (frame.isEmpty()) {
      problems.add(
          root.line, "vp:frame=\"" + text + "\" is not known; there are " + FrameLayout.names());
    }
    return frame;
  }

  private Flush flush(XmlElement root) {
    String text = root.attributes.getOrDefault("vp:flush", "major-frame");
    switch (text) {
      case "major-frame" -> {
        return Flush.MAJOR_FRAME;
      }
      case "window" -> {
        return new Flush(Flush.When.WINDOW, 0);
      }
      default -> {
        OptionalLong period = problems.seconds(root, "vp:flush");
        if (period.isPresent() && period.getAsLong() == 0) {
          problems.add(root.line, "vp:flush=\"" + text + "\": a period is above 0 seconds");
        }
        return new Flush(Flush.When.PERIOD, Math.max(1, period.orElse(1)));
      }
    }
  }

  private List<Channel> channels(XmlElement root) {
    List<Channel> channels = new ArrayList<>();
    for (XmlElement table : root.children("Connection_Table")) {
      for (XmlElement channel : table.children("Channel")) {
        channel(channel).ifPresent(channels::add);
      }
    }
    return channels;
  }

  private Optional<Channel> channel(XmlElement element) {
    List<XmlElement> sources = element.children("Source");
    List<XmlElement> destinations = element.children("Destination");
    if (sources.size() != 1 || destinations.isEmpty()) {
      problems.add(element.line, "a <Channel> needs one <Source> and at least one <Destination>");
      return Optional.empty();
    }
    Optional<End> source = end(sources.get(0), Direction.SOURCE);
    List<End> ends = new ArrayList<>();
    for (XmlElement destination : destinations) {
      end(destination, Direction.DESTINATION).ifPresent(ends::add);
    }
    if (source.isEmpty() || ends.size() != destinations.size()) {
      return Optional.empty();
    }
    for (End end : ends) {
      if (port(end).kind() != port(source.get()).kind()) {
        problems.add(
            element.line,
            "the channel joins the "
                + port(source.get()).kind().name().toLowerCase(Locale.ROOT)
                + " port \""
                + port(source.get()).name()
                + "\" and the other kind, \""
                + port(end).name()
                + "\"");
      }
    }
    return Optional.of(new Channel(source.get(), ends));
  }

  private PortDescription port(End end) {
    return partitions.get(end.partition()).services().ports().get(end.port());
  }

  private Optional<End> end(XmlElement element, Direction direction) {
    List<XmlElement> standard = element.children("Standard_Partition");
    if (standard.isEmpty()) {
      problems.add(
          element.line,
          "<" + element.name + "> needs a <Standard_Partition>; no other is modelled");
      return Optional.empty();
    }
    XmlElement at = standard.get(0);
    OptionalLong identifier = problems.number(at, "PartitionIdentifier", 1, Integer.MAX_VALUE);
    String name = problems.required(at, "PortName");
    if (identifier.isEmpty() || name == null) {
      return Optional.empty();
    }
    Integer partition = indexOfIdentifier.get((int) identifier.getAsLong());
    if (partition == null) {
      problems.add(at.line, "partition " + identifier.getAsLong() + " is unknown");
      return Optional.empty();
    }
    List<PortDescription> ports = partitions.get(partition).services().ports();
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).name().equals(name)) {
        return Optional.of(checked(new End(partition, i), direction, at));
      }
    }
    problems.add(
        at.line,
        "partition "
            + identifier.getAsLong()
            + " has no port \""
            + name
            + "\""
            + NearestName.hint(
                name, ports.stream().map(PortDescription::name).toList(), "\"", "\""));
    return Optional.empty();
  }

  private End checked(End end, Direction direction, XmlElement at) {
    if (port(end).direction() != direction) {
      problems.add(
          at.line,
          "the port \""
              + port(end).name()
              + "\" is a "
              + port(end).direction()
              + ", not a "
              + direction);
    }
    Integer before = connectedOnLine.putIfAbsent(end, at.line);
    if (before != null) {
      problems.add(
          at.line,
          "the port \"" + port(end).name() + "\" is in a channel already, on line " + before);
    }
    return end;
  }
}
