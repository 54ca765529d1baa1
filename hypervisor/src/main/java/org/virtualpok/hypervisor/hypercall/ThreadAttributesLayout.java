// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionSpace;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadAttributes;
import org.virtualpok.hypervisor.thread.ThreadState;

/**
 * POK's attributes of a thread in guest memory.
 *
 * <pre>
 *  0 u8  priority               16 u64 deadline        32 u32 stack size
 *  1 u8  processor (2025)       24 u64 time capacity   36 u32 state
 *  4 u32 entry                   8 u64 period
 * </pre>
 *
 * Period and deadline are in ns in 2025 and in ms before; all ones is infinite.
 */
final class ThreadAttributesLayout {
  static final int BYTES = 40;

  private ThreadAttributesLayout() {}

  static ThreadAttributes read(Partition caller, int pointer) {
    PartitionSpace space = caller.space();
    int head = space.read32(pointer);
    return new ThreadAttributes(
        SmallNumber.of(caller.personality(), head),
        caller.personality() == Personality.POK_2025 ? head >>> 8 & 0xff : 0,
        space.read32(pointer + 4),
        nanos(caller.personality(), space.read64(pointer + 8)),
        nanos(caller.personality(), space.read64(pointer + 16)),
        capacity(space.read64(pointer + 24)));
  }

  /** What is beyond reach is infinite. */
  private static long nanos(Personality personality, long value) {
    long unit = personality.toNanos(1);
    return value < 0 || value > Long.MAX_VALUE / unit ? PokThread.INFINITE : value * unit;
  }

  private static long capacity(long value) {
    return value < 0 ? PokThread.INFINITE : value;
  }

  /** Writes what THREAD_STATUS tells. */
  static void write(Partition caller, int pointer, PokThread thread) {
    PartitionSpace space = caller.space();
    Personality personality = caller.personality();
    SmallNumber.write(caller, pointer, thread.priority);
    if (personality == Personality.POK_2025) {
      space.write8(pointer + 1, 0);
    }
    space.write32(pointer + 4, thread.entry);
    space.write64(pointer + 8, units(personality, thread.periodNanos));
    space.write64(pointer + 16, units(personality, thread.endTimeNanos()));
    space.write64(pointer + 24, thread.timeCapacity);
    space.write32(pointer + 32, personality.userStackBytes());
    space.write32(pointer + 36, state(caller, thread).code());
  }

  /** A thread behind the partition's last: for a faithful kernel the next one's main thread. */
  static void writeNext(Partition caller, int pointer) {
    PartitionSpace space = caller.space();
    Personality personality = caller.personality();
    long none = personality == Personality.POK_2025 ? -1 : 0;
    space.write(pointer, new byte[BYTES]);
    space.write8(pointer, 1);
    space.write64(pointer + 8, none);
    space.write64(pointer + 24, none);
    space.write32(pointer + 32, personality.userStackBytes());
  }

  private static long units(Personality personality, long nanos) {
    boolean endless = nanos == PokThread.INFINITE || nanos == PokThread.NEVER;
    return endless ? -1 : personality.toKernelUnits(nanos);
  }

  /** The kernels set every state back after they have created the main threads. */
  private static ThreadState state(Partition caller, PokThread thread) {
    boolean main = thread == caller.threads().main() && caller.mode() != Partition.MODE_NORMAL;
    return main && caller.faithful() ? ThreadState.STOPPED : thread.state();
  }
}
