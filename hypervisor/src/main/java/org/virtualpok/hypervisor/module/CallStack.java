// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.module.FaultReport.StackEntry;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionSpace;

/**
 * Guesses a call stack without debug information: the chain of frame pointers, or, where code keeps
 * none, the words on the stack that point behind a function's first byte.
 */
final class CallStack {
  private static final int FRAMES_MAX = 32;
  private static final int WORDS_MAX = 256;

  private CallStack() {}

  static List<StackEntry> walk(Partition partition) {
    CpuState cpu = partition.cpu();
    List<StackEntry> stack = new ArrayList<>();
    stack.add(entry(partition, 0, cpu.eip));
    followFramePointers(partition, stack);
    if (stack.size() < 3) {
      stack.subList(1, stack.size()).clear();
      scan(partition, stack);
    }
    return stack;
  }

  private static void followFramePointers(Partition partition, List<StackEntry> stack) {
    PartitionSpace space = partition.space();
    int frame = partition.cpu().gpr[CpuState.EBP];
    int below = partition.cpu().gpr[CpuState.ESP];
    while (stack.size() < FRAMES_MAX
        && Integer.compareUnsigned(frame, below) >= 0
        && space.contains(frame, 8)) {
      int code = space.read32(frame + 4);
      if (partition.image().symbols().describe(code).isEmpty()) {
        return;
      }
      stack.add(entry(partition, frame + 4, code));
      below = frame + 4;
      frame = space.read32(frame);
    }
  }

  private static void scan(Partition partition, List<StackEntry> stack) {
    PartitionSpace space = partition.space();
    int at = partition.cpu().gpr[CpuState.ESP];
    for (int i = 0; i < WORDS_MAX && stack.size() < FRAMES_MAX; i++, at += 4) {
      if (!space.contains(at, 4)) {
        return;
      }
      int code = space.read32(at);
      if (partition.image().symbols().describe(code).contains("+")) {
        stack.add(entry(partition, at, code));
      }
    }
  }

  private static StackEntry entry(Partition partition, int address, int code) {
    return new StackEntry(address, code, partition.image().symbols().describe(code));
  }
}
