// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

/**
 * A thread of a partition. Its states are changed by {@link ThreadTable} alone; times are guest ns,
 * absolute unless said otherwise.
 */
public final class PokThread {
  /** A period, deadline or capacity that never ends. */
  public static final long INFINITE = -1;

  /** No time at which anything happens by itself. */
  public static final long NEVER = Long.MAX_VALUE;

  private int localId;
  private int globalId;

  /** Its registers while another thread runs. */
  final GuestContext saved = new GuestContext();

  ThreadState state = ThreadState.STOPPED;

  /** 0 (lowest) to 255. */
  public int priority;

  /** What a start sets the priority to. */
  int basePriority;

  /** Offset of its first instruction. */
  public int entry;

  /** Its first stack pointer, an offset. */
  int stackTop;

  /** Whether THREAD_CREATE, or the kernel for the main thread, made it. */
  boolean created;

  /** Whether a faithful kernel believes it to belong to a processor that is not there. */
  boolean onOtherProcessor;

  /** ns, or INFINITE. */
  public long periodNanos = INFINITE;

  /** ns after the activation, or INFINITE. */
  public long deadlineNanos = INFINITE;

  /** Elections by the scheduler (about 1 ms each) per activation, or INFINITE. */
  public long timeCapacity = INFINITE;

  /** What is left of the capacity. */
  public long remainingCapacity = INFINITE;

  /** When WAIT_NEXT_ACTIVATION ends, or NEVER. */
  public long nextActivationNanos;

  /** By when it must have finished its activation, or NEVER; set where somebody watches. */
  long deadlineAtNanos = NEVER;

  /** When its capacity ends if it runs on, as of its last election; or INFINITE. */
  long endTimeNanos;

  /** When WAITING ends by itself, or NEVER; the delay, relative, in DELAYED_START. */
  long wakeupNanos = NEVER;

  /** What it finds in EAX if the time runs out. */
  int timeoutAnswer;

  /** What it waits for, in the user's words: "semaphore 2"; empty if nothing. */
  private String waitsFor = "";

  /** The call that it is in; vector 0 if it is in none. */
  private int callVector;

  private int callNumber;

  /** What the kernel goes on with when it is elected; null if it runs behind its call at once. */
  private Waiter waiter;

  PokThread(int localId, int globalId) {
    this.localId = localId;
    this.globalId = globalId;
  }

  /** A faithful RMS kernel moves threads when it sorts them, and their ids with them. */
  void renumber(int newLocalId, int newGlobalId) {
    localId = newLocalId;
    globalId = newGlobalId;
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

  /** Its first stack pointer, an offset. */
  public int stackTop() {
    return stackTop;
  }

  public long wakeupNanos() {
    return wakeupNanos;
  }

  public long endTimeNanos() {
    return endTimeNanos;
  }

  public String waitsFor() {
    return waitsFor;
  }

  /** Null if it waits inside no call. */
  public Waiter waiter() {
    return waiter;
  }

  public void setWaiter(Waiter newWaiter) {
    waiter = newWaiter;
  }

  void setWaitsFor(String words) {
    waitsFor = words;
  }

  /** Meaningless while it is the current thread. */
  public GuestContext saved() {
    return saved;
  }

  // ---- the hypercall that it is in --------------------------------------------------------------

  /** It enters a call, whose end is logged when it runs behind the INT. */
  public void beginCall(int vector, int number) {
    callVector = vector;
    callNumber = number;
  }

  public void endCall() {
    callVector = 0;
    waiter = null;
  }

  /** Whether it is in a call from which it has not returned. */
  public boolean inCall() {
    return callVector != 0;
  }

  public int callVector() {
    return callVector;
  }

  public int callNumber() {
    return callNumber;
  }
}
