// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.Map;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorStatus;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.partition.PartitionSpace;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadAttributes;

/** Calls on errors and the partition's error handler, 301 to 304. */
final class ErrorCalls {
  /** Of what ERROR_GET writes: kind, thread, address, message, length of the message. */
  private static final int STATUS_BYTES = 268;

  private static final int THREAD = 4;
  private static final int ADDRESS = 8;
  private static final int MESSAGE = 12;
  private static final int MESSAGE_SIZE = 264;

  private final PartitionErrors errors;
  private final ThreadCreation creation;

  ErrorCalls(PartitionErrors errors, ThreadCreation creation) {
    this.errors = errors;
    this.creation = creation;
  }

  void register(Map<Hypercall, HypercallHandler> handlers) {
    handlers.put(Hypercall.ERROR_HANDLER_CREATE, this::createHandler);
    handlers.put(Hypercall.ERROR_RAISE_APPLICATION_ERROR, this::raise);
    handlers.put(Hypercall.ERROR_GET, this::get);
  }

  /** The handler runs at once, up to where it stops itself. */
  private long createHandler(Partition caller, HypercallArguments arguments) {
    if (!caller.starting()) {
      return ErrorCode.MODE;
    }
    PokThread thread = creation.create(caller, ThreadAttributes.errorHandler(arguments.a2));
    if (thread == null) {
      return ErrorCode.TOO_MANY;
    }
    caller.threads().setErrorThread(thread);
    return ErrorCode.OK;
  }

  private long raise(Partition caller, HypercallArguments arguments) {
    int kept =
        Integer.compareUnsigned(arguments.a2, ErrorStatus.MESSAGE_BYTES) > 0
            ? ErrorStatus.MESSAGE_BYTES
            : arguments.a2;
    int checked = caller.personality().checksLengths() ? arguments.a2 : kept;
    if (!caller.space().contains(arguments.a1, checked)) {
      return ErrorCode.EINVAL;
    }
    byte[] message = caller.space().read(arguments.a1, kept);
    int site = caller.cpu().eip - HypercallDispatcher.INT_BYTES;
    errors.raise(caller, ErrorKind.APPLICATION_ERROR, site, message);
    return ErrorCode.OK;
  }

  private long get(Partition caller, HypercallArguments arguments) {
    PartitionSpace space = caller.space();
    int at = arguments.a1;
    if (!space.contains(at, STATUS_BYTES)) {
      return ErrorCode.EINVAL;
    }
    ErrorStatus status = caller.errorStatus();
    if (!status.present()) {
      return ErrorCode.UNAVAILABLE;
    }
    byte[] message = status.message();
    SmallNumber.write(caller, at, status.kind());
    space.write32(at + THREAD, status.thread());
    space.write32(at + ADDRESS, status.address());
    space.write(at + MESSAGE, message);
    space.write32(at + MESSAGE_SIZE, message.length);
    return ErrorCode.OK;
  }
}
