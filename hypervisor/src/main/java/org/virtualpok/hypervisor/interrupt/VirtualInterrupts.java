// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * The virtual interrupt controller of one vCPU.
 *
 * <p>Each raise of a requested line is an <i>instance</i> with an id. Under the reliable policy it
 * is latched whichever partition runs, and waits until every <i>gate</i> is open: the partition is
 * scheduled, the virtual IF is on, the line is neither masked nor in service. Instances of a line
 * are delivered in order, the lowest line first. Nothing is lost: raised = delivered + pending +
 * coalesced + dropped, and each dropped instance names its gate. The policies of 2013 and 2014 drop
 * where those kernels did; the law holds for them as well.
 */
public final class VirtualInterrupts {
  public static final int LINES = 16;

  /** Cause of a change of the virtual IF that no hypercall made. */
  public static final int CAUSE_DELIVERY = -1;

  /** Cause of a change that a person made. */
  public static final int CAUSE_PERSON = -2;

  /** Site of a change that no instruction of the guest made. */
  public static final int NO_SITE = 0;

  private final VirtualLine[] lines = new VirtualLine[LINES];
  private final int context;
  private final EventRecorder recorder;
  private final IntSupplier instanceIds;

  private final CalledFrameTable frames = new CalledFrameTable();

  private final Consumer<OpenFrame> onOverwritten = this::overwritten;
  private final InterruptModel kernel;
  private final Latch latch;
  private final FrameStyle style;
  private final Overwrites overwrites;
  private CpuState vcpu;
  private PhysicalMemory vcpuMemory;

  private final VirtualFlag flag;
  private int lastDelivered;

  /** A bit for each line whose gate in the kernel leads to address 0. */
  private int brokenGates;

  private final PendingInstances pending;

  /**
   * @param context id under which events are logged
   * @param instanceIds gives the module's next instance id
   * @param coalescing a bit for each line that coalesces; bit 0 is ignored, the clock never does
   * @param kernel what the module plays
   * @param watch tells when the vCPU is where a handler returns to
   */
  public VirtualInterrupts(
      int context,
      EventRecorder recorder,
      IntSupplier instanceIds,
      int coalescing,
      InterruptModel kernel,
      ReturnWatch watch) {
    latch = Latch.of(kernel.policy());
    style = FrameStyle.of(kernel.personality(), kernel.frame(), watch);
    overwrites = new Overwrites(context, recorder, style);
    flag = new VirtualFlag(context, recorder);
    pending = new PendingInstances(context, recorder);
    this.kernel = kernel;
    this.context = context;
    this.recorder = recorder;
    this.instanceIds = instanceIds;
    for (int i = 0; i < LINES; i++) {
      lines[i] = new VirtualLine(i, i != VirtualLine.CLOCK && (coalescing >> i & 1) != 0);
    }
  }

  /** Whose interrupts it gets. */
  public InterruptModel kernel() {
    return kernel;
  }

  /** The guest's words that published frames were pushed over. */
  public Overwrites overwrites() {
    return overwrites;
  }

  /** The vCPU that is interrupted, and where its stack lies. */
  public void bind(CpuState cpu, PhysicalMemory memory) {
    vcpu = cpu;
    vcpuMemory = memory;
    overwrites.bind(cpu);
  }

  public VirtualLine line(int number) {
    return lines[number];
  }

  public static boolean isLine(int number) {
    return Integer.compareUnsigned(number, LINES) < 0;
  }

  /** The virtual interrupt flag. */
  public boolean enabled() {
    return flag.isOn();
  }

  /**
   * Sets the virtual interrupt flag; returns its old value.
   *
   * @param cause number of the hypercall, for the log
   * @param site offset of its INT instruction, for the log
   */
  public boolean setEnabled(boolean on, int cause, int site) {
    return flag.set(on, cause, site);
  }

  /** POK's counter: off one time more or less, and never below none. */
  public void count(boolean off, int cause, int site) {
    flag.count(off, cause, site);
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

  /**
   * A guest requests a line; one that the model has no source for at least takes its place.
   *
   * @param number 0 to 223
   * @return false if the kernel has no place for it
   */
  public boolean register(int number, int handler) {
    if (!latch.register(number, handler)) {
      return false;
    }
    if (isLine(number)) {
      request(number, handler);
    }
    return true;
  }

  private void request(int number, int handler) {
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
    latch.unregister(number);
    line.requested = false;
    line.service = null;
    line.loggedGate = null;
    pending.dropAll(line, why);
    recorder.record(HypervisorEvents.IRQ_REQUESTED, context, number, 0, line.handler);
    return true;
  }

  /** The vCPU starts anew, or never runs again: no line is requested, the virtual IF is on. */
  public void reset(Gate why, int cause) {
    for (int i = 0; i < LINES; i++) {
      giveBack(i, why);
      setMasked(i, false, cause);
    }
    Stream.concat(frames.all().stream(), style.open().stream())
        .sorted(Comparator.comparingInt(OpenFrame::instance))
        .forEach(frame -> abandon(frame, Abandonment.PARTITION_ENDED));
    frames.clear();
    style.forget();
    latch.forget();
    overwrites.disarm();
    setEnabled(true, cause, NO_SITE);
  }

  private void abandon(OpenFrame frame, Abandonment why) {
    log(HypervisorEvents.IRQ_ABANDONED, frame, why.code());
  }

  private void log(EventKind kind, OpenFrame frame, int third) {
    recorder.record(kind, context, frame.instance(), frame.line(), third);
  }

  /** The module starts anew: as it was made, nothing is logged. */
  public void forget() {
    for (int i = 0; i < LINES; i++) {
      lines[i] = new VirtualLine(i, lines[i].coalesces);
    }
    frames.clear();
    style.forget();
    latch.forget();
    overwrites.forget();
    pending.forget();
    flag.forget();
    brokenGates = 0;
  }

  /**
   * A line is raised; an instance begins if the line is requested.
   *
   * @param outer what the module knows to hold interrupts back: not scheduled, or OPEN
   */
  public void raise(int number, RaiseSource source, Gate outer) {
    if ((brokenGates >> number & 1) != 0) {
      kernel.crash().happen(context, KernelCrashes.brokenGate(number));
    }
    VirtualLine line = lines[number];
    if (!line.requested) {
      return;
    }
    look();
    int instance = instanceIds.getAsInt();
    line.raised++;
    recorder.record(HypervisorEvents.IRQ_RAISED, context, instance, number, source.code());
    Gate inner = latch.gate(line, enabled(), style.holds());
    Gate gate = gate(line, outer);
    Gate refusal = latch.refusal(line, gate);
    if (outer == Gate.NO_THREAD && inner == Gate.OPEN && latch.crashesWithoutThread()) {
      kernel.crash().happen(context, KernelCrashes.ringZero(line, latch.handler(line)));
    }
    if (line.coalesces && line.pending.size() > 0) {
      line.coalesced++;
      recorder.record(
          HypervisorEvents.IRQ_COALESCED, context, instance, number, line.pending.last());
    } else if (refusal != Gate.OPEN) {
      pending.drop(line, instance, refusal);
    } else if (latch.wraps(line)) {
      pending.dropAll(line, Gate.COUNTER_WRAPPED);
      pending.drop(line, instance, Gate.COUNTER_WRAPPED);
    } else {
      pending.add(line, instance, gate);
      latch.latched();
    }
  }

  /** What holds the line back: the outermost closed gate, or OPEN. */
  private Gate gate(VirtualLine line, Gate outer) {
    if (outer != Gate.OPEN && outer != Gate.NO_THREAD) {
      return outer;
    }
    Gate inner = latch.gate(line, enabled(), style.holds());
    if (inner != Gate.OPEN) {
      return inner;
    }
    return outer == Gate.OPEN && defers() ? Gate.STACK_PROBE : outer;
  }

  private boolean defers() {
    return latch.keeps() && style.defers(vcpu, vcpuMemory);
  }

  /** Whether something is delivered as soon as the guest has run a few instructions more. */
  public boolean deferring() {
    return !pending.isEmpty() && openLine() != null && defers();
  }

  /**
   * The boundary is settled, or the partition leaves: logs for each line with something pending
   * what holds its first instance, if that changed; a kernel that keeps nothing drops it.
   */
  public void logGates(Gate outer) {
    latch.passed();
    for (int left = pending.lines(); left != 0; left &= left - 1) {
      VirtualLine line = lines[Integer.numberOfTrailingZeros(left)];
      Gate gate = gate(line, outer);
      if (gate != Gate.OPEN && !latch.keeps()) {
        pending.dropAll(line, gate);
      } else if (gate != line.loggedGate) {
        line.loggedGate = gate;
        if (gate != Gate.OPEN) {
          recorder.record(
              HypervisorEvents.IRQ_HELD, context, line.pending.first(), line.number, gate.code());
        }
      }
    }
  }

  /** The clock's interrupt comes to whatever runs now, before its instances are raised. */
  public void clockInterrupt() {
    latch.clockInterrupt();
  }

  /** A line's gate in the kernel leads to address 0 from now on. */
  public void breakGate(int number) {
    brokenGates |= 1 << number;
  }

  /** Looks at the open frames, at a moment that does not depend on how a run is cut. */
  public void look() {
    style.look(vcpu, vcpuMemory, onOverwritten);
  }

  private void overwritten(OpenFrame frame) {
    endServiceOf(frame);
    abandon(frame, Abandonment.OVERWRITTEN);
  }

  private void endServiceOf(OpenFrame frame) {
    VirtualLine line = lines[frame.line()];
    if (line.service != null && line.service.instance() == frame.instance()) {
      line.service = null;
    }
  }

  /** Completes an instance from which the guest has returned just now by itself, if it has. */
  public void noticeReturn() {
    OpenFrame frame = style.returned(vcpu, vcpuMemory);
    if (frame != null) {
      endServiceOf(frame);
      log(HypervisorEvents.IRQ_RETURNED, frame, vcpu.eip);
      overwrites.returned(frame.instance());
    }
  }

  /** Whether {@link #deliver} would deliver something to a scheduled vCPU. */
  public boolean deliverable() {
    return !pending.isEmpty() && deliverableLine() != null;
  }

  private VirtualLine deliverableLine() {
    VirtualLine line = openLine();
    return line == null || defers() ? null : line;
  }

  private VirtualLine openLine() {
    for (int left = pending.lines(); left != 0; left &= left - 1) {
      VirtualLine line = lines[Integer.numberOfTrailingZeros(left)];
      if (latch.gate(line, enabled(), style.holds()) == Gate.OPEN) {
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
    VirtualLine line = deliverableLine();
    if (line == null) {
      return 0;
    }
    int next = line.pending.first();
    int address =
        style.enter(cpu, memory, line, latch.slot(line), latch.handler(line), next, enabled());
    int instance = take(line);
    OpenFrame frame = new OpenFrame(address, instance, line.number);
    line.service = latch.serves() ? frame : null;
    if (style.returnsByCall()) {
      frames.add(frame).ifPresent(oldest -> abandon(oldest, Abandonment.FORGOTTEN));
    }
    recorder.record(HypervisorEvents.IRQ_DELIVERED, context, instance, line.number, address);
    overwrites.note(instance, line.number, style.overwrite);
    if (style.turnsOff()) {
      setEnabled(false, CAUSE_DELIVERY, NO_SITE);
    }
    return instance;
  }

  /** The first pending instance is delivered. */
  private int take(VirtualLine line) {
    latch.passed();
    lastDelivered = line.number;
    return pending.take(line);
  }

  /** The line of the last delivery. */
  public int lastDelivered() {
    return lastDelivered;
  }

  /** Ends the service of a line before its handler returns; no effect if it is not in service. */
  public void endService(int number) {
    VirtualLine line = lines[number];
    if (line.service != null) {
      log(HypervisorEvents.IRQ_ACKNOWLEDGED, line.service, 0);
      line.service = null;
    }
  }

  /** Address of the innermost frame at or above a stack pointer from which nobody returned. */
  public int innermostFrame(int stackPointer) throws FrameException {
    return frames.innermost(stackPointer).address();
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
    boolean published = style instanceof CalledFrames called && called.published();
    boolean on = InterruptFrame.restore(cpu, memory, address, physical, published);
    OpenFrame frame = frames.remove(address);
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
    overwrites.returned(instance);
    setEnabled(on, cause, site);
  }

  /** Whether interrupted contexts are kept in the kernel, so that a return names no frame. */
  public boolean returnsInKernel() {
    return style instanceof KernelContexts;
  }

  /**
   * Returns from a handler as POK 2014 did: what is counted enters the handler anew; while the
   * kernel believes that something is pending nothing is restored; EAX is not restored at all.
   */
  public void returnInKernel(CpuState cpu) {
    if (latch.pendingFlag()) {
      VirtualLine clock = lines[VirtualLine.CLOCK];
      if (clock.pending.size() == 0) {
        latch.clearPendingFlag();
        return;
      }
      KernelContexts.reenter(cpu, latch.slot(clock), latch.handler(clock));
      int instance = take(clock);
      OpenFrame none = new OpenFrame(0, instance, clock.number);
      log(HypervisorEvents.IRQ_DELIVERED, none, 0);
      log(HypervisorEvents.IRQ_HANDLER_ENTERED, none, cpu.eip);
      return;
    }
    OpenFrame frame = ((KernelContexts) style).restore(cpu);
    if (frame != null) {
      endServiceOf(frame);
      log(HypervisorEvents.IRQ_RETURNED, frame, cpu.eip);
    }
  }

  /** Numbers that tell the open frames from any others: ids, places, what they restore. */
  public List<Long> openFrames() {
    List<Long> numbers = new ArrayList<>(style.state());
    frames.all().forEach(f -> numbers.add((long) f.instance() << 32 | f.address() & 0xffffffffL));
    return numbers;
  }
}
