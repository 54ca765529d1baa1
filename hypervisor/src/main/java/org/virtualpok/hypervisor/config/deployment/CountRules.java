// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.OptionalLong;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Variant;

/** Numbers of partitions, slots, ports, lock objects and processors against the lists of them. */
final class CountRules {
  private static final String PARTITIONS = "POK_CONFIG_NB_PARTITIONS";
  private static final String PORTS = "POK_CONFIG_NB_PORTS";
  private static final String OWNERS = "POK_CONFIG_PARTITIONS_PORTS";
  private static final String LOCKS = "POK_CONFIG_NB_LOCKOBJECTS";
  private static final String LOCKS_OF = "POK_CONFIG_PARTITIONS_NLOCKOBJECTS";
  private static final String PROCESSORS = "POK_CONFIG_NB_PROCESSORS";
  private static final String AFFINITY = "POK_CONFIG_PROCESSOR_AFFINITY";

  /** Descriptors of POK's table: 256, of which a partition takes two. */
  private static final int DESCRIPTORS = 256;

  private static final int DESCRIPTORS_OF_KERNEL = 3;

  /** The kernel counts in 8 bits. */
  private static final int BYTE_MAX = 255;

  private final DeploymentHeader header;

  CountRules(DeploymentHeader header) {
    this.header = header;
  }

  void check() {
    long processors = header.number(PROCESSORS).orElse(1);
    range(PROCESSORS, 1, 64);
    range(
        PARTITIONS,
        1,
        (DESCRIPTORS - DESCRIPTORS_OF_KERNEL - Math.max(1, Math.min(64, processors))) / 2);
    range(PORTS, 0, BYTE_MAX);
    range(LOCKS, 0, BYTE_MAX);
    lengths();
    locks();
    owners();
    ports();
    affinity(processors);
  }

  private void range(String macro, long least, long most) {
    header
        .number(macro)
        .ifPresent(
            value -> {
              if (value < least || value > most) {
                header.error(
                    macro, macro + " is " + value + "; it is not within " + least + " to " + most);
              }
            });
  }

  private void lengths() {
    for (String list : KnownMacros.PER_PARTITION) {
      length(list, PARTITIONS);
    }
    length("POK_CONFIG_PARTITIONS_SCHEDULER", PARTITIONS);
    length("POK_CONFIG_PROGRAM_NAME", PARTITIONS);
    length("POK_CONFIG_PROGRAM_LOADADDR", PARTITIONS);
    length("POK_CONFIG_SCHEDULING_SLOTS", "POK_CONFIG_SCHEDULING_NBSLOTS");
    length("POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION", "POK_CONFIG_SCHEDULING_NBSLOTS");
    length(OWNERS, PORTS);
    header.strings("POK_CONFIG_PROGRAM_NAME");
  }

  private void length(String list, String count) {
    OptionalLong elements = header.length(list);
    OptionalLong expected = header.number(count);
    if (elements.isPresent() && expected.isPresent() && !elements.equals(expected)) {
      header.error(
          list,
          list
              + " has "
              + elements.getAsLong()
              + (elements.getAsLong() == 1 ? " element; " : " elements; ")
              + count
              + " is "
              + expected.getAsLong());
    }
  }

  private void locks() {
    OptionalLong count = header.number(LOCKS);
    List<Long> each = header.numbers(LOCKS_OF).orElse(null);
    if (each == null) {
      return;
    }
    if (each.stream().anyMatch(n -> n < 0 || n > BYTE_MAX)) {
      header.error(LOCKS_OF, LOCKS_OF + " has a number that is not within 0 to " + BYTE_MAX);
      return;
    }
    long sum = each.stream().mapToLong(Long::longValue).sum();
    if (count.isPresent() && sum != count.getAsLong()) {
      header.error(
          LOCKS,
          LOCKS
              + " is "
              + count.getAsLong()
              + "; "
              + LOCKS_OF
              + " adds up to "
              + sum
              + " (POK's kernel error 52)");
    }
  }

  private void owners() {
    OptionalLong partitions = header.number(PARTITIONS);
    List<Long> owners = header.numbers(OWNERS).orElse(List.of());
    for (int port = 0; port < owners.size() && partitions.isPresent(); port++) {
      long owner = owners.get(port);
      if (owner < 0 || owner >= partitions.getAsLong()) {
        header.error(
            OWNERS,
            "port "
                + port
                + " belongs to partition "
                + owner
                + "; there are partitions 0 to "
                + (partitions.getAsLong() - 1)
                + " (POK's kernel error 52)");
      }
    }
  }

  private void ports() {
    OptionalLong ports = header.number(PORTS);
    OptionalLong global = header.number("POK_CONFIG_NB_GLOBAL_PORTS");
    if (ports.isPresent() && global.isPresent() && global.getAsLong() < ports.getAsLong()) {
      header.error(
          "POK_CONFIG_NB_GLOBAL_PORTS",
          "POK_CONFIG_NB_GLOBAL_PORTS is "
              + global.getAsLong()
              + ", less than POK_CONFIG_NB_PORTS, which is "
              + ports.getAsLong());
    }
    OptionalLong node = header.number("POK_CONFIG_LOCAL_NODE");
    OptionalLong nodes = header.number("POK_CONFIG_NB_NODES");
    if (node.isPresent()
        && nodes.isPresent()
        && (node.getAsLong() < 0 || node.getAsLong() >= nodes.getAsLong())) {
      header.error(
          "POK_CONFIG_LOCAL_NODE",
          "POK_CONFIG_LOCAL_NODE is "
              + node.getAsLong()
              + "; POK_CONFIG_NB_NODES is "
              + nodes.getAsLong());
    }
  }

  private void affinity(long processors) {
    List<Long> masks = header.numbers(AFFINITY).orElse(List.of());
    if (header.variant() != Variant.POK_2025 || processors < 1 || processors > 62) {
      return;
    }
    for (int partition = 0; partition < masks.size(); partition++) {
      long mask = masks.get(partition);
      String whose = AFFINITY + " of partition " + partition;
      if (mask == 0) {
        header.error(AFFINITY, whose + " is 0; it runs on no processor");
      } else if (mask >>> processors != 0) {
        header.error(
            AFFINITY,
            String.format(
                "%s is 0x%x; there %s %d processor%s",
                whose,
                mask,
                processors == 1 ? "is" : "are",
                processors,
                processors == 1 ? "" : "s"));
      }
    }
  }
}
