// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.Random;
import org.virtualpok.emu.device.PortBus;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.state.StateException;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.Stateful;

/** What a device is tested on: a bus, a clock that is moved by hand, a state tree of its own. */
final class Bench {
  static final long NANOS_PER_CYCLE = 1;

  final PortBus bus = new PortBus();
  final VirtualClock clock = new VirtualClock(NANOS_PER_CYCLE);
  final StateGroup root = StateGroup.root("bench", "a test bench");

  Bench() {
    root.register("idle", 63, "time", clock::idleCycles, clock::setIdleCycles);
  }

  void describe(String name, Stateful device) {
    device.describe(root.group(name, "under test"));
  }

  int in(int port) {
    return bus.in(port, 1);
  }

  void out(int port, int... values) {
    for (int value : values) {
      bus.out(port, value, 1);
    }
  }

  /** Lets time pass as a processor that halts does: from one event to the next. */
  void until(long nanos) {
    while (clock.nextDueNanos() <= nanos) {
      clock.idle(clock.cyclesUntil(clock.nextDueNanos()));
      clock.takeDue();
    }
    clock.idle(clock.cyclesUntil(nanos));
  }

  void pass(long nanos) {
    until(clock.nanos() + nanos);
  }

  String hash() {
    return Snapshot.of(root).hash();
  }

  void restoreFrom(Bench other) throws StateException {
    Snapshot.of(other.root).restoreTo(root);
  }

  /** One random access of width 1, 2 or 4 around some port; the same of two equal benches. */
  int storm(Random random, int... ports) {
    int port = ports[random.nextInt(ports.length)];
    int size = 1 << random.nextInt(3);
    if (random.nextBoolean()) {
      return bus.in(port, size);
    }
    bus.out(port, random.nextInt(), size);
    return 0;
  }
}
