// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import java.util.List;
import java.util.function.Consumer;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** Elects the thread that the vCPU runs, and exchanges registers. */
final class ThreadScheduler {
  private final CpuState cpu;
  private final ThreadRules rules;
  private final List<PokThread> threads;

  private EventRecorder recorder;
  private int context;

  /** Null while the idle thread runs, in the kernel. */
  private PokThread current;

  /** Whom the last election elected: not the error handler that a faithful kernel switched to. */
  private PokThread elected;

  /** The last one elected that was no idle thread; null if there was none. */
  private PokThread previous;

  /** Null until it is created. */
  private PokThread errorThread;

  /** How many were created, the main thread included. */
  private int count;

  /** Whether the partition is in mode NORMAL; else the main thread alone runs. */
  private boolean normal;

  /** Whether the kernel remembers to wake who sleeps. */
  private boolean sleepEnds = true;

  private boolean dirty;
  private long cachedElection;

  /** Told of threads that have not finished by their deadlines; null if nobody cares. */
  private Consumer<PokThread> deadlines;

  /**
   * @param threads by local id; the list changes, and is not copied
   */
  ThreadScheduler(CpuState cpu, ThreadRules rules, List<PokThread> threads) {
    this.cpu = cpu;
    this.rules = rules;
    this.threads = threads;
  }

  void logTo(EventRecorder newRecorder, int newContext) {
    recorder = newRecorder;
    context = newContext;
  }

  void watchDeadlines(Consumer<PokThread> listener) {
    deadlines = listener;
  }

  /** An activation begins. */
  void release(PokThread thread, long atNanos) {
    if (deadlines == null) {
      return;
    }
    boolean watched = thread.deadlineNanos > 0 && thread != errorThread;
    thread.deadlineAtNanos = watched ? Times.later(atNanos, thread.deadlineNanos) : PokThread.NEVER;
    dirty = true;
  }

  void forgetSleepers() {
    sleepEnds = false;
  }

  void start() {
    normal = false;
    errorThread = null;
    count = 1;
    current = main();
    elected = main();
    previous = null;
    dirty = true;
  }

  void idle() {
    switchTo(null);
  }

  private PokThread main() {
    return threads.get(0);
  }

  PokThread current() {
    return current;
  }

  PokThread errorThread() {
    return errorThread;
  }

  int count() {
    return count;
  }

  void setCount(int newCount) {
    count = newCount;
  }

  boolean normal() {
    return normal;
  }

  void setNormal() {
    normal = true;
    dirty = true;
  }

  /** A time changed at which something happens by itself. */
  void touch() {
    dirty = true;
  }

  void setState(PokThread thread, ThreadState state) {
    dirty = true;
    if (thread.state != state) {
      thread.state = state;
      if (state == ThreadState.STOPPED || state == ThreadState.WAIT_NEXT_ACTIVATION) {
        thread.deadlineAtNanos = PokThread.NEVER;
      }
      if (count > 1) {
        recorder.record(HypervisorEvents.THREAD_STATE, context, thread.localId(), state.code(), 0);
      }
    }
  }

  void makeRunnable(PokThread thread) {
    thread.wakeupNanos = PokThread.NEVER;
    thread.setWaitsFor("");
    setState(thread, ThreadState.RUNNABLE);
  }

  void setAnswer(PokThread thread, int answer) {
    if (thread == current) {
      cpu.gpr[CpuState.EAX] = answer;
    } else {
      thread.saved.gpr[CpuState.EAX] = answer;
    }
  }

  void setErrorThread(PokThread thread) {
    errorThread = thread;
  }

  /** Switches to the error handler at once; no effect if there is none. */
  void activateErrorThread() {
    if (errorThread == null) {
      return;
    }
    errorThread.priority = 255;
    errorThread.remainingCapacity = 1000;
    errorThread.nextActivationNanos = 0;
    errorThread.setWaiter(null);
    setState(errorThread, ThreadState.RUNNABLE);
    if (!rules.faithful()) {
      remember(errorThread);
    }
    switchTo(errorThread);
  }

  /** Whether an election would elect a thread, times that have come aside. */
  boolean canElect() {
    return choose() != null;
  }

  /** When an election can change something by itself; 0 for the next tick, NEVER if none can. */
  long nextElectionNanos() {
    if (dirty) {
      dirty = false;
      cachedElection = computeNextElection();
    }
    return cachedElection;
  }

  private long computeNextElection() {
    boolean charged = normal && current != null && current != main() && current != errorThread;
    boolean intruder = current != null && current == errorThread && elected != errorThread;
    boolean late = choose() != current;
    if (late || intruder || (charged && current.timeCapacity != PokThread.INFINITE)) {
      return 0;
    }
    long next = PokThread.NEVER;
    for (PokThread thread : threads) {
      if (deadlines != null) {
        next = Math.min(next, thread.deadlineAtNanos);
      }
      if (thread.state == ThreadState.WAITING && sleepEnds) {
        next = Math.min(next, thread.wakeupNanos);
      } else if (thread.state == ThreadState.WAIT_NEXT_ACTIVATION) {
        next = Math.min(next, thread.nextActivationNanos);
      }
    }
    return next;
  }

  /**
   * An election at a tick, or after a call: it costs the current thread one of its capacity.
   *
   * @return whether a thread can run
   */
  boolean reschedule(long nowNanos) {
    wakeDue(nowNanos);
    charge();
    return elect(nowNanos);
  }

  /** An election when the partition's slot begins. */
  boolean beginSlot(long nowNanos) {
    wakeDue(nowNanos);
    return elect(nowNanos);
  }

  private boolean elect(long nowNanos) {
    PokThread next = choose();
    if (next != null && next.inCall() && blocked(next)) {
      // Only a faithful kernel lets its main thread go on before what it waits for has come.
      setAnswer(next, next.timeoutAnswer);
      next.setWaiter(null);
      makeRunnable(next);
    }
    boolean counts =
        !rules.faithful() || current == null || current.timeCapacity != PokThread.INFINITE;
    if (next != null && counts) {
      long tick =
          rules.faithful() && rules.personality().countsNanos() ? 1 : ThreadTable.TICK_NANOS;
      boolean endless = next.remainingCapacity == PokThread.INFINITE;
      next.endTimeNanos =
          endless
              ? PokThread.INFINITE
              : Times.later(nowNanos, Times.times(next.remainingCapacity, tick));
    }
    remember(next);
    switchTo(next);
    return current != null;
  }

  private void wakeDue(long nowNanos) {
    for (int i = 0; i < count; i++) {
      PokThread thread = threads.get(i);
      if (thread.state == ThreadState.WAITING && thread.wakeupNanos <= nowNanos && sleepEnds) {
        setAnswer(thread, thread.timeoutAnswer);
        makeRunnable(thread);
      } else if (thread.state == ThreadState.WAIT_NEXT_ACTIVATION
          && thread.nextActivationNanos <= nowNanos) {
        thread.remainingCapacity = thread.timeCapacity;
        long activation = thread.nextActivationNanos;
        thread.nextActivationNanos = afterNext(thread);
        setState(thread, ThreadState.RUNNABLE);
        release(thread, activation);
      }
      if (thread.deadlineAtNanos <= nowNanos) {
        thread.deadlineAtNanos = PokThread.NEVER;
        dirty = true;
        deadlines.accept(thread);
      }
    }
  }

  private long afterNext(PokThread thread) {
    if (thread.periodNanos != PokThread.INFINITE) {
      return Times.later(thread.nextActivationNanos, thread.periodNanos);
    }
    return rules.faithful2025() ? PokThread.NEVER : thread.nextActivationNanos;
  }

  /** What a tick that ends its slot, or any election, takes from the current thread. */
  void charge() {
    PokThread thread = current;
    if (!normal || thread == null || thread == main() || thread == errorThread) {
      return;
    }
    if (thread.remainingCapacity > 0) {
      thread.remainingCapacity--;
    } else if (thread.remainingCapacity == 0
        && (rules.faithful() || thread.state == ThreadState.RUNNABLE)) {
      long deadline = thread.deadlineAtNanos; // it has not finished, and still must
      setState(thread, ThreadState.WAIT_NEXT_ACTIVATION);
      thread.deadlineAtNanos = deadline;
    }
  }

  private PokThread choose() {
    boolean first = !rules.faithful() || (normal && elected == errorThread);
    if (first && errorThread != null && errorThread.state == ThreadState.RUNNABLE) {
      return errorThread;
    }
    if (normal) {
      return Elector.elect(rules.policy(), threads, elected, previous, rules.faithful());
    }
    // A main thread cannot stop while it starts the partition; a faithful one cannot wait either.
    return blocked(main()) && !rules.faithful() ? null : main();
  }

  private static boolean blocked(PokThread thread) {
    return thread.state == ThreadState.WAITING
        || thread.state == ThreadState.LOCK
        || thread.state == ThreadState.WAIT_NEXT_ACTIVATION;
  }

  private void remember(PokThread next) {
    if (next != elected) {
      dirty = true;
      if (elected != null) {
        previous = elected;
      }
      elected = next;
    }
  }

  private void switchTo(PokThread next) {
    if (next == current) {
      return;
    }
    dirty = true;
    if (count > 1) {
      recorder.record(HypervisorEvents.THREAD_SWITCH, context, id(current), id(next), 0);
    }
    if (current != null) {
      current.saved.saveFrom(cpu);
    }
    if (next != null) {
      next.saved.loadInto(cpu);
    }
    current = next;
  }

  private static int id(PokThread thread) {
    return thread == null ? -1 : thread.localId();
  }
}
