// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/**
 * The threads of one partition and the one that its vCPU runs. Calls block, wake and stop threads
 * here; then {@link #reschedule} elects one and exchanges the vCPU's registers.
 */
public final class ThreadTable {
  /** How often POK's scheduler looks by itself, ns of guest time. */
  public static final long TICK_NANOS = 1_000_000;

  private final CpuState cpu;
  private final ThreadPolicy policy;
  private final List<PokThread> threads = new ArrayList<>();

  /** Null while the idle thread runs, in the kernel. */
  private PokThread current;

  /** The last one that was no idle thread. */
  private PokThread previous;

  /** Whether the partition is in mode NORMAL; else the main thread alone runs. */
  private boolean normal;

  /**
   * @param cpu the vCPU, whose registers are those of the current thread
   * @param count how many there may be, the main thread included
   * @param firstGlobalId id of the main thread in the module
   */
  public ThreadTable(CpuState cpu, ThreadPolicy policy, int count, int firstGlobalId) {
    this.cpu = cpu;
    this.policy = policy;
    for (int i = 0; i < count; i++) {
      threads.add(new PokThread(i, firstGlobalId + i));
    }
  }

  /** The partition starts: the main thread alone, whose registers the vCPU holds already. */
  public void start(int entry) {
    for (int i = 0; i < threads.size(); i++) {
      threads.set(i, new PokThread(i, threads.get(i).globalId()));
    }
    normal = false;
    PokThread first = threads.get(0);
    first.created = true;
    first.priority = 1;
    first.entry = entry;
    first.state = ThreadState.RUNNABLE;
    current = first;
    previous = first;
  }

  /** By local id, created or not. */
  public List<PokThread> all() {
    return List.copyOf(threads);
  }

  public PokThread main() {
    return threads.get(0);
  }

  /** Whose registers the vCPU holds; null while none can run. */
  public PokThread current() {
    return current;
  }

  public ThreadPolicy policy() {
    return policy;
  }

  // ---- what calls do; the caller reschedules afterwards ---------------------------------------

  /** Mode NORMAL: the main thread stops for ever, those whose start was delayed may run. */
  public void enterNormalMode() {
    normal = true;
    main().state = ThreadState.STOPPED;
    for (PokThread thread : threads) {
      if (thread.state == ThreadState.DELAYED_START) {
        thread.state = ThreadState.RUNNABLE;
      }
    }
  }

  /**
   * A thread waits.
   *
   * @param why WAITING, LOCK, STOPPED, ...
   * @param wakeupNanos when it ends by itself, or NEVER
   * @param timeoutAnswer EAX in that case
   * @param waitsFor in the user's words
   */
  public void block(
      PokThread thread, ThreadState why, long wakeupNanos, int timeoutAnswer, String waitsFor) {
    thread.state = why;
    thread.wakeupNanos = wakeupNanos;
    thread.timeoutAnswer = timeoutAnswer;
    thread.setWaitsFor(waitsFor);
  }

  /** It may run again. */
  public void wake(PokThread thread) {
    thread.state = ThreadState.RUNNABLE;
    thread.wakeupNanos = PokThread.NEVER;
    thread.setWaitsFor("");
  }

  /** It may run again and finds this in EAX. */
  public void wake(PokThread thread, int answer) {
    setAnswer(thread, answer);
    wake(thread);
  }

  /** EAX of a thread, whether it runs or not. */
  public void setAnswer(PokThread thread, int answer) {
    if (thread == current) {
      cpu.gpr[CpuState.EAX] = answer;
    } else {
      thread.saved.gpr[CpuState.EAX] = answer;
    }
  }

  // ---- the scheduler --------------------------------------------------------------------------

  /** Whether {@link #reschedule} must be called at each tick: somebody waits, or must share. */
  public boolean wantsTicks() {
    return nextWakeupNanos() != PokThread.NEVER || shares();
  }

  private boolean shares() {
    int runnable = 0;
    for (PokThread thread : threads) {
      runnable += thread.state == ThreadState.RUNNABLE ? 1 : 0;
    }
    return normal && runnable > 1;
  }

  /** When the first thread wakes by itself; NEVER if none does. */
  public long nextWakeupNanos() {
    long next = PokThread.NEVER;
    for (PokThread thread : threads) {
      if (thread.state == ThreadState.WAITING) {
        next = Math.min(next, thread.wakeupNanos);
      }
    }
    return next;
  }

  /**
   * Wakes whose time has come, elects a thread and exchanges registers.
   *
   * @return whether a thread can run
   */
  public boolean reschedule(long nowNanos) {
    for (PokThread thread : threads) {
      if (thread.state == ThreadState.WAITING && thread.wakeupNanos <= nowNanos) {
        wake(thread, thread.timeoutAnswer);
      }
    }
    switchTo(elect());
    return current != null;
  }

  private PokThread elect() {
    if (!normal) {
      return main().state == ThreadState.RUNNABLE ? main() : null;
    }
    PokThread from = current != null ? current : previous;
    for (int i = 1; i <= threads.size(); i++) {
      PokThread thread = threads.get((from.localId() + i) % threads.size());
      if (thread.state == ThreadState.RUNNABLE) {
        return thread;
      }
    }
    return null;
  }

  private void switchTo(PokThread next) {
    if (next == current) {
      return;
    }
    if (current != null) {
      current.saved.saveFrom(cpu);
      previous = current;
    }
    if (next != null) {
      next.saved.loadInto(cpu);
    }
    current = next;
  }
}
