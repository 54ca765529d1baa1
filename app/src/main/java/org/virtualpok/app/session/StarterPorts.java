// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.hypercall.Mismatches.MissingPort;

/** The ports that the images of a starter module ask for, and the channels that may join them. */
final class StarterPorts {
  /** More than what POK or a module's XML allow is no port that could be configured. */
  private static final int BYTES_MAX = 1 << 20;

  private final List<MissingPort> ports = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * A channel.
   *
   * @param guessed whether names differ
   */
  private record Channel(MissingPort source, List<MissingPort> destinations, boolean guessed) {}

  /** Takes what is new; false if nothing is. */
  boolean add(List<MissingPort> wanted) {
    boolean isNew = false;
    for (MissingPort port : wanted) {
      if (port.sizeBytes() <= BYTES_MAX && names.add(port.partition() + " " + port.name())) {
        ports.add(port);
        isNew = true;
      }
    }
    return isNew;
  }

  boolean isEmpty() {
    return ports.isEmpty();
  }

  /** Elements of a partition, one line each. */
  List<String> elements(int partition) {
    return ports.stream().filter(p -> p.partition() == partition).map(StarterPorts::port).toList();
  }

  private static String port(MissingPort port) {
    boolean sampling = port.kind() == Kind.SAMPLING;
    return "<"
        + (sampling ? "Sampling_Port" : "Queuing_Port")
        + " PortName=\""
        + StarterModule.escaped(port.name())
        + "\" MaxMessageSize=\""
        + port.sizeBytes()
        + "\" Direction=\""
        + port.direction()
        + (sampling ? "\" RefreshRateSeconds=\"1.0\"/>" : "\" MaxNbMessages=\"1\"/>");
  }

  // ---- channels ---------------------------------------------------------------------------------

  /**
   * Ports of one name belong together; then, for each kind and size, the last source and the last
   * destination that are left, if there is one of each.
   */
  private List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    List<MissingPort> left = new ArrayList<>(ports);
    for (MissingPort source : ports) {
      List<MissingPort> ends =
          left.stream().filter(p -> fits(source, p) && p.name().equals(source.name())).toList();
      boolean one = source.kind() == Kind.SAMPLING || ends.size() == 1;
      if (!ends.isEmpty() && one && left.contains(source)) {
        channels.add(new Channel(source, ends, false));
        left.remove(source);
        left.removeAll(ends);
      }
    }
    for (MissingPort source : List.copyOf(left)) {
      List<MissingPort> ends = left.stream().filter(p -> fits(source, p)).toList();
      boolean alone =
          ends.size() == 1
              && left.stream().filter(p -> fits(p, ends.get(0))).count() == 1
              && ends.get(0).partition() != source.partition();
      if (alone) {
        channels.add(new Channel(source, ends, true));
        left.remove(source);
        left.removeAll(ends);
      }
    }
    return channels;
  }

  private static boolean fits(MissingPort source, MissingPort destination) {
    return source.direction() == Direction.SOURCE
        && destination.direction() == Direction.DESTINATION
        && source.kind() == destination.kind()
        && source.sizeBytes() == destination.sizeBytes();
  }

  /**
   * Lines of a Connection_Table; none where nothing can be joined.
   *
   * @param identities attributes that name each partition
   */
  List<String> table(List<String> identities) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (Channel channel : channels()) {
      number++;
      if (channel.guessed) {
        lines.add("    <!-- The names differ; no other ports of this kind and size are left. -->");
      }
      lines.add(
          "    <Channel ChannelIdentifier=\""
              + number
              + "\" ChannelName=\""
              + StarterModule.escaped(channel.source.name())
              + "\">");
      lines.add("      <Source>" + end(channel.source, identities) + "</Source>");
      channel.destinations.forEach(
          d -> lines.add("      <Destination>" + end(d, identities) + "</Destination>"));
      lines.add("    </Channel>");
    }
    return lines.isEmpty()
        ? lines
        : Stream.of(List.of("  <Connection_Table>"), lines, List.of("  </Connection_Table>"))
            .flatMap(List::stream)
            .toList();
  }

  private static String end(MissingPort port, List<String> identities) {
    return "<Standard_Partition "
        + identities.get(port.partition())
        + " PortName=\""
        + StarterModule.escaped(port.name())
        + "\"/>";
  }
}
