// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.interrupt.FrameException;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;

/**
 * Calls on the virtual interrupts of the calling vCPU. What becomes deliverable is delivered by the
 * module before the guest's next instruction.
 */
final class InterruptCalls {
  /** Bytes of a frame, from its line word up. */
  private static final int FRAME_BYTES = 44;

  private final PartitionLifecycle lifecycle;

  InterruptCalls(PartitionLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Offset of the INT instruction, which EIP is behind. */
  private static int site(Partition caller) {
    return caller.cpu().eip - HypercallDispatcher.INT_BYTES;
  }

  long enable(Partition caller, HypercallArguments arguments) {
    caller
        .interrupts()
        .setEnabled((arguments.a1 & 1) != 0, Hypercall.IRQ_PARTITION_ENABLE.number(), site(caller));
    return ErrorCode.OK;
  }

  long disable(Partition caller, HypercallArguments arguments) {
    int number = Hypercall.IRQ_PARTITION_DISABLE.number();
    boolean old = caller.interrupts().setEnabled(false, number, site(caller));
    return old ? 1 : 0;
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
    if (!VirtualInterrupts.isLine(arguments.a1) || !caller.space().contains(arguments.a2, 1)) {
      return ErrorCode.EINVAL;
    }
    caller.interrupts().request(arguments.a1, arguments.a2);
    return ErrorCode.OK;
  }

  long unregister(Partition caller, HypercallArguments arguments) {
    boolean known =
        VirtualInterrupts.isLine(arguments.a1)
            && caller.interrupts().giveBack(arguments.a1, Gate.NO_HANDLER);
    return known ? ErrorCode.OK : ErrorCode.EINVAL;
  }

  long returnFromInterrupt(Partition caller, HypercallArguments arguments) throws FrameException {
    CpuState cpu = caller.cpu();
    VirtualInterrupts interrupts = caller.interrupts();
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
