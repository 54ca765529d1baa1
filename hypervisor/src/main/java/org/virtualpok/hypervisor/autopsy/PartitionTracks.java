// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.List;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;

/** When each gate of one partition was closed, and which hypercall it is in. */
final class PartitionTracks {
  final int context;
  final List<Gate> gates;
  final Track notScheduled = new Track();
  final Track virtualIfOff = new Track();

  /** The frame of the last one that was delivered is unreturned. */
  final Track frameOpen = new Track();

  final Track noThread = new Track();

  /** The partition stopped, restarted or faulted: what waited then was dropped. */
  final Track ended = new Track().startOpen();

  final Track[] noHandler = new Track[VirtualInterrupts.LINES];
  final Track[] masked = new Track[VirtualInterrupts.LINES];
  final Track[] inService = new Track[VirtualInterrupts.LINES];

  /** The last instance that was delivered. */
  int delivered;

  /** The last hypercall, as {@link Closers} names it. */
  private int call;

  private int callSite;

  /** When it began; all that it does bears the same time. */
  private long callNanos = Track.NEVER;

  /**
   * @param gates that hold this partition's interrupts back, the outermost first
   * @param fromStart whether the log has its beginning, so that the gates' first state is known
   */
  PartitionTracks(int context, List<Gate> gates, boolean fromStart) {
    this.gates = List.copyOf(gates);
    this.context = context;
    for (int line = 0; line < VirtualInterrupts.LINES; line++) {
      noHandler[line] = new Track();
      masked[line] = new Track();
      inService[line] = new Track();
      if (fromStart) {
        noHandler[line].startClosed();
        masked[line].startOpen();
        inService[line].startOpen();
      }
    }
    if (fromStart) {
      notScheduled.startOpen();
      virtualIfOff.startOpen();
      frameOpen.startOpen();
      noThread.startOpen();
    }
  }

  void beginCall(long nanos, int newCall, int site) {
    call = newCall;
    callSite = site;
    callNanos = nanos;
  }

  void endCall() {
    callNanos = Track.NEVER;
  }

  /** Whether what happens now is the guest's hypercall. */
  boolean inCall(long nanos) {
    return callNanos == nanos;
  }

  int call() {
    return call;
  }

  int callSite() {
    return callSite;
  }

  /** The track of a gate; null for a reason that never holds anything back. */
  Track track(Gate gate, int line) {
    return switch (gate) {
      case NO_HANDLER -> noHandler[line];
      case NOT_SCHEDULED -> notScheduled;
      case MASKED -> masked[line];
      case VIRTUAL_IF_OFF -> virtualIfOff;
      case IN_SERVICE -> inService[line];
      case NO_THREAD -> noThread;
      case FRAME_OPEN -> frameOpen;
      case PARTITION_STOPPED, PARTITION_RESTARTED, PARTITION_FAULTED -> ended;
      default -> null;
    };
  }

  /** The gate that was closed first between two times; OPEN if none was. */
  Gate firstClosed(int line, long from, long until) {
    Gate first = Gate.OPEN;
    long when = until;
    for (Gate gate : gates) {
      Track track = track(gate, line);
      int i = track == null ? 0 : track.firstAfter(from);
      if (track != null && i < track.size() && Math.max(from, track.closed(i)) < when) {
        when = Math.max(from, track.closed(i));
        first = gate;
      }
    }
    return first;
  }
}
