// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.port.Port;
import org.virtualpok.hypervisor.port.PortAnswer;
import org.virtualpok.hypervisor.port.Ports;

/** What calls on all kinds of ports have in common. */
final class PortAccess {
  private static final int IN = 1;
  private static final int OUT = 2;

  private final Ports ports;
  private final Mismatches mismatches;

  PortAccess(Ports ports, Mismatches mismatches) {
    this.ports = ports;
    this.mismatches = mismatches;
  }

  Ports ports() {
    return ports;
  }

  /** POK refuses an id past its table before it asks whose port it is. */
  boolean outOfRange(int id) {
    return ports.outOfRange(id);
  }

  /** A port of the caller, created or not; null if it has none with this id. */
  Port own(Partition caller, int id) {
    return ports.own(caller.index(), id);
  }

  /** A port of the caller that it has created; null if there is none. */
  Port created(Partition caller, int id) {
    Port port = own(caller, id);
    return port != null && port.created() ? port : null;
  }

  /** Whether a name may be read: in 2025, as many bytes as the module's longest has. */
  boolean allowsName(Partition caller, int pointer) {
    int length = caller.personality().countsNanos() ? ports.longestName() + 1 : 1;
    return PointerRule.allows(caller, pointer, length);
  }

  /** A port that any partition has under a name; null if none has. */
  Port find(Partition caller, int namePointer, Kind kind) {
    return ports.find(
        caller.index(), caller.faithful(), kind, name -> equalTo(caller, namePointer, name));
  }

  private static boolean equalTo(Partition caller, int pointer, String name) {
    if (PointerRule.inside(caller, pointer, name.length() + 1) != name.length() + 1) {
      return false;
    }
    byte[] bytes = caller.space().read(pointer, name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      if ((bytes[i] & 0xff) != name.charAt(i)) {
        return false;
      }
    }
    return bytes[name.length()] == 0;
  }

  /** Looks a port up: calls 101, 113, 150. */
  long id(Partition caller, HypercallArguments arguments, Kind kind) {
    if (!allowsName(caller, arguments.a1) || !PointerRule.allows(caller, arguments.a2, 1)) {
      return ErrorCode.EINVAL;
    }
    Port port = find(caller, arguments.a1, kind);
    boolean owned = port != null && port.partition() == caller.index();
    mismatches.looksFor(caller, arguments.a1, kind, !owned);
    if (port == null) {
      return PortAnswer.NOT_FOUND;
    }
    if (port.partition() != caller.index()) {
      return ErrorCode.PORT;
    }
    SmallNumber.write(caller, arguments.a2, port.id());
    return ErrorCode.OK;
  }

  /**
   * Creates a port: calls 105, 110.
   *
   * @return a PortAnswer; with OK and EXISTS, the id has been written
   */
  int create(Partition caller, HypercallArguments arguments, Kind kind) {
    Port port = find(caller, arguments.a1, kind);
    Direction direction = direction(arguments.a3);
    int answer = ports.create(caller.index(), caller.faithful(), port, direction, arguments.a2);
    boolean refused = answer != PortAnswer.OK && answer != PortAnswer.EXISTS;
    mismatches.creates(caller, arguments.a1, kind, direction, arguments.a2, refused);
    if (answer == PortAnswer.OK || answer == PortAnswer.EXISTS) {
      SmallNumber.write(caller, arguments.a5, port.id());
    }
    return answer;
  }

  /** A direction has 8 bits. */
  private static Direction direction(int code) {
    return switch (code & 0xff) {
      case IN -> Direction.DESTINATION;
      case OUT -> Direction.SOURCE;
      default -> null;
    };
  }

  static int code(Direction direction) {
    return direction == Direction.SOURCE ? OUT : IN;
  }

  /** How long a message is: faithful kernels look at 8 bits, or 16. */
  static int length(Partition caller, int length) {
    return caller.faithful() ? SmallNumber.of(caller.personality(), length) : length;
  }
}
