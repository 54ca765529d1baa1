// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.lockobject.LockAnswer;
import org.virtualpok.hypervisor.lockobject.LockKind;
import org.virtualpok.hypervisor.lockobject.LockObject;
import org.virtualpok.hypervisor.lockobject.LockObjects;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.personality.KernelTime;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.thread.PokThread;

/** Calls on mutexes, semaphores and events. */
final class LockCalls {
  /** u32 kind, policy, queueing; u16 initial value and maximum. */
  private static final int ATTRIBUTES_BYTES = 16;

  /** u32 operation, kind, kind of lock; u64 timeout. */
  private static final int OPERATION_BYTES = 20;

  private static final int POLICY_MAX = 2;
  private static final int BY_PRIORITY = 1;

  /** 1 was FIFO for POK, and for APEX by priority; those kernels looked at neither. */
  private static final int BY_PRIORITY_BEFORE_2025 = 2;

  private final KernelObjects objects;
  private final PartitionLifecycle lifecycle;
  private final LongSupplier timeNanos;

  LockCalls(KernelObjects objects, PartitionLifecycle lifecycle, LongSupplier timeNanos) {
    this.objects = objects;
    this.lifecycle = lifecycle;
    this.timeNanos = timeNanos;
  }

  long create(Partition caller, HypercallArguments arguments) {
    int idPointer = arguments.a1;
    int pointer = arguments.a2;
    if (!PointerRule.allows(caller, idPointer, 1)
        || !PointerRule.allows(caller, pointer, ATTRIBUTES_BYTES)) {
      return ErrorCode.EINVAL;
    }
    if (caller.mode() != Partition.MODE_COLD_START && caller.mode() != Partition.MODE_WARM_START) {
      return ErrorCode.MODE;
    }
    byte[] attributes = PointerRule.read(caller, pointer, ATTRIBUTES_BYTES);
    LockObjects locks = objects.locks(caller);
    int index = locks.free();
    if (index < 0) {
      objects.mismatches().tooManyLockObjects(caller);
      return ErrorCode.LOCKOBJ_UNAVAILABLE;
    }
    SmallNumber.write(caller, idPointer, locks.id(index));
    if (Integer.compareUnsigned((int) PointerRule.number(attributes, 4, 4), POLICY_MAX) > 0) {
      return ErrorCode.LOCKOBJ_POLICY;
    }
    LockKind kind = LockKind.of((int) PointerRule.number(attributes, 0, 4));
    if (kind == null) {
      return ErrorCode.LOCKOBJ_KIND;
    }
    createWith(locks, index, kind, attributes, isBefore2025(caller));
    return ErrorCode.OK;
  }

  /** Before 2025 the discipline had 16 bits, and the semaphore's numbers came right behind it. */
  private static void createWith(
      LockObjects locks, int index, LockKind kind, byte[] attributes, boolean before2025) {
    int values = before2025 ? 10 : 12;
    long queueing = PointerRule.number(attributes, 8, before2025 ? 2 : 4);
    locks.create(
        index,
        kind,
        queueing == (before2025 ? BY_PRIORITY_BEFORE_2025 : BY_PRIORITY),
        (int) PointerRule.number(attributes, values, 2),
        (int) PointerRule.number(attributes, values + 2, 2));
  }

  private static boolean isBefore2025(Partition caller) {
    return caller.personality() == Personality.POK_2013
        || caller.personality() == Personality.POK_2014;
  }

  long operate(Partition caller, HypercallArguments arguments) {
    int pointer = arguments.a2;
    if (pointer == 0 || !PointerRule.allows(caller, pointer, OPERATION_BYTES)) {
      return ErrorCode.EINVAL;
    }
    byte[] operation = PointerRule.read(caller, pointer, OPERATION_BYTES);
    LockObjects locks = objects.locks(caller);
    LockObject object = locks.find(arguments.a1);
    if (object == null
        || PointerRule.number(operation, 4, 4) != (object.created() ? object.kind().code() : 0)) {
      return ErrorCode.EINVAL;
    }
    long deadline = deadline(caller, PointerRule.number(operation, 12, 8));
    PokThread thread = caller.threads().current();
    int what = (int) PointerRule.number(operation, 0, 4);
    int answer =
        switch (what) {
          case 1 -> locks.lock(thread, object, deadline, timeNanos.getAsLong());
          case 2 -> locks.unlock(object);
          case 3 -> locks.await(thread, object, deadline);
          case 4 -> locks.signal(object);
          case 5 -> locks.broadcast(object);
          default -> ErrorCode.EINVAL;
        };
    if (isBefore2025(caller) && caller.faithful() && (what == 4 || what == 5)) {
      // Whom it wakes is elected at the next tick, and the answer is always this.
      locks.takeWoke();
      return ErrorCode.EINVAL;
    }
    return finish(caller, answer, locks);
  }

  /** Who waits, or made others run, may not be the one that runs on. */
  private long finish(Partition caller, int answer, LockObjects locks) {
    boolean woke = locks.takeWoke();
    boolean waits = answer == LockAnswer.WAITS;
    boolean atNextTick = isBefore2025(caller) && caller.faithful();
    if (waits || (woke && !atNextTick)) {
      lifecycle.reschedule(caller);
    }
    return waits ? HypercallHandler.NO_ANSWER : answer;
  }

  /**
   * When a wait ends: after as many ns in 2025, else at a tick. 0 means never. A span that makes a
   * faithful 2025's clock turn over has passed already.
   */
  private long deadline(Partition caller, long timeout) {
    if (timeout == 0) {
      return PokThread.NEVER;
    }
    long now = timeNanos.getAsLong();
    Personality personality = caller.personality();
    if (personality.countsNanos()) {
      boolean turnsOver = Long.compareUnsigned(now + timeout, timeout) < 0;
      return turnsOver && caller.faithful() ? now : KernelTime.after(personality, now, timeout);
    }
    return KernelTime.after(personality, 0, timeout);
  }
}
