// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Reads what a partition may use of the kernel: threads, lock objects, ports. */
final class ServicesReader {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final int MESSAGES_MAX = 1 << 16;

  private final Problems problems;

  ServicesReader(Problems problems) {
    this.problems = problems;
  }

  ServicesDescription read(XmlElement partition) {
    ServicesDescription other = ServicesDescription.DEFAULT;
    return new ServicesDescription(
        scheduler(partition),
        (int)
            problems.numberOr(
                partition, "vp:threads", 1, ServicesDescription.THREADS_MAX, other.threads()),
        (int)
            problems.numberOr(
                partition,
                "vp:lockObjects",
                0,
                ServicesDescription.LOCK_OBJECTS_MAX,
                other.lockObjects()),
        faithful(partition),
        ports(partition));
  }

  private ThreadPolicy scheduler(XmlElement partition) {
    String text = partition.attributes.get("vp:scheduler");
    if (text == null) {
      return ServicesDescription.DEFAULT.scheduler();
    }
    Optional<ThreadPolicy> policy = ThreadPolicy.find(text);
    if (policy.isEmpty()) {
      problems.add(
          partition.line,
          "vp:scheduler=\"" + text + "\" is not known; there are " + ThreadPolicy.names());
    }
    return policy.orElse(ServicesDescription.DEFAULT.scheduler());
  }

  private boolean faithful(XmlElement partition) {
    String text = partition.attributes.getOrDefault("vp:faithful", "false");
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(partition.line, "vp:faithful=\"" + text + "\" is neither true nor false");
    }
    return text.equals("true");
  }

  private List<PortDescription> ports(XmlElement partition) {
    List<PortDescription> ports = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (XmlElement child : partition.children) {
      if (child.name.equals("Sampling_Port") || child.name.equals("Queuing_Port")) {
        PortDescription port = port(child);
        if (!names.add(port.name())) {
          problems.add(
              child.line, "the port name \"" + port.name() + "\" is used twice in a partition");
        }
        ports.add(port);
      }
    }
    return ports;
  }

  private PortDescription port(XmlElement element) {
    boolean sampling = element.name.equals("Sampling_Port");
    String name = problems.required(element, nameAttribute(element));
    long refresh = sampling ? problems.seconds(element, "RefreshRateSeconds").orElse(0) : 0;
    return new PortDescription(
        name == null ? "" : name,
        sampling ? Kind.SAMPLING : Kind.QUEUEING,
        direction(element),
        (int) problems.number(element, "MaxMessageSize", 1, MESSAGE_BYTES_MAX).orElse(1),
        sampling ? 1 : (int) problems.number(element, "MaxNbMessages", 1, MESSAGES_MAX).orElse(1),
        refresh,
        element.line);
  }

  /** ARINC 653's schemas differ: PortName in newer ones, Name in POK's. */
  private static String nameAttribute(XmlElement element) {
    return element.attributes.containsKey("Name") ? "Name" : "PortName";
  }

  private Direction direction(XmlElement element) {
    String text = problems.required(element, "Direction");
    if (text != null && !text.equals("SOURCE") && !text.equals("DESTINATION")) {
      problems.add(
          element.line, "Direction=\"" + text + "\" is not known; there are SOURCE, DESTINATION");
    }
    return "SOURCE".equals(text) ? Direction.SOURCE : Direction.DESTINATION;
  }
}
