// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.FrameException;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.schedule.MajorFrame;
import org.virtualpok.hypervisor.thread.PokThread;

/** Decodes a call, logs it, and hands it to its method. */
public final class HypercallDispatcher {
  /** Length of the INT instruction, in bytes. */
  public static final int INT_BYTES = 2;

  private final EventRecorder recorder;
  private final PartitionErrors errors;
  private final Map<Hypercall, HypercallHandler> handlers = new EnumMap<>(Hypercall.class);
  private final HypercallArguments arguments = new HypercallArguments();

  /** Gives its methods what they need. */
  public HypercallDispatcher(
      EventRecorder recorder,
      PartitionLifecycle lifecycle,
      PartitionErrors errors,
      KernelObjects objects,
      MajorFrame majorFrame,
      LongSupplier timeNanos) {
    this.recorder = recorder;
    this.errors = errors;
    ConsoleCalls console = new ConsoleCalls(recorder);
    PartitionCalls partition = new PartitionCalls(lifecycle, majorFrame, timeNanos);
    InterruptCalls interrupts = new InterruptCalls(lifecycle);
    handlers.put(Hypercall.CONSWRITE, console::write);
    handlers.put(Hypercall.GETCHAR, console::read);
    handlers.put(Hypercall.GETTICK, partition::getTick);
    partition.register(handlers);
    ThreadCreation creation = new ThreadCreation(errors, recorder, objects.mismatches());
    new ThreadCalls(lifecycle, creation, timeNanos).register(handlers);
    new ErrorCalls(errors, creation).register(handlers);
    handlers.put(Hypercall.PARTITION_STOP, partition::stop);
    handlers.put(Hypercall.IRQ_PARTITION_ENABLE, interrupts::enable);
    handlers.put(Hypercall.IRQ_PARTITION_DISABLE, interrupts::disable);
    handlers.put(Hypercall.IRQ_PARTITION_ACK, interrupts::endService);
    handlers.put(Hypercall.IRQ_REGISTER_HANDLER, interrupts::registerHandler);
    handlers.put(Hypercall.IRQ_UNREGISTER_HANDLER, interrupts::unregisterHandler);
    handlers.put(Hypercall.IRQ_ENABLE_2013, interrupts::enable);
    handlers.put(Hypercall.IRQ_DISABLE_2013, interrupts::disable);
    handlers.put(Hypercall.IRQ_ACK_2013, interrupts::endService);
    handlers.put(Hypercall.REGISTER_VCPU, interrupts::register);
    handlers.put(Hypercall.UNREGISTER_VCPU, interrupts::unregister);
    handlers.put(Hypercall.DO_IRET, interrupts::returnFromInterrupt);
    handlers.put(Hypercall.VCPU_IDLE, interrupts::idle);
    LockCalls locks = new LockCalls(objects, lifecycle, timeNanos);
    handlers.put(Hypercall.LOCKOBJ_CREATE, locks::create);
    handlers.put(Hypercall.LOCKOBJ_OPERATION, locks::operate);
    linkPorts(new PortAccess(objects.ports(), objects.mismatches()), lifecycle, timeNanos);
    linkMachine(new MachineCalls(lifecycle));
  }

  private void linkPorts(PortAccess access, PartitionLifecycle lifecycle, LongSupplier timeNanos) {
    SamplingCalls sampling = new SamplingCalls(access, timeNanos, recorder);
    handlers.put(Hypercall.SAMPLING_ID, sampling::id);
    handlers.put(Hypercall.SAMPLING_READ, sampling::read);
    handlers.put(Hypercall.SAMPLING_STATUS, sampling::status);
    handlers.put(Hypercall.SAMPLING_WRITE, sampling::write);
    handlers.put(Hypercall.SAMPLING_CREATE, sampling::create);
    QueueingCalls queueing = new QueueingCalls(access, lifecycle, timeNanos, recorder);
    handlers.put(Hypercall.QUEUEING_CREATE, queueing::create);
    handlers.put(Hypercall.QUEUEING_SEND, queueing::send);
    handlers.put(Hypercall.QUEUEING_RECEIVE, queueing::receive);
    handlers.put(Hypercall.QUEUEING_ID, queueing::id);
    handlers.put(Hypercall.QUEUEING_STATUS, queueing::status);
    VirtualPortCalls virtual = new VirtualPortCalls(access);
    handlers.put(Hypercall.NODE_MAC_ADDR, virtual::macAddress);
    handlers.put(Hypercall.VIRTUAL_CREATE, virtual::id);
    handlers.put(Hypercall.VIRTUAL_NB_DESTINATIONS, virtual::destinations);
    handlers.put(Hypercall.VIRTUAL_DESTINATION, virtual::destination);
    handlers.put(Hypercall.VIRTUAL_GET_GLOBAL, virtual::global);
    handlers.put(Hypercall.VIRTUAL_NODE, virtual::node);
  }

  private void linkMachine(MachineCalls machine) {
    handlers.put(Hypercall.INB, machine::in);
    handlers.put(Hypercall.OUTB, machine::out);
    handlers.put(Hypercall.PCI_REGISTER, machine::registerCard);
    handlers.put(Hypercall.RTL8029_READ, machine::networkCard);
    handlers.put(Hypercall.RTL8029_POLL_AND_READ, machine::networkCard);
    handlers.put(Hypercall.RTL8029_WRITE, machine::networkCard);
    handlers.put(Hypercall.RTL8029_POLL, machine::networkCard);
    handlers.put(Hypercall.RTL8029_CLEAR, machine::networkCard);
    handlers.put(Hypercall.RTL8029_INIT, machine::networkCard);
    handlers.put(Hypercall.SHUTDOWN, machine::shutDown);
  }

  /** Whether some kernel takes calls on a vector. */
  public static boolean isHypercall(int vector) {
    return vector == Hypercall.VECTOR_SYSCALL || vector == Hypercall.VECTOR_HYPERCALL;
  }

  /** Logs that a partition, whose EIP is behind the INT, entered the hypervisor. */
  public void enter(Partition caller, int vector) {
    CpuState cpu = caller.cpu();
    int number = cpu.gpr[CpuState.EAX];
    int context = caller.context();
    int site = cpu.eip - INT_BYTES;
    recorder.record(HypervisorEvents.HYPERCALL_ENTRY, context, vector, number, site);
    Hypercall call = call(caller, vector);
    if (call == null) {
      recorder.record(HypervisorEvents.HYPERCALL_UNKNOWN, context, vector, number, site);
    } else if (!call.arguments().isEmpty()
        && arguments.read(caller.space(), cpu.gpr[CpuState.EBX])) {
      recorder.record(
          HypervisorEvents.HYPERCALL_ARGUMENTS, context, arguments.a1, arguments.a2, arguments.a3);
    }
  }

  /** The call that a partition's kernel knows under the number in EAX; null if it knows none. */
  private Hypercall call(Partition caller, int vector) {
    return Hypercall.find(vector, caller.cpu().gpr[CpuState.EAX])
        .filter(c -> c.in(caller.personality(), vector) && handlers.containsKey(c))
        .orElse(null);
  }

  /**
   * Executes the call. EAX gets the answer, if there is one.
   *
   * @return whether the vCPU goes on behind the call, or in the context that it returned to; else
   *     its thread does so when it runs again
   * @throws FrameException if the call is the partition's fault; nothing has changed then
   */
  public boolean execute(Partition caller, int vector) throws FrameException {
    CpuState cpu = caller.cpu();
    PokThread thread = caller.threads().current();
    thread.beginCall(vector, cpu.gpr[CpuState.EAX]);
    Hypercall call = call(caller, vector);
    long answer = ErrorCode.EINVAL;
    if (arguments.read(caller.space(), cpu.gpr[CpuState.EBX])) {
      if (call != null) {
        answer = handlers.get(call).call(caller, arguments);
      } else {
        illegalRequest(caller);
      }
    }
    if (answer == HypercallHandler.NO_ANSWER) {
      return call == Hypercall.DO_IRET;
    }
    if (thread.inCall()) {
      caller.threads().setAnswer(thread, (int) answer);
    }
    return thread == caller.threads().current();
  }

  /** POK's kernels tell the error handler of calls that they do not know. */
  private void illegalRequest(Partition caller) {
    boolean heard = caller.threads().errorThread() != null || errors.monitored();
    if (caller.personality() != Personality.VIRTUALPOK && heard) {
      int site = caller.cpu().eip - INT_BYTES;
      errors.raise(caller, ErrorKind.ILLEGAL_REQUEST, site, new byte[0]);
    }
  }

  /** Logs that the caller goes on. */
  public void exit(Partition caller, int vector, int number) {
    caller.threads().current().endCall();
    int result = caller.cpu().gpr[CpuState.EAX];
    recorder.record(HypervisorEvents.HYPERCALL_EXIT, caller.context(), vector, number, result);
  }
}
