// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/**
 * The threads of one partition and the one that its vCPU runs. Calls block, wake and stop threads
 * here; then {@link #reschedule} elects one and exchanges the vCPU's registers.
 */
public final class ThreadTable {
  /** How often POK's scheduler looks by itself, ns of guest time. */
  public static final long TICK_NANOS = 1_000_000;

  /** Elections that the kernels before 2025 give to a thread that asks for no capacity. */
  private static final long OLD_CAPACITY = 10;

  private final CpuState cpu;
  private final ThreadRules rules;
  private final List<PokThread> threads = new ArrayList<>();
  private final GuestContext initial = new GuestContext();
  private final ThreadScheduler scheduler;

  /**
   * @param cpu the vCPU, whose registers are those of the current thread
   * @param firstGlobalId id of the main thread in the module
   */
  public ThreadTable(
      CpuState cpu, Personality personality, ServicesDescription services, int firstGlobalId) {
    this.cpu = cpu;
    rules = ThreadRules.of(personality, services);
    for (int i = 0; i < services.threads(); i++) {
      threads.add(new PokThread(i, firstGlobalId + i));
    }
    scheduler = new ThreadScheduler(cpu, rules, threads);
  }

  /** Where switches and states are logged, once there is more than the main thread. */
  public void logTo(EventRecorder newRecorder, int newContext) {
    scheduler.logTo(newRecorder, newContext);
  }

  /** Who is told of each thread that has not finished by its deadline, during an election. */
  public void watchDeadlines(Consumer<PokThread> listener) {
    scheduler.watchDeadlines(listener);
  }

  /** A faithful kernel was built without lock objects and ports: no sleep ever ends. */
  public void forgetSleepers() {
    if (rules.faithful()) {
      scheduler.forgetSleepers();
    }
  }

  /** The partition starts: the main thread alone, whose registers the vCPU holds already. */
  public void start(int entry) {
    int low = threads.get(0).globalId();
    for (int i = 0; i < threads.size(); i++) {
      threads.set(i, new PokThread(i, low + i));
    }
    initial.saveFrom(cpu);
    PokThread first = threads.get(0);
    first.created = true;
    first.priority = 1;
    first.basePriority = 1;
    first.entry = entry;
    if (rules.faithful() && rules.old()) {
      first.periodNanos = 0;
      first.timeCapacity = 0;
      first.remainingCapacity = 0;
    }
    first.stackTop = cpu.gpr[CpuState.ESP];
    first.state = ThreadState.RUNNABLE;
    scheduler.start();
  }

  /** POK runs nobody before its scheduler's first tick, but in its idle thread. */
  public void idleUntilTick() {
    scheduler.idle();
  }

  /** By local id, created or not. */
  public List<PokThread> all() {
    return List.copyOf(threads);
  }

  /** By local id; null if there is none. */
  public PokThread byLocalId(int id) {
    return Integer.compareUnsigned(id, threads.size()) < 0 ? threads.get(id) : null;
  }

  /** By global id; null if the partition has none. */
  public PokThread byGlobalId(int id) {
    return byLocalId(id - threads.get(0).globalId());
  }

  /** How many were created, the main thread included. */
  public int count() {
    return scheduler.count();
  }

  /** Whether there is more than the main thread. */
  public boolean several() {
    return scheduler.count() > 1;
  }

  public PokThread main() {
    return threads.get(0);
  }

  /** Whose registers the vCPU holds; null while none can run. */
  public PokThread current() {
    return scheduler.current();
  }

  /** Null if there is none. */
  public PokThread errorThread() {
    return scheduler.errorThread();
  }

  public ThreadPolicy policy() {
    return rules.policy();
  }

  // ---- what calls do; the caller reschedules afterwards ---------------------------------------

  /** Adds a thread, RUNNABLE; null if there is no room. */
  public PokThread create(ThreadAttributes attributes) {
    int index = scheduler.count();
    if (index == threads.size()) {
      return null;
    }
    PokThread thread = threads.get(index);
    scheduler.setCount(index + 1);
    thread.created = true;
    thread.onOtherProcessor = rules.faithful2025() && attributes.affinity() != 0;
    thread.priority = attributes.priority();
    thread.basePriority = attributes.priority();
    thread.entry = attributes.entry();
    thread.stackTop = main().stackTop - index * rules.personality().userStackBytes();
    setTimes(thread, attributes);
    freshContext(thread);
    scheduler.setState(thread, ThreadState.RUNNABLE);
    if (rules.faithful() && rules.policy() == ThreadPolicy.RMS) {
      sortIn(thread);
    }
    return thread;
  }

  private void setTimes(PokThread thread, ThreadAttributes attributes) {
    long period = attributes.periodNanos();
    if (period != 0 || (rules.faithful() && rules.old())) {
      thread.periodNanos = period;
    }
    if (period > 0) {
      thread.nextActivationNanos = period;
    } else if (period == PokThread.INFINITE && rules.faithful()) {
      thread.nextActivationNanos = PokThread.NEVER;
    }
    if (attributes.deadlineNanos() != 0) {
      thread.deadlineNanos = attributes.deadlineNanos();
    }
    long other = rules.old() ? OLD_CAPACITY : PokThread.INFINITE;
    thread.timeCapacity = attributes.timeCapacity() != 0 ? attributes.timeCapacity() : other;
    thread.remainingCapacity = thread.timeCapacity;
  }

  private void freshContext(PokThread thread) {
    thread.endCall();
    thread.saved.copyFrom(initial);
    thread.saved.eip = thread.entry;
    thread.saved.gpr[CpuState.ESP] = thread.stackTop;
  }

  /** INFINITE is -1 in 2025, and the largest number before. */
  private void sortIn(PokThread thread) {
    boolean signed = !rules.old();
    int low = main().globalId();
    int at = thread.localId();
    while (at > 1
        && (signed
            ? threads.get(at - 1).periodNanos > thread.periodNanos
            : Long.compareUnsigned(threads.get(at - 1).periodNanos, thread.periodNanos) > 0)) {
      threads.set(at, threads.get(at - 1));
      at--;
    }
    threads.set(at, thread);
    for (int i = at; i < threads.size(); i++) {
      threads.get(i).renumber(i, low + i);
    }
  }

  /** Makes a thread the error handler and switches to it at once. */
  public void setErrorThread(PokThread thread) {
    scheduler.setErrorThread(thread);
    scheduler.activateErrorThread();
  }

  /** Switches to the error handler at once; no effect if there is none. */
  public void activateErrorThread() {
    scheduler.activateErrorThread();
  }

  /**
   * Mode NORMAL: the main thread stops for ever, those whose start was delayed may run.
   *
   * @param nowNanos the time as the kernel counts it
   * @param frameEndNanos when the major frame ends that runs now, or the first under a faithful
   *     kernel
   */
  public void enterNormalMode(long nowNanos, long frameEndNanos) {
    scheduler.setNormal();
    for (PokThread thread : threads) {
      if (thread.state == ThreadState.RUNNABLE && thread != main()) {
        scheduler.release(thread, nowNanos);
      } else if (thread.state == ThreadState.DELAYED_START) {
        long delay = thread.wakeupNanos;
        scheduler.release(thread, Times.later(nowNanos, delay));
        if (thread.periodNanos == PokThread.INFINITE) {
          sleep(thread, delay == 0 ? ThreadState.RUNNABLE : ThreadState.WAITING, nowNanos + delay);
        } else if (delay == 0 && !rules.old()) {
          scheduler.setState(thread, ThreadState.RUNNABLE);
        } else {
          thread.nextActivationNanos = Times.later(frameEndNanos, delay);
          scheduler.setState(thread, ThreadState.WAIT_NEXT_ACTIVATION);
        }
      }
      catchUp(thread, nowNanos);
    }
    setAnswer(main(), 0);
    scheduler.setState(main(), ThreadState.STOPPED);
  }

  /** A first activation that has passed long ago is none of those to come. */
  private void catchUp(PokThread thread, long nowNanos) {
    long late = nowNanos - thread.nextActivationNanos;
    if (!rules.faithful() && thread.periodNanos > 0 && late >= 0) {
      long periods = late / thread.periodNanos + 1;
      thread.nextActivationNanos += periods * thread.periodNanos;
    }
  }

  private void sleep(PokThread thread, ThreadState state, long untilNanos) {
    thread.wakeupNanos = state == ThreadState.WAITING ? untilNanos : PokThread.NEVER;
    thread.timeoutAnswer = 0;
    thread.setWaitsFor("");
    scheduler.setState(thread, state);
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
    thread.wakeupNanos = wakeupNanos;
    thread.timeoutAnswer = timeoutAnswer;
    thread.setWaitsFor(waitsFor);
    scheduler.setState(thread, why);
  }

  /** What it waited for has come; one that was stopped meanwhile stays so. */
  public void wake(PokThread thread) {
    if (thread.state == ThreadState.WAITING || thread.state == ThreadState.LOCK) {
      scheduler.makeRunnable(thread);
    }
  }

  /** As {@link #wake(PokThread)}; it finds this in EAX, if it still is in its call. */
  public void wake(PokThread thread, int answer) {
    if (thread.inCall() && thread.state != ThreadState.RUNNABLE) {
      setAnswer(thread, answer);
    }
    wake(thread);
  }

  /** It may run, whatever it waited for. */
  public void resume(PokThread thread) {
    boolean waited = thread.state == ThreadState.WAITING || thread.state == ThreadState.LOCK;
    if (waited) {
      setAnswer(thread, thread.timeoutAnswer);
    }
    scheduler.makeRunnable(thread);
  }

  /** It runs no more until somebody resumes it. */
  public void stop(PokThread thread) {
    scheduler.setState(thread, ThreadState.STOPPED);
  }

  /** The current thread's activation ends; its call answers 0 in the next one. */
  public void endPeriod() {
    PokThread current = scheduler.current();
    setAnswer(current, 0);
    current.remainingCapacity = 0;
    current.timeoutAnswer = 0;
    scheduler.setState(current, ThreadState.WAIT_NEXT_ACTIVATION);
  }

  /** It begins anew at its next activation. */
  public void restart(PokThread thread) {
    thread.remainingCapacity = thread.timeCapacity;
    thread.wakeupNanos = PokThread.NEVER;
    thread.setWaitsFor("");
    beginAnew(thread);
    scheduler.setState(thread, ThreadState.WAIT_NEXT_ACTIVATION);
  }

  private void beginAnew(PokThread thread) {
    if (thread != scheduler.current()) {
      freshContext(thread);
    }
  }

  /**
   * It begins after a delay, in mode NORMAL.
   *
   * @param nowNanos the time as the kernel counts it
   * @param delayNanos 0 or more
   */
  public void delayedStart(PokThread thread, long nowNanos, long delayNanos) {
    thread.priority = thread.basePriority;
    if (!rules.faithful()) {
      beginAnew(thread);
    }
    if (!scheduler.normal()) {
      thread.wakeupNanos = delayNanos;
      scheduler.setState(thread, ThreadState.DELAYED_START);
    } else if (thread.periodNanos == PokThread.INFINITE) {
      scheduler.release(thread, Times.later(nowNanos, delayNanos));
      boolean atOnce = delayNanos == 0;
      sleep(thread, atOnce ? ThreadState.RUNNABLE : ThreadState.WAITING, nowNanos + delayNanos);
    } else {
      thread.nextActivationNanos = nowNanos + delayNanos;
      scheduler.touch();
      if (!rules.faithful()) {
        scheduler.setState(thread, ThreadState.WAIT_NEXT_ACTIVATION);
      }
    }
  }

  /** EAX of a thread, whether it runs or not. */
  public void setAnswer(PokThread thread, int answer) {
    scheduler.setAnswer(thread, answer);
  }

  // ---- the scheduler --------------------------------------------------------------------------

  /** Whether an election would elect a thread, if no time passed. */
  public boolean canElect() {
    return scheduler.canElect();
  }

  /** When an election can change something by itself; 0 for the next tick, NEVER if none can. */
  public long nextElectionNanos() {
    return scheduler.nextElectionNanos();
  }

  /**
   * An election at a tick, or after a call: it costs the current thread one of its capacity.
   *
   * @return whether a thread can run
   */
  public boolean reschedule(long nowNanos) {
    return scheduler.reschedule(nowNanos);
  }

  /** An election when the partition's slot begins. */
  public boolean beginSlot(long nowNanos) {
    return scheduler.beginSlot(nowNanos);
  }

  /** The partition's slot ends: that costs the current thread one of its capacity. */
  public void endSlot() {
    scheduler.charge();
  }
}
