// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.port;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.hypervisor.config.KernelDescription.Channel;
import org.virtualpok.hypervisor.config.KernelDescription.End;
import org.virtualpok.hypervisor.config.PortDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.config.ServicesDescription;

/** The ports of all partitions, numbered through the module, and the channels between them. */
public final class Ports {
  /** What POK has for the contents of all ports. */
  private static final int POOL_BYTES = 1024;

  /** What POK allows for one port. */
  private static final int PORT_BYTES_MAX = 512;

  /** Ids have this many bits. */
  private static final int ID_MASK = 0xff;

  private final List<Port> ports = new ArrayList<>();

  /** By partition: id of its first port. */
  private final List<Integer> firstIds = new ArrayList<>();

  /** By port id: where its channel leads. */
  private final List<List<Port>> destinations = new ArrayList<>();

  private int longestName;

  /** What the ports that faithful partitions created have taken of POK's pool. */
  private int pooledBytes;

  /**
   * @param faithful whether a partition, by index, gets the bugs of its kernel
   */
  public Ports(
      List<ServicesDescription> partitions, List<Boolean> faithful, List<Channel> channels) {
    for (int p = 0; p < partitions.size(); p++) {
      firstIds.add(ports.size());
      for (PortDescription description : partitions.get(p).ports()) {
        ports.add(new Port(ports.size(), p, description, faithful.get(p)));
        destinations.add(new ArrayList<>());
        longestName = Math.max(longestName, description.name().length());
      }
    }
    for (Channel channel : channels) {
      for (End end : channel.destinations()) {
        destinations.get(at(channel.source()).id()).add(at(end));
      }
    }
  }

  private Port at(End end) {
    return ports.get(firstIds.get(end.partition()) + end.port());
  }

  /** By id. */
  public List<Port> all() {
    return List.copyOf(ports);
  }

  /** Of the longest name that a port of the module has, in characters. */
  public int longestName() {
    return longestName;
  }

  /** Where the channel of a port leads; empty if it is at the end of one, or in none. */
  public List<Port> destinations(Port port) {
    return List.copyOf(destinations.get(port.id()));
  }

  /** The module starts anew. */
  public void reset() {
    ports.forEach(Port::forget);
    pooledBytes = 0;
  }

  /** A partition starts anew; a faithful kernel keeps its ports and what is in them. */
  public void forget(int partition) {
    for (Port port : ports) {
      if (port.partition() == partition && !port.faithful()) {
        port.forget();
      }
    }
  }

  /** A port by the 8 bits of its id; null if the partition does not own it. */
  public Port own(int partition, int id) {
    int index = id - firstIds.get(partition) & ID_MASK;
    int next = partition + 1 < firstIds.size() ? firstIds.get(partition + 1) : ports.size();
    return index < next - firstIds.get(partition)
        ? ports.get(firstIds.get(partition) + index)
        : null;
  }

  /** Whether POK refuses an id before it looks whose port it is. */
  public boolean outOfRange(int id) {
    return (id & ID_MASK) > ports.size();
  }

  /**
   * Finds a port of a kind by name.
   *
   * @param named whether a name is the one
   * @return null if no partition has it; a faithful partition finds the first in the module, though
   *     it be another's
   */
  public Port find(int partition, boolean faithful, Kind kind, Predicate<String> named) {
    Port found = null;
    for (Port port : ports) {
      PortDescription description = port.description();
      if (description.kind() == kind && named.test(description.name())) {
        if (port.partition() == partition || faithful) {
          return port;
        }
        found = found == null ? port : found;
      }
    }
    return found;
  }

  /**
   * Creates a port.
   *
   * @param port as {@link #find} found it, or null
   * @return a {@link PortAnswer}
   */
  public int create(int partition, boolean faithful, Port port, Direction direction, int size) {
    boolean pooled = size >= 0 && size <= PORT_BYTES_MAX && size <= POOL_BYTES - pooledBytes;
    if (direction == null || (faithful && !pooled)) {
      return PortAnswer.PORT;
    }
    if (port == null) {
      return PortAnswer.NOT_FOUND;
    }
    if (port.partition() != partition || (!faithful && !asConfigured(port, direction, size))) {
      return PortAnswer.PORT;
    }
    if (port.created()) {
      return PortAnswer.EXISTS;
    }
    pooledBytes += faithful ? size : 0;
    port.create(direction, size);
    return PortAnswer.OK;
  }

  private static boolean asConfigured(Port port, Direction direction, int size) {
    PortDescription description = port.description();
    long most = (long) description.maxMessageBytes() * description.maxMessages();
    return direction == description.direction() && size > 0 && size <= most;
  }

  /** For views. */
  public List<PortState> states(long nowNanos) {
    List<PortState> states = new ArrayList<>();
    for (Port port : ports) {
      List<Integer> ends = destinations.get(port.id()).stream().map(Port::id).toList();
      states.add(port.state(2 * (port.partition() + 1), ends, nowNanos));
    }
    return states;
  }
}
