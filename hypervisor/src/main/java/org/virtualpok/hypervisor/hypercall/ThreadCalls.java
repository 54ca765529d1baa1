// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.Map;
import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.personality.KernelTime;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadAttributes;
import org.virtualpok.hypervisor.thread.ThreadState;
import org.virtualpok.hypervisor.thread.ThreadTable;

/** Calls on the threads of the calling partition, 50 to 65. */
final class ThreadCalls {
  private final PartitionLifecycle lifecycle;
  private final ThreadCreation creation;
  private final LongSupplier timeNanos;

  ThreadCalls(PartitionLifecycle lifecycle, ThreadCreation creation, LongSupplier timeNanos) {
    this.lifecycle = lifecycle;
    this.creation = creation;
    this.timeNanos = timeNanos;
  }

  void register(Map<Hypercall, HypercallHandler> handlers) {
    handlers.put(Hypercall.THREAD_CREATE, this::create);
    handlers.put(Hypercall.THREAD_SLEEP_UNTIL, this::sleepUntil);
    handlers.put(Hypercall.THREAD_SLEEP, this::sleep);
    handlers.put(Hypercall.THREAD_SUSPEND, this::stopSelf);
    handlers.put(Hypercall.THREAD_RESTART, this::restart);
    handlers.put(Hypercall.THREAD_STOP, this::stop);
    handlers.put(Hypercall.THREAD_PERIOD, this::waitForNextActivation);
    handlers.put(Hypercall.THREAD_STOPSELF, this::stopSelf);
    handlers.put(Hypercall.THREAD_ID, this::id);
    handlers.put(Hypercall.THREAD_STATUS, this::status);
    handlers.put(Hypercall.THREAD_SET_PRIORITY, this::setPriority);
    handlers.put(Hypercall.THREAD_RESUME, this::resume);
    handlers.put(Hypercall.THREAD_SUSPEND_TARGET, this::suspend);
    handlers.put(Hypercall.THREAD_DELAYED_START, this::delayedStart);
  }

  private long now(Partition caller) {
    return caller.personality().kernelNanos(timeNanos.getAsLong());
  }

  private static long nanos(Partition caller, int time) {
    return Integer.toUnsignedLong(time) * caller.personality().nanosPerTimeUnit();
  }

  private long create(Partition caller, HypercallArguments arguments) {
    if (!caller.space().contains(arguments.a1, Integer.BYTES)
        || !caller.space().contains(arguments.a2, ThreadAttributesLayout.BYTES)) {
      return ErrorCode.EINVAL;
    }
    if (!caller.starting()) {
      return ErrorCode.MODE;
    }
    ThreadAttributes attributes = ThreadAttributesLayout.read(caller, arguments.a2);
    PokThread thread = creation.create(caller, attributes);
    if (thread == null) {
      return ErrorCode.TOO_MANY;
    }
    // A faithful RMS kernel has sorted the thread in, and tells the id that it had before.
    boolean moved = thread.localId() != caller.threads().count() - 1;
    int last = caller.threads().main().globalId() + caller.threads().count() - 1;
    caller.space().write32(arguments.a1, moved ? last : thread.globalId());
    return ErrorCode.OK;
  }

  private long sleep(Partition caller, HypercallArguments arguments) {
    return sleepUntil(caller, now(caller) + nanos(caller, arguments.a1));
  }

  private long sleepUntil(Partition caller, HypercallArguments arguments) {
    long until = nanos(caller, arguments.a1);
    return sleepUntil(caller, KernelTime.whenShown(caller.personality(), until));
  }

  private long sleepUntil(Partition caller, long untilNanos) {
    ThreadTable threads = caller.threads();
    threads.block(threads.current(), ThreadState.WAITING, untilNanos, ErrorCode.OK, "");
    lifecycle.reschedule(caller);
    return HypercallHandler.NO_ANSWER;
  }

  private long stopSelf(Partition caller, HypercallArguments arguments) {
    ThreadTable threads = caller.threads();
    threads.setAnswer(threads.current(), ErrorCode.OK);
    threads.stop(threads.current());
    lifecycle.reschedule(caller);
    return HypercallHandler.NO_ANSWER;
  }

  private long waitForNextActivation(Partition caller, HypercallArguments arguments) {
    caller.threads().endPeriod();
    lifecycle.reschedule(caller);
    return HypercallHandler.NO_ANSWER;
  }

  private long id(Partition caller, HypercallArguments arguments) {
    ThreadTable threads = caller.threads();
    if (!caller.space().contains(arguments.a1, Integer.BYTES)) {
      return ErrorCode.EINVAL;
    }
    if (caller.personality() != Personality.VIRTUALPOK && threads.errorThread() == null) {
      return ErrorCode.THREAD;
    }
    caller.space().write32(arguments.a1, threads.current().globalId());
    return ErrorCode.OK;
  }

  private long status(Partition caller, HypercallArguments arguments) {
    if (!caller.space().contains(arguments.a2, ThreadAttributesLayout.BYTES)) {
      return ErrorCode.EINVAL;
    }
    PokThread thread = caller.threads().byGlobalId(arguments.a1);
    if (thread == null) {
      long answer = outOfRange(caller, arguments.a1, ErrorCode.PARAM);
      if (answer == ErrorCode.OK) {
        ThreadAttributesLayout.writeNext(caller, arguments.a2);
      }
      return answer;
    }
    ThreadAttributesLayout.write(caller, arguments.a2, thread);
    return ErrorCode.OK;
  }

  /** A faithful kernel takes the first thread behind the partition's for one of them. */
  private static long outOfRange(Partition caller, int id, int answer) {
    ThreadTable threads = caller.threads();
    boolean behind = id == threads.main().globalId() + threads.all().size();
    return behind && caller.faithful() ? ErrorCode.OK : answer;
  }

  private long setPriority(Partition caller, HypercallArguments arguments) {
    PokThread thread = created(caller, arguments.a1);
    if (thread == null) {
      return outOfRange(caller, arguments.a1, ErrorCode.PARAM);
    }
    thread.priority = SmallNumber.of(caller.personality(), arguments.a2);
    lifecycle.reschedule(caller);
    return ErrorCode.OK;
  }

  private long resume(Partition caller, HypercallArguments arguments) {
    PokThread thread = created(caller, arguments.a1);
    if (thread == null) {
      return outOfRange(caller, arguments.a1, ErrorCode.THREAD_ATTRIBUTE);
    }
    caller.threads().resume(thread);
    lifecycle.reschedule(caller);
    return ErrorCode.OK;
  }

  private long suspend(Partition caller, HypercallArguments arguments) {
    PokThread thread = created(caller, arguments.a1);
    if (thread == null) {
      return outOfRange(caller, arguments.a1, ErrorCode.THREAD_ATTRIBUTE);
    }
    if (thread == caller.threads().current()) {
      return ErrorCode.THREAD_ATTRIBUTE;
    }
    caller.threads().stop(thread);
    return ErrorCode.OK;
  }

  private long delayedStart(Partition caller, HypercallArguments arguments) {
    PokThread thread = created(caller, arguments.a1);
    if (thread == null) {
      return outOfRange(caller, arguments.a1, ErrorCode.THREAD_ATTRIBUTE);
    }
    caller.threads().delayedStart(thread, now(caller), nanos(caller, arguments.a2));
    if (caller.mode() == Partition.MODE_NORMAL) {
      lifecycle.reschedule(caller);
    }
    return ErrorCode.OK;
  }

  private long stop(Partition caller, HypercallArguments arguments) {
    PokThread thread = created(caller, lowId(caller) + arguments.a1);
    if (!isErrorThread(caller)) {
      return ErrorCode.THREAD;
    }
    if (thread == null) {
      return outOfRange(caller, lowId(caller) + arguments.a1, ErrorCode.THREAD_ATTRIBUTE);
    }
    if (thread == caller.threads().current()) {
      caller.threads().setAnswer(thread, ErrorCode.OK);
    }
    caller.threads().stop(thread);
    lifecycle.reschedule(caller);
    return ErrorCode.OK;
  }

  private long restart(Partition caller, HypercallArguments arguments) {
    PokThread thread = created(caller, lowId(caller) + arguments.a1);
    if (!isErrorThread(caller)) {
      return ErrorCode.THREAD;
    }
    if (thread == null) {
      return outOfRange(caller, lowId(caller) + arguments.a1, ErrorCode.THREAD_ATTRIBUTE);
    }
    caller.threads().restart(thread);
    lifecycle.reschedule(caller);
    return ErrorCode.OK;
  }

  /** Null if the partition has not created it. */
  private static PokThread created(Partition caller, int globalId) {
    PokThread thread = caller.threads().byGlobalId(globalId);
    return thread != null && thread.created() ? thread : null;
  }

  private static int lowId(Partition caller) {
    return caller.threads().main().globalId();
  }

  /** The kernels mean "none" by thread 0, which is the main thread of the first partition. */
  private static boolean isErrorThread(Partition caller) {
    PokThread current = caller.threads().current();
    PokThread handler = caller.threads().errorThread();
    return handler == null ? caller.faithful() && current.globalId() == 0 : current == handler;
  }
}
