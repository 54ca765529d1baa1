// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The threads that there are at one instant. */
final class Threads {
  private final List<Found> inOrder;
  private final Map<Integer, Found> byAddress = new HashMap<>();

  Threads(List<Found> threads) {
    inOrder = List.copyOf(threads);
    threads.forEach(t -> byAddress.put(t.address(), t));
  }

  /** All, by id. */
  List<Found> all() {
    return inOrder;
  }

  /** The one with its control block at an address. */
  Optional<Found> at(int address) {
    return Optional.ofNullable(byAddress.get(address));
  }
}
