// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateCloser.Kind;
import org.virtualpok.hypervisor.partition.PartitionState;

/**
 * What closed a gate, in two ints: a cause, and a detail of it. A cause of 0 or more is a
 * hypercall, vector times 65536 plus number, and its detail the offset of the INT instruction.
 */
final class Closers {
  /** Detail: the instance. */
  static final int DELIVERY = -1;

  static final int PERSON = -2;

  /** Detail: slot times 65536 plus the context of the partition that owns it. */
  static final int SLOT_SWITCH = -3;

  static final int START = -4;
  static final int UNKNOWN = -5;

  /** Detail: a PartitionState's code. */
  static final int STATE = -6;

  private static final int SHIFT = 16;
  private static final int LOW = (1 << SHIFT) - 1;

  private Closers() {}

  static int hypercall(int vector, int number) {
    return vector << SHIFT | number & LOW;
  }

  static int slot(int slot, int owner) {
    return slot << SHIFT | owner & LOW;
  }

  static GateCloser closer(int context, int cause, int detail, AutopsySubject subject) {
    if (cause >= 0) {
      String call = subject.call(context, cause >>> SHIFT, cause & LOW);
      return new GateCloser(
          Kind.GUEST_INSTRUCTION, detail, 0, call + " at " + subject.place(context, detail));
    }
    return switch (cause) {
      case DELIVERY -> new GateCloser(Kind.DELIVERY, 0, detail, "the delivery of #" + detail);
      case PERSON -> plain(Kind.PERSON, "a person");
      case SLOT_SWITCH ->
          plain(
              Kind.SLOT_SWITCH,
              "slot " + (detail >>> SHIFT) + " began: " + subject.partition(detail & LOW));
      case START -> plain(Kind.START, "it was so from the start");
      case STATE -> plain(Kind.PARTITION, state(subject.partition(context), detail));
      default -> plain(Kind.UNKNOWN, "the log does not say any more");
    };
  }

  private static GateCloser plain(Kind kind, String text) {
    return new GateCloser(kind, 0, 0, text);
  }

  private static String state(String name, int code) {
    return switch (PartitionState.of(code)) {
      case READY -> name + " restarted";
      case WAITING -> name + " waits";
      case NO_THREAD -> name + " has no thread that can run";
      case STOPPED -> name + " stopped";
      case FAULTED -> name + " faulted";
    };
  }
}
