// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.List;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.port.Port;

/**
 * Calls that ask where a port's channel leads. In POK a virtual port has the number of a sampling
 * port's kind, so these find sampling ports, and there is one node alone.
 */
final class VirtualPortCalls {
  private static final int MAC_BYTES = 6;

  private final PortAccess access;

  VirtualPortCalls(PortAccess access) {
    this.access = access;
  }

  long id(Partition caller, HypercallArguments arguments) {
    return access.id(caller, arguments, Kind.SAMPLING);
  }

  private Port own(Partition caller, int id) {
    Port port = access.own(caller, id);
    return port == null || port.queueing() ? null : port;
  }

  long destinations(Partition caller, HypercallArguments arguments) {
    if (!PointerRule.allows(caller, arguments.a2, 4)) {
      return ErrorCode.EINVAL;
    }
    Port port = own(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    PointerRule.write32(caller, arguments.a2, access.ports().destinations(port).size());
    return ErrorCode.OK;
  }

  /** POK reads one entry past the end, too. */
  long destination(Partition caller, HypercallArguments arguments) {
    if (!PointerRule.allows(caller, arguments.a3, 4)) {
      return ErrorCode.EINVAL;
    }
    Port port = own(caller, arguments.a1);
    List<Port> ends = port == null ? List.of() : access.ports().destinations(port);
    if (Integer.compareUnsigned(arguments.a2, ends.size()) >= 0) {
      return ErrorCode.PORT;
    }
    PointerRule.write32(caller, arguments.a3, ends.get(arguments.a2).id());
    return ErrorCode.OK;
  }

  /** Ids of a module with one node are global. */
  long global(Partition caller, HypercallArguments arguments) {
    if (!PointerRule.allows(caller, arguments.a2, 1)) {
      return ErrorCode.EINVAL;
    }
    Port port = own(caller, arguments.a1);
    if (port == null) {
      return ErrorCode.PORT;
    }
    SmallNumber.write(caller, arguments.a2, port.id());
    return ErrorCode.OK;
  }

  /** POK looks neither whether there is such a port nor whose it is. */
  long node(Partition caller, HypercallArguments arguments) {
    boolean known = Integer.compareUnsigned(arguments.a1, access.ports().all().size()) < 0;
    if (!known || !PointerRule.allows(caller, arguments.a2, 4)) {
      return ErrorCode.EINVAL;
    }
    SmallNumber.write(caller, arguments.a2, 0);
    return ErrorCode.OK;
  }

  /** The one node's address, a locally administered one. */
  long macAddress(Partition caller, HypercallArguments arguments) {
    boolean allowed =
        PointerRule.allows(caller, arguments.a1, MAC_BYTES)
            && PointerRule.allows(caller, arguments.a2, MAC_BYTES);
    if (!allowed || PointerRule.read(caller, arguments.a1, 1)[0] != 0) {
      return ErrorCode.EINVAL;
    }
    PointerRule.write(caller, arguments.a2, new byte[] {2, 0, 0, 0, 0, 0});
    return ErrorCode.OK;
  }
}
