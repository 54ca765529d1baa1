// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;
import org.virtualpok.hypervisor.personality.KernelTime;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.port.Port;
import org.virtualpok.hypervisor.port.PortAnswer;
import org.virtualpok.hypervisor.thread.Waiter;

/** Calls on queueing ports. The order of the checks is POK's. */
final class QueueingCalls {
  /** u32 size, u8 direction, u8 waiting threads, 2 unused. */
  private static final int STATUS_BYTES = 8;

  private static final int FIFO = 0;

  /** In the kernels of 2013 and 2014. */
  private static final int FIFO_BEFORE_2025 = 1;

  private final PortAccess access;
  private final PartitionLifecycle lifecycle;
  private final LongSupplier timeNanos;
  private final EventRecorder recorder;

  QueueingCalls(
      PortAccess access,
      PartitionLifecycle lifecycle,
      LongSupplier timeNanos,
      EventRecorder recorder) {
    this.access = access;
    this.lifecycle = lifecycle;
    this.timeNanos = timeNanos;
    this.recorder = recorder;
  }

  long id(Partition caller, HypercallArguments arguments) {
    return access.id(caller, arguments, Kind.QUEUEING);
  }

  /** A port that exists already is as good as a new one. */
  long create(Partition caller, HypercallArguments arguments) {
    if (!access.allowsName(caller, arguments.a1) || !PointerRule.allows(caller, arguments.a5, 1)) {
      return ErrorCode.EINVAL;
    }
    boolean before2025 =
        caller.personality() == Personality.POK_2013
            || caller.personality() == Personality.POK_2014;
    boolean fifo = before2025 ? (arguments.a4 & 0xffff) == FIFO_BEFORE_2025 : arguments.a4 == FIFO;
    if (!fifo) {
      return ErrorCode.DISCIPLINE;
    }
    int answer = access.create(caller, arguments, Kind.QUEUEING);
    return answer == PortAnswer.EXISTS ? ErrorCode.OK : answer;
  }

  long send(Partition caller, HypercallArguments arguments) {
    int length = PortAccess.length(caller, arguments.a3);
    if (!PointerRule.allows(caller, arguments.a2, arguments.a3)
        || access.outOfRange(arguments.a1)) {
      return ErrorCode.EINVAL;
    }
    if (length == 0) {
      return ErrorCode.SIZE;
    }
    Port port = access.created(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    if (Integer.compareUnsigned(length, port.sizeBytes()) > 0) {
      return ErrorCode.SIZE;
    }
    if (port.direction() != Direction.SOURCE) {
      return ErrorCode.DIRECTION;
    }
    if (!port.queueing()) {
      return ErrorCode.KIND;
    }
    if (port.hasRoom(length)) {
      send(caller, port, arguments.a2, length);
      return ErrorCode.OK;
    }
    port.countOverflow();
    recorder.record(
        HypervisorEvents.PORT_OVERFLOW, caller.context(), port.id(), length, port.used());
    if (arguments.a4 == 0) {
      return ErrorCode.FULL;
    }
    return wait(
        caller, new Sending(caller, port, deadline(caller, arguments.a4), arguments.a2, length));
  }

  private void send(Partition caller, Port port, int pointer, int length) {
    port.send(PointerRule.read(caller, pointer, length), timeNanos.getAsLong());
    recorder.record(HypervisorEvents.PORT_WRITE, caller.context(), port.id(), length, port.used());
  }

  /** Clears the buffer, as POK does, even if nothing comes. */
  long receive(Partition caller, HypercallArguments arguments) {
    int length = arguments.a3;
    if (!PointerRule.allows(caller, arguments.a4, length)
        || !PointerRule.allows(caller, arguments.a5, 4)) {
      return ErrorCode.EINVAL;
    }
    PointerRule.write32(caller, arguments.a5, 0);
    if (length == 0 || access.outOfRange(arguments.a1)) {
      return ErrorCode.EINVAL;
    }
    Port port = access.created(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    if (!port.queueing()) {
      return ErrorCode.KIND;
    }
    if (port.direction() != Direction.DESTINATION) {
      return ErrorCode.DIRECTION;
    }
    int most = Integer.compareUnsigned(length, port.sizeBytes()) < 0 ? length : port.sizeBytes();
    PointerRule.write(caller, arguments.a4, new byte[most]);
    if (!port.empty()) {
      receive(caller, port, arguments.a4, most, arguments.a5);
      return ErrorCode.OK;
    }
    if (arguments.a2 == 0) {
      return ErrorCode.EMPTY;
    }
    return wait(
        caller,
        new Receiving(
            caller, port, deadline(caller, arguments.a2), arguments.a4, most, arguments.a5));
  }

  private void receive(Partition caller, Port port, int pointer, int most, int lengthPointer) {
    byte[] bytes = port.receive(Math.min(most, port.used()));
    PointerRule.write(caller, pointer, bytes);
    PointerRule.write32(caller, lengthPointer, bytes.length);
    recorder.record(
        HypervisorEvents.PORT_READ, caller.context(), port.id(), bytes.length, port.used());
  }

  /** A faithful 2025 adds the time of the call twice. */
  private long deadline(Partition caller, int timeout) {
    long now = timeNanos.getAsLong();
    boolean twice = caller.faithful() && caller.personality().countsNanos();
    return KernelTime.after(
        caller.personality(),
        now,
        Integer.toUnsignedLong(timeout)
            + (twice ? KernelTime.ticks(caller.personality(), now) : 0));
  }

  private long wait(Partition caller, PortWaiter waiter) {
    waiter.queue();
    lifecycle.reschedule(caller);
    return HypercallHandler.NO_ANSWER;
  }

  long status(Partition caller, HypercallArguments arguments) {
    if (!PointerRule.allows(caller, arguments.a2, STATUS_BYTES)
        || access.outOfRange(arguments.a1)) {
      return ErrorCode.EINVAL;
    }
    Port port = access.own(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    if (!port.created() || !port.queueing()) {
      return ErrorCode.EINVAL;
    }
    int waiting = caller.faithful() ? 0 : port.waiting().threadIds().size();
    PointerRule.write32(caller, arguments.a2, port.sizeBytes());
    SmallNumber.write(caller, arguments.a2 + 4, PortAccess.code(port.direction()));
    SmallNumber.write(caller, arguments.a2 + 4 + SmallNumber.bytes(caller.personality()), waiting);
    return ErrorCode.OK;
  }

  /** Waits until a flush changes its port. */
  private abstract static class PortWaiter extends Waiter {
    final Partition caller;
    final Port port;

    PortWaiter(Partition caller, Port port, long deadlineNanos) {
      super(caller.threads(), caller.threads().current(), deadlineNanos);
      this.caller = caller;
      this.port = port;
    }

    /** The call's end, if it can end well now. */
    abstract boolean done();

    abstract String words();

    void queue() {
      block(words() + " " + port.id(), ErrorCode.TIMEOUT);
      port.waiting().add(this, false);
    }

    /** What comes too late still counts, if it is there when the thread runs. */
    @Override
    public void resume(long nowNanos) {
      port.waiting().remove(this);
      if (done()) {
        threads.setAnswer(thread, ErrorCode.OK);
      } else if (late(nowNanos)) {
        threads.setAnswer(thread, ErrorCode.TIMEOUT);
      } else {
        queue();
      }
    }
  }

  /** Waits for room. */
  private final class Sending extends PortWaiter {
    private final int pointer;
    private final int length;

    Sending(Partition caller, Port port, long deadlineNanos, int pointer, int length) {
      super(caller, port, deadlineNanos);
      this.pointer = pointer;
      this.length = length;
    }

    @Override
    String words() {
      return "room in port";
    }

    @Override
    boolean done() {
      if (!port.hasRoom(length)) {
        return false;
      }
      send(caller, port, pointer, length);
      return true;
    }
  }

  /** Waits for a message. */
  private final class Receiving extends PortWaiter {
    private final int pointer;
    private final int most;
    private final int lengthPointer;

    Receiving(
        Partition caller, Port port, long deadlineNanos, int pointer, int most, int lengthPointer) {
      super(caller, port, deadlineNanos);
      this.pointer = pointer;
      this.most = most;
      this.lengthPointer = lengthPointer;
    }

    @Override
    String words() {
      return "a message in port";
    }

    @Override
    boolean done() {
      if (port.empty()) {
        return false;
      }
      receive(caller, port, pointer, most, lengthPointer);
      return true;
    }
  }
}
