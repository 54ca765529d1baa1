// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/**
 * The words of one guest that published frames were pushed over: each is logged, and of the first
 * that somebody uses afterwards, the instruction that did.
 */
public final class Overwrites {
  private static final int OPEN_MOST = 64;

  private final int context;
  private final EventRecorder recorder;
  private final FrameStyle style;
  private final WordWatch watch = new WordWatch();
  private CpuState cpu;
  private OverwrittenWord first;
  private OverwrittenWord used;

  /** Of frames that were not returned from yet, the newest. */
  private final Deque<OverwrittenWord> open = new ArrayDeque<>();

  /** The word whose frame left ESP one word too high; null if the stack is as it should be. */
  private OverwrittenWord shifted;

  Overwrites(int context, EventRecorder recorder, FrameStyle style) {
    this.context = context;
    this.recorder = recorder;
    this.style = style;
  }

  void bind(CpuState newCpu) {
    cpu = newCpu;
  }

  /**
   * A frame was pushed.
   *
   * @param o what it overwrote; null if it overwrote nothing
   */
  void note(int instance, int line, FrameStyle.Overwrite o) {
    if (o == null) {
      return;
    }
    recorder.record(HypervisorEvents.IRQ_OVERWROTE, context, instance, o.address(), o.old());
    recorder.record(HypervisorEvents.IRQ_OVERWROTE_WITH, context, instance, o.address(), o.now());
    int bytes = o.address() + 4 - cpu.gpr[CpuState.ESP];
    if (watch.armed()
        && Integer.compareUnsigned(o.address() + 3 - watch.word().address(), bytes) < 0) {
      // The frame lies over the word that is waited for: it is lost a second time.
      watch.disarm(cpu);
    }
    OverwrittenWord word = new OverwrittenWord(instance, line, o.address(), o.old(), o.now());
    open.addLast(word);
    if (open.size() > OPEN_MOST) {
      open.removeFirst();
    }
    if (o.old() == o.now()) {
      return;
    }
    first = first == null ? word : first;
    if (used == null && !watch.armed()) {
      watch.arm(cpu, cpu.segment(SegmentName.SS).base + o.address(), word);
    }
  }

  /** The guest has returned through a published frame: ESP is one word above where it was. */
  void returned(int instance) {
    for (OverwrittenWord word : open) {
      if (word.instance() == instance) {
        open.remove(word);
        shifted = used == null ? word : null;
        return;
      }
    }
  }

  /** The word whose frame left ESP one word too high, until somebody is hurt or it is set anew. */
  public Optional<OverwrittenWord> shifted() {
    return Optional.ofNullable(shifted);
  }

  /**
   * The wait for an instruction that takes the wrong word ends.
   *
   * @param site offset of that instruction; -1 if there was none
   * @param read what it takes for the word that it means
   */
  public void endShift(int site, int read) {
    if (site != -1 && used == null) {
      used = shifted;
      first = first == null ? used : first;
      watch.disarm(cpu);
      recorder.record(HypervisorEvents.IRQ_OVERWRITTEN_USED, context, used.instance(), site, read);
    }
    shifted = null;
  }

  /** The first word that a delivery changed under the guest. */
  public Optional<OverwrittenWord> first() {
    return Optional.ofNullable(first);
  }

  /** The first such word that the guest used later. */
  public Optional<OverwrittenWord> used() {
    return Optional.ofNullable(used);
  }

  /** Instructions that may run before the wait for a use ends, above 0; at most as many as said. */
  public long budget(long most) {
    if (!watch.armed()) {
      return most;
    }
    long patience = watch.patience(cpu);
    if (patience <= 0) {
      watch.disarm(cpu);
      return most;
    }
    return Math.min(most, patience);
  }

  /** Whether the #DB behind an instruction is ours. */
  public boolean isOwnTrap() {
    return watch.armed() && WordWatch.hit(cpu);
  }

  /**
   * The vCPU trapped behind an instruction. Says whether that used the word that is waited for; the
   * wait ends then, and also if it wrote the word. A return through the frame itself is no use.
   *
   * @param site offset of the instruction
   * @param writesOnly whether it does not read what it writes
   */
  public boolean trapped(int site, boolean writesOnly) {
    boolean read = WordWatch.onlyRead(cpu);
    if (read && style.isReturnOf(watch.word().instance(), cpu)) {
      return false;
    }
    if (read || !writesOnly) {
      use(site);
      return true;
    }
    watch.disarm(cpu);
    return false;
  }

  /** A hypercall reads words of the guest's; true if the one that is waited for is among them. */
  public boolean hypercallReads(int offset, int lengthBytes, int site) {
    if (!watch.armed()
        || Integer.compareUnsigned(watch.word().address() - offset, lengthBytes) >= 0) {
      return false;
    }
    use(site);
    return true;
  }

  private void use(int site) {
    used = watch.word();
    shifted = null;
    watch.disarm(cpu);
    recorder.record(
        HypervisorEvents.IRQ_OVERWRITTEN_USED, context, used.instance(), site, used.now());
  }

  void disarm() {
    open.clear();
    shifted = null;
    watch.disarm(cpu);
  }

  void forget() {
    disarm();
    first = null;
    used = null;
  }
}
