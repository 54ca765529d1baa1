// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.function.LongSupplier;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.personality.KernelTime;
import org.virtualpok.hypervisor.port.Port;
import org.virtualpok.hypervisor.port.PortAnswer;

/** Calls on sampling ports. The order of the checks is POK's. */
final class SamplingCalls {
  /** u32 size, u8 direction, 3 unused, u64 refresh period, u32 validity. */
  private static final int STATUS_BYTES = 20;

  private final PortAccess access;
  private final LongSupplier timeNanos;
  private final EventRecorder recorder;

  SamplingCalls(PortAccess access, LongSupplier timeNanos, EventRecorder recorder) {
    this.access = access;
    this.timeNanos = timeNanos;
    this.recorder = recorder;
  }

  long id(Partition caller, HypercallArguments arguments) {
    return access.id(caller, arguments, Kind.SAMPLING);
  }

  long create(Partition caller, HypercallArguments arguments) {
    if (!access.allowsName(caller, arguments.a1) || !PointerRule.allows(caller, arguments.a5, 1)) {
      return ErrorCode.EINVAL;
    }
    int answer = access.create(caller, arguments, Kind.SAMPLING);
    if (answer == PortAnswer.OK) {
      long refresh = Integer.toUnsignedLong(arguments.a4);
      access
          .find(caller, arguments.a1, Kind.SAMPLING)
          .setRefresh(
              KernelTime.after(caller.personality(), 0, refresh),
              KernelTime.unitNanos(caller.personality()));
    }
    return answer;
  }

  /** POK does not look at the port's kind. */
  long write(Partition caller, HypercallArguments arguments) {
    int length = PortAccess.length(caller, arguments.a3);
    if (!PointerRule.allows(caller, arguments.a2, arguments.a3)
        || access.outOfRange(arguments.a1)) {
      return ErrorCode.EINVAL;
    }
    Port port = access.own(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    boolean tooLong = Integer.compareUnsigned(length, port.sizeBytes()) > 0;
    if (!port.created() || tooLong || (port.queueing() && !caller.faithful())) {
      return ErrorCode.EINVAL;
    }
    if (port.direction() != Direction.SOURCE) {
      return ErrorCode.DIRECTION;
    }
    byte[] message = PointerRule.read(caller, arguments.a2, length);
    if (port.queueing()) {
      port.sendUnlessFull(message, timeNanos.getAsLong());
    } else {
      port.writeSample(message, timeNanos.getAsLong());
    }
    recorder.record(HypervisorEvents.PORT_WRITE, caller.context(), port.id(), length, port.used());
    return ErrorCode.OK;
  }

  /** Copies the whole port, however long the last message was. */
  long read(Partition caller, HypercallArguments arguments) {
    if (!PointerRule.allows(caller, arguments.a2, 0)
        || !PointerRule.allows(caller, arguments.a3, 4)
        || !PointerRule.allows(caller, arguments.a4, 4)
        || access.outOfRange(arguments.a1)) {
      return ErrorCode.EINVAL;
    }
    Port port = access.created(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    if (port.queueing()) {
      return ErrorCode.EINVAL;
    }
    if (port.direction() != Direction.DESTINATION) {
      return ErrorCode.MODE;
    }
    if (!PointerRule.allows(caller, arguments.a2, port.sizeBytes())) {
      return ErrorCode.EINVAL;
    }
    boolean empty = !port.sampled();
    boolean valid = !empty && port.valid(timeNanos.getAsLong());
    if (!empty) {
      PointerRule.write(caller, arguments.a2, port.sample());
      recorder.record(
          HypervisorEvents.PORT_READ, caller.context(), port.id(), port.sizeBytes(), port.used());
    }
    PointerRule.write32(caller, arguments.a3, empty ? 0 : port.sizeBytes());
    PointerRule.write32(caller, arguments.a4, valid ? 1 : 0);
    return empty ? ErrorCode.EMPTY : ErrorCode.OK;
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
    if (!port.created() || port.queueing()) {
      return ErrorCode.EINVAL;
    }
    int pointer = arguments.a2;
    long unit = KernelTime.unitNanos(caller.personality());
    PointerRule.write32(caller, pointer, port.sizeBytes());
    SmallNumber.write(caller, pointer + 4, PortAccess.code(port.direction()));
    PointerRule.write64(caller, pointer + 8, port.refreshNanos() / unit);
    PointerRule.write32(caller, pointer + 16, port.valid(timeNanos.getAsLong()) ? 1 : 0);
    return ErrorCode.OK;
  }
}
