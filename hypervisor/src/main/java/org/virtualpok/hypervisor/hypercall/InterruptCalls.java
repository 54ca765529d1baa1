// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.interrupt.FrameException;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * Calls on the virtual interrupts of the calling vCPU. What becomes deliverable is delivered by the
 * module before the guest's next instruction.
 */
final class InterruptCalls {
  /** Bytes of a frame, from its line word up. */
  private static final int FRAME_BYTES = 44;

  /** Vector of line 0 on that kernel's PC. */
  private static final int FIRST_VECTOR = 32;

  private final PartitionLifecycle lifecycle;

  InterruptCalls(PartitionLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Offset of the INT instruction, which EIP is behind. */
  private static int site(Partition caller) {
    return caller.cpu().eip - HypercallDispatcher.INT_BYTES;
  }

  long enable(Partition caller, HypercallArguments arguments) {
    int number = Hypercall.IRQ_PARTITION_ENABLE.number();
    if (caller.personality().countsInterruptsOff()) {
      caller.interrupts().count(false, number, site(caller));
    } else {
      caller.interrupts().setEnabled((arguments.a1 & 1) != 0, number, site(caller));
    }
    return ErrorCode.OK;
  }

  long disable(Partition caller, HypercallArguments arguments) {
    int number = Hypercall.IRQ_PARTITION_DISABLE.number();
    if (caller.personality().countsInterruptsOff()) {
      caller.interrupts().count(true, number, site(caller));
      return ErrorCode.OK;
    }
    return caller.interrupts().setEnabled(false, number, site(caller)) ? 1 : 0;
  }

  long endService(Partition caller, HypercallArguments arguments) {
    if (!VirtualInterrupts.isLine(arguments.a1)) {
      return ErrorCode.EINVAL;
    }
    caller.interrupts().endService(arguments.a1);
    return ErrorCode.OK;
  }

  /** A line that is requested already gets the new handler; what waits stays. */
  long register(Partition caller, HypercallArguments arguments) {
    if (caller.personality() == Personality.POK_2014) {
      return registerVector(caller, arguments);
    }
    if (!VirtualInterrupts.isLine(arguments.a1) || !caller.space().contains(arguments.a2, 1)) {
      return ErrorCode.EINVAL;
    }
    return caller.interrupts().register(arguments.a1, arguments.a2)
        ? ErrorCode.OK
        : ErrorCode.UNAVAILABLE;
  }

  /** As that kernel takes a line: 8 bits, which may not overflow as a vector; any handler. */
  private static long registerVector(Partition caller, HypercallArguments arguments) {
    int number = arguments.a1 & 0xff;
    if (number + FIRST_VECTOR > 0xff) {
      return ErrorCode.EINVAL;
    }
    return caller.interrupts().register(number, arguments.a2)
        ? ErrorCode.OK
        : ErrorCode.UNAVAILABLE;
  }

  /** The kernel of 2014 compares a line with vectors, so that a line's own number is never one. */
  long unregister(Partition caller, HypercallArguments arguments) {
    int line = arguments.a1;
    if (caller.interrupts().kernel().is2014()) {
      line = (line & 0xff) - FIRST_VECTOR;
    }
    boolean known =
        VirtualInterrupts.isLine(line) && caller.interrupts().giveBack(line, Gate.NO_HANDLER);
    return known ? ErrorCode.OK : ErrorCode.EINVAL;
  }

  /**
   * Call 25. POK takes 8 bits of a line. That of 2014 put the empty handler into its own gate of
   * the line, whatever the guest named.
   */
  long registerHandler(Partition caller, HypercallArguments arguments) {
    int line = arguments.a1 & 0xff;
    if (!VirtualInterrupts.isLine(line) || !caller.space().contains(arguments.a2, 1)) {
      return ErrorCode.EINVAL;
    }
    if (caller.interrupts().kernel().is2014()) {
      caller.interrupts().breakGate(line);
    } else {
      caller.interrupts().register(line, arguments.a2);
    }
    return ErrorCode.OK;
  }

  /** Call 26; that nobody had the line is no error. */
  long unregisterHandler(Partition caller, HypercallArguments arguments) {
    int line = arguments.a1 & 0xff;
    if (!VirtualInterrupts.isLine(line)) {
      return ErrorCode.EINVAL;
    }
    caller.interrupts().giveBack(line, Gate.NO_HANDLER);
    return ErrorCode.OK;
  }

  long returnFromInterrupt(Partition caller, HypercallArguments arguments) throws FrameException {
    CpuState cpu = caller.cpu();
    VirtualInterrupts interrupts = caller.interrupts();
    if (interrupts.returnsInKernel()) {
      interrupts.returnInKernel(cpu);
      return ErrorCode.OK;
    }
    int address =
        arguments.a1 != 0 ? arguments.a1 : interrupts.innermostFrame(cpu.gpr[CpuState.ESP]);
    if (!caller.space().contains(address, FRAME_BYTES)) {
      throw new FrameException(
          String.format(
              "no interrupt frame is at 0x%08x: it would lie outside the partition", address));
    }
    interrupts.returnFrom(
        cpu,
        caller.space().memory(),
        address,
        caller.space().physical(address),
        Hypercall.DO_IRET.number(),
        site(caller));
    return HypercallHandler.NO_ANSWER;
  }

  /** The answer is 0, found after the interrupt's handler has returned. */
  long idle(Partition caller, HypercallArguments arguments) {
    caller.interrupts().setEnabled(true, Hypercall.VCPU_IDLE.number(), site(caller));
    if (!caller.interrupts().deliverable()) {
      lifecycle.waitForInterrupt(caller, "hypercall 1000 VCPU_IDLE");
    }
    return ErrorCode.OK;
  }
}
