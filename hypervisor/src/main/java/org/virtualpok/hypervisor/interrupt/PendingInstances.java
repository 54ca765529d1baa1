// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** What waits on the lines of a vCPU, and what stops waiting; each is counted and logged. */
final class PendingInstances {
  private final int context;
  private final EventRecorder recorder;

  /** A bit for each line with something pending. */
  private int lines;

  PendingInstances(int context, EventRecorder recorder) {
    this.context = context;
    this.recorder = recorder;
  }

  /** A bit for each line with something pending. */
  int lines() {
    return lines;
  }

  boolean isEmpty() {
    return lines == 0;
  }

  /** An instance waits from now on, held back by a gate unless that is OPEN. */
  void add(VirtualLine line, int instance, Gate gate) {
    if (!line.pending.add(instance)) {
      drop(line, instance, Gate.QUEUE_FULL);
      return;
    }
    lines |= 1 << line.number;
    int waiting = line.pending.size();
    recorder.record(HypervisorEvents.IRQ_LATCHED, context, instance, line.number, waiting);
    if (gate != Gate.OPEN) {
      recorder.record(HypervisorEvents.IRQ_HELD, context, instance, line.number, gate.code());
      if (waiting == 1) {
        line.loggedGate = gate;
      }
    }
  }

  /** The line's first instance is delivered. */
  int take(VirtualLine line) {
    int instance = line.pending.remove();
    if (line.pending.size() == 0) {
      lines &= ~(1 << line.number);
    }
    line.loggedGate = null;
    line.delivered++;
    return instance;
  }

  void drop(VirtualLine line, int instance, Gate why) {
    line.dropped++;
    recorder.record(HypervisorEvents.IRQ_DROPPED, context, instance, line.number, why.code());
  }

  void dropAll(VirtualLine line, Gate why) {
    while (line.pending.size() > 0) {
      drop(line, line.pending.remove(), why);
    }
    lines &= ~(1 << line.number);
  }

  /** The module starts anew; the lines are new as well. */
  void forget() {
    lines = 0;
  }
}
