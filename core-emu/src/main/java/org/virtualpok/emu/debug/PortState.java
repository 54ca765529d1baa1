// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * A port of a partition, configured and perhaps created.
 *
 * @param id as guests see it, unique in the module
 * @param context id of the partition
 * @param created whether the guest has created it; else all that follows the maximum is 0
 * @param sizeBytes what it holds at most; before it is created, as configured
 * @param bytes inside now
 * @param messages inside now; one that was received in part counts; {@link #UNKNOWN} if only their
 *     bytes are known
 * @param valid whether a sample is fresh; always for a queueing port
 * @param waitingToFlush whether a source port holds what its destinations do not have yet
 * @param destinations ids of the ports that a source port's channel leads to
 * @param waiting ids of the threads that wait for a message or for room, first to wake first
 * @param written messages ever written, by the guest or by a flush; {@link #UNKNOWN} if nobody
 *     counts
 * @param overflows messages ever refused or lost because there was no room
 * @param writtenNanos guest time of the last write, ns; -1 if there was none
 * @param flushedNanos guest time of the last flush from or to it, ns; -1 if there was none
 */
public record PortState(
    int id,
    int context,
    String name,
    Kind kind,
    Direction direction,
    boolean created,
    int sizeBytes,
    int bytes,
    int messages,
    boolean valid,
    boolean waitingToFlush,
    List<Integer> destinations,
    List<Integer> waiting,
    long written,
    long overflows,
    long writtenNanos,
    long flushedNanos) {
  /** A number or time that nobody knows. */
  public static final int UNKNOWN = -1;

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

  public PortState {
    destinations = List.copyOf(destinations);
    waiting = List.copyOf(waiting);
  }
}
