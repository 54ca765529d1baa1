// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * The virtual interrupt controller of one vCPU.
 *
 * <p>Each raise of a requested line is an <i>instance</i> with an id. It is latched whichever
 * partition runs, and waits until every <i>gate</i> is open: the partition is scheduled, the
 * virtual IF is on, the line is neither masked nor in service. Instances of a line are delivered in
 * order, the lowest line first. Nothing is lost: raised = delivered + pending + coalesced +
 * dropped, and each dropped instance names its gate.
 */
public final class VirtualInterrupts {
  public static final int LINES = 16;

  /** Cause of a change of the virtual IF that no hypercall made. */
  public static final int CAUSE_DELIVERY = -1;

  /** Cause of a change that a person made. */
  public static final int CAUSE_PERSON = -2;

  /** Site of a change that no instruction of the guest made. */
  public static final int NO_SITE = 0;

  /** Frames that a guest abandoned (a task deleted inside a handler) are forgotten past this. */
  private static final int OPEN_FRAMES_MAX = 4096;

  private final VirtualLine[] lines = new VirtualLine[LINES];
  private final int context;
  private final EventRecorder recorder;
  private final IntSupplier instanceIds;

  /** By unsigned address of the line word, the innermost of a stack first. */
  private final NavigableMap<Long, OpenFrame> frames = new TreeMap<>();

  private boolean enabled = true;

  /** Cached: a bit for each line with something pending. */
  private int pendingLines;

  /**
   * @param context id under which events are logged
   * @param instanceIds gives the module's next instance id
   * @param coalescing a bit for each line that coalesces; bit 0 is ignored, the clock never does
   */
  public VirtualInterrupts(
      int context, EventRecorder recorder, IntSupplier instanceIds, int coalescing) {
    this.context = context;
    this.recorder = recorder;
    this.instanceIds = instanceIds;
    for (int i = 0; i < LINES; i++) {
      lines[i] = new VirtualLine(i, i != VirtualLine.CLOCK && (coalescing >> i & 1) != 0);
    }
  }

  public VirtualLine line(int number) {
    return lines[number];
  }

  public static boolean isLine(int number) {
    return Integer.compareUnsigned(number, LINES) < 0;
  }

  /** The virtual interrupt flag. */
  public boolean enabled() {
    return enabled;
  }

  /**
   * Sets the virtual interrupt flag; returns its old value.
   *
   * @param cause number of the hypercall, for the log
   * @param site offset of its INT instruction, for the log
   */
  public boolean setEnabled(boolean on, int cause, int site) {
    boolean old = enabled;
    if (old != on) {
      enabled = on;
      recorder.record(HypervisorEvents.VIRTUAL_IF, context, on ? 1 : 0, cause, site);
    }
    return old;
  }

  /**
   * @param cause number of the hypercall, or CAUSE_PERSON, for the log
   */
  public void setMasked(int number, boolean masked, int cause) {
    VirtualLine line = lines[number];
    if (line.masked != masked) {
      line.masked = masked;
      recorder.record(HypervisorEvents.IRQ_MASK, context, number, masked ? 1 : 0, cause);
    }
  }

  /** All instances that wait, over all lines. */
  public long pending() {
    long sum = 0;
    for (VirtualLine line : lines) {
      sum += line.pending.size();
    }
    return sum;
  }

  public void request(int number, int handler) {
    VirtualLine line = lines[number];
    line.requested = true;
    line.everRequested = true;
    line.handler = handler;
    recorder.record(HypervisorEvents.IRQ_REQUESTED, context, number, 1, handler);
  }

  /** Gives a line back; what waits on it is dropped. False if it was not requested. */
  public boolean giveBack(int number, Gate why) {
    VirtualLine line = lines[number];
    if (!line.requested) {
      return false;
    }
    line.requested = false;
    line.service = null;
    line.loggedGate = null;
    while (line.pending.size() > 0) {
      drop(line, line.pending.remove(), why);
    }
    pendingLines &= ~(1 << number);
    recorder.record(HypervisorEvents.IRQ_REQUESTED, context, number, 0, line.handler);
    return true;
  }

  /** The vCPU starts anew, or never runs again: no line is requested, the virtual IF is on. */
  public void reset(Gate why, int cause) {
    for (int i = 0; i < LINES; i++) {
      giveBack(i, why);
      setMasked(i, false, cause);
    }
    frames.values().stream()
        .sorted(Comparator.comparingInt(OpenFrame::instance))
        .forEach(frame -> abandon(frame, Abandonment.PARTITION_ENDED));
    frames.clear();
    setEnabled(true, cause, NO_SITE);
  }

  private void abandon(OpenFrame frame, Abandonment why) {
    recorder.record(
        HypervisorEvents.IRQ_ABANDONED, context, frame.instance(), frame.line(), why.code());
  }

  /** The module starts anew: as it was made, nothing is logged. */
  public void forget() {
    for (int i = 0; i < LINES; i++) {
      lines[i] = new VirtualLine(i, lines[i].coalesces);
    }
    frames.clear();
    pendingLines = 0;
    enabled = true;
  }

  /**
   * A line is raised; an instance begins if the line is requested.
   *
   * @param outer what the module knows to hold interrupts back: not scheduled, or OPEN
   */
  public void raise(int number, RaiseSource source, Gate outer) {
    VirtualLine line = lines[number];
    if (!line.requested) {
      return;
    }
    int instance = instanceIds.getAsInt();
    line.raised++;
    recorder.record(HypervisorEvents.IRQ_RAISED, context, instance, number, source.code());
    if (line.coalesces && line.pending.size() > 0) {
      line.coalesced++;
      recorder.record(
          HypervisorEvents.IRQ_COALESCED, context, instance, number, line.pending.last());
    } else if (line.pending.add(instance)) {
      pendingLines |= 1 << number;
      int waiting = line.pending.size();
      recorder.record(HypervisorEvents.IRQ_LATCHED, context, instance, number, waiting);
      Gate gate = gate(line, outer);
      if (gate != Gate.OPEN) {
        recorder.record(HypervisorEvents.IRQ_HELD, context, instance, number, gate.code());
        if (waiting == 1) {
          line.loggedGate = gate;
        }
      }
    } else {
      drop(line, instance, Gate.QUEUE_FULL);
    }
  }

  private void drop(VirtualLine line, int instance, Gate why) {
    line.dropped++;
    recorder.record(HypervisorEvents.IRQ_DROPPED, context, instance, line.number, why.code());
  }

  /** What holds the line back: the outermost closed gate, or OPEN. */
  private Gate gate(VirtualLine line, Gate outer) {
    if (outer != Gate.OPEN) {
      return outer;
    }
    if (!enabled) {
      return Gate.VIRTUAL_IF_OFF;
    }
    if (line.masked) {
      return Gate.MASKED;
    }
    return line.service != null ? Gate.IN_SERVICE : Gate.OPEN;
  }

  /** Logs for each line with something pending what holds its first instance, if that changed. */
  public void logGates(Gate outer) {
    for (int left = pendingLines; left != 0; left &= left - 1) {
      VirtualLine line = lines[Integer.numberOfTrailingZeros(left)];
      Gate gate = gate(line, outer);
      if (gate != line.loggedGate) {
        line.loggedGate = gate;
        if (gate != Gate.OPEN) {
          recorder.record(
              HypervisorEvents.IRQ_HELD, context, line.pending.first(), line.number, gate.code());
        }
      }
    }
  }

  /** Whether {@link #deliver} would deliver something to a scheduled vCPU. */
  public boolean deliverable() {
    return enabled && pendingLines != 0 && deliverableLine() != null;
  }

  private VirtualLine deliverableLine() {
    for (int left = pendingLines; left != 0; left &= left - 1) {
      VirtualLine line = lines[Integer.numberOfTrailingZeros(left)];
      if (!line.masked && line.service == null) {
        return line;
      }
    }
    return null;
  }

  /**
   * Delivers the first instance of the lowest deliverable line: pushes its frame, enters its
   * handler, turns the virtual IF off.
   *
   * @return the instance's id; 0 if nothing can be delivered now
   */
  public int deliver(CpuState cpu, PhysicalMemory memory) throws FrameException {
    VirtualLine line = enabled ? deliverableLine() : null;
    if (line == null) {
      return 0;
    }
    int address = InterruptFrame.push(cpu, memory, line.number, enabled, line.handler);
    int instance = line.pending.remove();
    if (line.pending.size() == 0) {
      pendingLines &= ~(1 << line.number);
    }
    line.loggedGate = null;
    line.delivered++;
    line.service = new OpenFrame(address, instance, line.number);
    frames.put(Integer.toUnsignedLong(address), line.service);
    if (frames.size() > OPEN_FRAMES_MAX) {
      OpenFrame oldest = oldestFrame();
      frames.values().remove(oldest);
      abandon(oldest, Abandonment.FORGOTTEN);
    }
    recorder.record(HypervisorEvents.IRQ_DELIVERED, context, instance, line.number, address);
    setEnabled(false, CAUSE_DELIVERY, NO_SITE);
    return instance;
  }

  private OpenFrame oldestFrame() {
    return Collections.min(frames.values(), Comparator.comparingInt(OpenFrame::instance));
  }

  /** Ends the service of a line before its handler returns; no effect if it is not in service. */
  public void endService(int number) {
    VirtualLine line = lines[number];
    if (line.service != null) {
      recorder.record(
          HypervisorEvents.IRQ_ACKNOWLEDGED, context, line.service.instance(), number, 0);
      line.service = null;
    }
  }

  /** Address of the innermost frame at or above a stack pointer from which nobody returned. */
  public int innermostFrame(int stackPointer) throws FrameException {
    Map.Entry<Long, OpenFrame> entry = frames.ceilingEntry(Integer.toUnsignedLong(stackPointer));
    if (entry == null) {
      throw new FrameException(
          String.format("no interrupt frame is open above ESP 0x%08x", stackPointer));
    }
    return entry.getValue().address();
  }

  /**
   * Returns from a handler: restores the interrupted context and ends the frame's service, if that
   * has not ended early.
   *
   * @param address offset of the frame's line word; the frame lies inside the partition
   * @param cause number of the hypercall, for the log
   * @param site offset of its INT instruction, for the log
   */
  public void returnFrom(
      CpuState cpu, PhysicalMemory memory, int address, int physical, int cause, int site)
      throws FrameException {
    boolean on = InterruptFrame.restore(cpu, memory, address, physical);
    OpenFrame frame = frames.remove(Integer.toUnsignedLong(address));
    VirtualLine line = lines[memory.read32(physical)];
    int instance = 0;
    if (frame != null) {
      line = lines[frame.line()];
      instance = frame.instance();
      if (line.service != null && line.service.instance() == instance) {
        line.service = null;
      }
    } else if (line.service != null) {
      // A frame that the guest moved: its line word is all there is to go by.
      instance = line.service.instance();
      line.service = null;
    }
    recorder.record(HypervisorEvents.IRQ_RETURNED, context, instance, line.number, cpu.eip);
    setEnabled(on, cause, site);
  }
}
