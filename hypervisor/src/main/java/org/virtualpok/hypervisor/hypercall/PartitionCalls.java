// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.Map;
import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.personality.KernelTime;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.schedule.MajorFrame;
import org.virtualpok.hypervisor.schedule.Slot;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadTable;

/** Calls on time and on the life of the calling partition. */
final class PartitionCalls {
  private final PartitionLifecycle lifecycle;
  private final MajorFrame majorFrame;
  private final LongSupplier timeNanos;

  PartitionCalls(PartitionLifecycle lifecycle, MajorFrame majorFrame, LongSupplier timeNanos) {
    this.lifecycle = lifecycle;
    this.majorFrame = majorFrame;
    this.timeNanos = timeNanos;
  }

  void register(Map<Hypercall, HypercallHandler> handlers) {
    handlers.put(Hypercall.PARTITION_SET_MODE, this::setMode);
    handlers.put(Hypercall.PARTITION_GET_ID, this::getId);
    handlers.put(Hypercall.PARTITION_GET_PERIOD, this::getPeriod);
    handlers.put(Hypercall.PARTITION_GET_DURATION, this::getDuration);
    handlers.put(Hypercall.PARTITION_GET_LOCK_LEVEL, (c, a) -> store32(c, a, 0));
    handlers.put(Hypercall.PARTITION_GET_OPERATING_MODE, (c, a) -> store32(c, a, c.mode()));
    handlers.put(
        Hypercall.PARTITION_GET_START_CONDITION, (c, a) -> store32(c, a, c.startCondition()));
  }

  long getTick(Partition caller, HypercallArguments arguments) {
    long now = timeNanos.getAsLong();
    return store64(caller, arguments, KernelTime.ticks(caller.personality(), now));
  }

  // ---- modes ----------------------------------------------------------------------------------

  private long setMode(Partition caller, HypercallArguments arguments) {
    int refused =
        caller.personality() == Personality.VIRTUALPOK
            ? refusedByOurs(caller, arguments.a1)
            : refusedByPok(caller, arguments.a1);
    if (refused != ErrorCode.OK) {
      return refused;
    }
    int mode = arguments.a1;
    String call = "hypercall 404 PARTITION_SET_MODE, ";
    int cause = Hypercall.PARTITION_SET_MODE.number();
    switch (mode) {
      case Partition.MODE_NORMAL -> lifecycle.enterNormalMode(caller, frameEndNanos(caller));
      case Partition.MODE_RESTART -> lifecycle.restart(caller, Partition.MODE_WARM_START, cause);
      case Partition.MODE_IDLE -> lifecycle.stopInMode(caller, mode, call + "IDLE");
      case Partition.MODE_STOPPED -> lifecycle.stopInMode(caller, mode, call + "STOPPED");
      default -> lifecycle.restart(caller, mode, cause);
    }
    return HypercallHandler.NO_ANSWER;
  }

  /** Any thread may end or restart its partition; the main thread alone lets the others run. */
  private static int refusedByOurs(Partition caller, int mode) {
    boolean known =
        mode >= Partition.MODE_COLD_START
            && mode <= Partition.MODE_STOPPED
            && (mode != Partition.MODE_NORMAL || isMain(caller));
    return known ? ErrorCode.OK : ErrorCode.PARTITION_MODE;
  }

  private static int refusedByPok(Partition caller, int mode) {
    ThreadTable threads = caller.threads();
    PokThread handler = threads.errorThread();
    boolean isHandler = handler != null && threads.current() == handler;
    if (!isMain(caller) && !isHandler) {
      return ErrorCode.THREAD;
    }
    boolean allowed =
        switch (mode) {
          case Partition.MODE_NORMAL -> isMain(caller);
          case Partition.MODE_COLD_START, Partition.MODE_STOPPED -> isHandler;
          case Partition.MODE_WARM_START -> isHandler && caller.mode() != Partition.MODE_COLD_START;
          default -> false;
        };
    return allowed ? ErrorCode.OK : ErrorCode.PARTITION_MODE;
  }

  private static boolean isMain(Partition caller) {
    return caller.threads().current() == caller.threads().main();
  }

  /** A faithful kernel takes every frame for the first. */
  private long frameEndNanos(Partition caller) {
    long length = majorFrame.lengthNanos();
    return caller.faithful() ? length : (majorFrame.frameAt(timeNanos.getAsLong()) + 1) * length;
  }

  long stop(Partition caller, HypercallArguments arguments) {
    lifecycle.stop(caller, "exit " + arguments.a1, arguments.a1);
    return HypercallHandler.NO_ANSWER;
  }

  // ---- what a partition may know of itself ------------------------------------------------------

  private long getId(Partition caller, HypercallArguments arguments) {
    if (!caller.space().contains(arguments.a1, SmallNumber.bytes(caller.personality()))) {
      return ErrorCode.EINVAL;
    }
    SmallNumber.write(caller, arguments.a1, caller.index());
    return ErrorCode.OK;
  }

  /** The kernels know no period, and tell 0. */
  private long getPeriod(Partition caller, HypercallArguments arguments) {
    long nanos = caller.faithful() ? 0 : majorFrame.lengthNanos();
    return store64(caller, arguments, caller.personality().toKernelUnits(nanos));
  }

  /** The kernels tell the length of the slot that has the partition's number. */
  private long getDuration(Partition caller, HypercallArguments arguments) {
    long nanos = 0;
    for (int i = 0; i < majorFrame.slots().size(); i++) {
      Slot slot = majorFrame.slots().get(i);
      boolean counts = caller.faithful() ? i == caller.index() : slot.partition() == caller.index();
      nanos += counts ? slot.durationNanos() : 0;
    }
    return store64(caller, arguments, caller.personality().toKernelUnits(nanos));
  }

  private static long store32(Partition caller, HypercallArguments arguments, int value) {
    if (!caller.space().contains(arguments.a1, Integer.BYTES)) {
      return ErrorCode.EINVAL;
    }
    caller.space().write32(arguments.a1, value);
    return ErrorCode.OK;
  }

  private static long store64(Partition caller, HypercallArguments arguments, long value) {
    if (!caller.space().contains(arguments.a1, Long.BYTES)) {
      return ErrorCode.EINVAL;
    }
    caller.space().write64(arguments.a1, value);
    return ErrorCode.OK;
  }
}
