// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

/**
 * A port of a partition as configured.
 *
 * @param maxMessageBytes of one message
 * @param maxMessages that a queueing port holds; 1 for a sampling port
 * @param refreshNanos how long a sample stays valid; 0 for a queueing port
 * @param line in the XML; 0 where there is none
 */
public record PortDescription(
    String name,
    Kind kind,
    Direction direction,
    int maxMessageBytes,
    int maxMessages,
    long refreshNanos,
    int line) {
  /** How messages are kept. */
  public enum Kind {
    SAMPLING,
    QUEUEING
  }

  /** Seen from the partition. */
  public enum Direction {
    SOURCE,
    DESTINATION
  }
}
