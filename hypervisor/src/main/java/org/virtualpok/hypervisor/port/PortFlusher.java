// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.port;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * Carries what was written to source ports to their destinations, when a slot ends and the module's
 * rule says so.
 */
public final class PortFlusher {
  private final Ports ports;
  private final Flush rule;
  private final IntPredicate communicates;
  private final EventRecorder recorder;
  private long nextNanos;

  /**
   * @param communicates whether a partition, by index, is in mode NORMAL or IDLE
   */
  public PortFlusher(Ports ports, Flush rule, IntPredicate communicates, EventRecorder recorder) {
    this.ports = ports;
    this.rule = rule;
    this.communicates = communicates;
    this.recorder = recorder;
  }

  /** The module starts anew. */
  public void reset() {
    nextNanos = 0;
  }

  /**
   * A slot has ended.
   *
   * @param partition index of its owner
   * @param frameEnds whether the major frame ends, too
   */
  public void slotEnds(int partition, boolean frameEnds, long nowNanos) {
    switch (rule.when()) {
      case MAJOR_FRAME -> {
        if (frameEnds) {
          flushAll(nowNanos);
        }
      }
      case WINDOW -> flush(partition, nowNanos);
      case PERIOD -> {
        if (nextNanos <= nowNanos) {
          nextNanos += rule.periodNanos();
          flushAll(nowNanos);
        }
      }
    }
  }

  private void flushAll(long nowNanos) {
    int partition = -1;
    for (Port port : ports.all()) {
      if (port.partition() != partition) {
        partition = port.partition();
        if (communicates.test(partition)) {
          flush(partition, nowNanos);
        }
      }
    }
  }

  private void flush(int partition, long nowNanos) {
    for (Port port : ports.all()) {
      if (port.partition() == partition
          && port.created()
          && port.direction() == Direction.SOURCE
          && port.mustBeFlushed()
          && !port.empty()) {
        flush(port, nowNanos);
      }
    }
  }

  private void flush(Port from, long nowNanos) {
    List<Port> ends = new ArrayList<>();
    for (Port end : ports.destinations(from)) {
      if (end.created() && end.direction() == Direction.DESTINATION) {
        ends.add(end);
      }
    }
    int used = from.used();
    int length = from.faithful() || !from.queueing() ? used : fitting(from, ends);
    byte[] bytes = from.queueing() ? from.receive(length) : from.sample();
    for (Port end : ends) {
      if (length > 0) {
        deliver(from, end, bytes, nowNanos);
      }
      end.wakeAll();
    }
    if (length < used) {
      overflow(from, used - length);
    }
    from.wakeAll();
    from.flushed(length == used, nowNanos);
  }

  /** Whole messages that every destination has room for; all that is there if nobody listens. */
  private static int fitting(Port from, List<Port> ends) {
    int room = Integer.MAX_VALUE;
    for (Port end : ends) {
      room = Math.min(room, end.ring().room());
    }
    return ends.isEmpty() ? from.used() : from.ring().wholeMessages(room);
  }

  private void deliver(Port from, Port to, byte[] bytes, long nowNanos) {
    boolean lost = bytes.length > to.sizeBytes() || (to.queueing() && to.ring().room() == 0);
    if (lost) {
      overflow(to, bytes.length);
      return;
    }
    if (to.queueing()) {
      if (to.ring().room() < bytes.length) {
        overflow(to, bytes.length - to.ring().room());
      }
      to.send(bytes, nowNanos);
    } else {
      to.writeSample(bytes, nowNanos);
    }
    to.flushed(true, nowNanos);
    recorder.record(
        HypervisorEvents.PORT_FLUSH, 2 * (from.partition() + 1), from.id(), to.id(), bytes.length);
  }

  private void overflow(Port port, int bytes) {
    port.countOverflow();
    recorder.record(
        HypervisorEvents.PORT_OVERFLOW, 2 * (port.partition() + 1), port.id(), bytes, port.used());
  }
}
