// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

/**
 * A thread of a partition. Fields are changed by {@link ThreadTable} and by the calls on threads;
 * times are guest ns, absolute unless said otherwise.
 */
public final class PokThread {
  /** A period, deadline or capacity that never ends. */
  public static final long INFINITE = -1;

  /** No time at which anything happens by itself. */
  public static final long NEVER = Long.MAX_VALUE;

  private final int localId;
  private final int globalId;

  /** Its registers while another thread runs. */
  final GuestContext saved = new GuestContext();

  ThreadState state = ThreadState.STOPPED;

  /** 0 (lowest) to 255. */
  public int priority;

  /** Offset of its first instruction. */
  public int entry;

  /** Whether THREAD_CREATE, or the kernel for the main thread, made it. */
  boolean created;

  /** ns, or INFINITE. */
  public long periodNanos = INFINITE;

  /** ns after the activation, or INFINITE. */
  public long deadlineNanos = INFINITE;

  /** Elections by the scheduler (about 1 ms each) per activation, or INFINITE. */
  public long timeCapacity = INFINITE;

  /** What is left of the capacity. */
  public long remainingCapacity = INFINITE;

  /** Of a periodic thread. */
  public long nextActivationNanos;

  /** When WAITING ends by itself, or NEVER. */
  long wakeupNanos = NEVER;

  /** What it finds in EAX if the time runs out. */
  int timeoutAnswer;

  /** What it waits for, in the user's words: "semaphore 2"; empty if nothing. */
  private String waitsFor = "";

  PokThread(int localId, int globalId) {
    this.localId = localId;
    this.globalId = globalId;
  }

  /** In its partition, from 0, the main thread. */
  public int localId() {
    return localId;
  }

  /** In the module, as guests see it. */
  public int globalId() {
    return globalId;
  }

  public ThreadState state() {
    return state;
  }

  public boolean created() {
    return created;
  }

  public long wakeupNanos() {
    return wakeupNanos;
  }

  public String waitsFor() {
    return waitsFor;
  }

  void setWaitsFor(String words) {
    waitsFor = words;
  }

  /** Meaningless while it is the current thread. */
  public GuestContext saved() {
    return saved;
  }
}
