// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.device.PortBus;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.state.StateException;
import org.virtualpok.emu.state.StateGroup;

/** A machine without a processor: a clock, a port space, devices, and a log of what they do. */
final class DeviceBench {
  private static final int STORM_STEPS = 20_000;
  private static final int TIMER_EVENTS_MAX = 5_000_000;

  /** What comes from outside once in a while: keys, characters. */
  interface Outside {
    void act(int random);
  }

  final VirtualClock clock = new VirtualClock(10);
  final PortBus bus = new PortBus();
  final StateGroup root = StateGroup.root("pc", "a bench");
  final List<String> log = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private Outside outside = random -> {};
  private int timerEvents;

  DeviceBench() {
    root.register("idle", 64, "cycles", clock::idleCycles, clock::setIdleCycles);
  }

  void add(String name, Device device) {
    device.describe(root.group(name, "a device"));
    device.reset();
  }

  /** Ports that a storm hits. */
  void stormAt(int first, int count) {
    for (int i = 0; i < count; i++) {
      ports.add(first + i);
    }
  }

  void outside(Outside does) {
    outside = does;
  }

  /** A line whose changes are logged. */
  IrqLine line(String name) {
    return new IrqLine() {
      private boolean level;

      @Override
      public void set(boolean newLevel) {
        if (newLevel != level) {
          log.add(name + (newLevel ? " up" : " down"));
        }
        level = newLevel;
      }
    };
  }

  /** Logs values. */
  IntConsumer sink(String name) {
    return value -> log.add(name + " " + Integer.toHexString(value));
  }

  int in(int port) {
    return bus.in(port, 1);
  }

  void out(int port, int... values) {
    for (int value : values) {
      bus.out(port, value, 1);
    }
  }

  String hash() {
    return Snapshot.of(root).hash();
  }

  /** Lets time pass, and happen what is due in it, as a machine's loop does. */
  void pass(long nanos) {
    until(clock.nanos() + nanos);
  }

  /** Lets time pass until an instant, in ns since power on. */
  void until(long end) {
    while (clock.nextDueNanos() <= end) {
      clock.idle(clock.cyclesUntil(clock.nextDueNanos()));
      long due = clock.nextDueNanos();
      clock.takeDue();
      assertTrue(++timerEvents < TIMER_EVENTS_MAX, () -> "no end of events at " + due);
    }
    clock.idle(clock.cyclesUntil(end));
  }

  /** What happened since the last call. */
  List<String> happened() {
    List<String> all = List.copyOf(log);
    log.clear();
    return all;
  }

  private String step(Random random) {
    int port = ports.get(random.nextInt(ports.size()));
    int size = 1 << random.nextInt(3);
    int value = random.nextInt() >>> random.nextInt(32);
    int kind = random.nextInt(16);
    int time = random.nextInt(1 << random.nextInt(24));
    if (kind == 0) {
      pass(time);
    } else if (kind == 1) {
      outside.act(value);
    } else if (kind < 9) {
      int read = bus.in(port, size);
      assertEquals(0, read & ~(-1 >>> (32 - 8 * size)), () -> "too wide: " + size);
      return port + "=" + read;
    } else {
      bus.out(port, value, size);
    }
    return "";
  }

  /**
   * Random accesses of all widths to ports, with time passing: nothing throws, all ends; and a
   * bench that is restored from a snapshot on the way goes on as the first one does.
   */
  static void storm(Consumer<DeviceBench> build, long seed) throws StateException {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    DeviceBench first = new DeviceBench();
    build.accept(first);
    for (int round = 0; round < 8; round++) {
      for (int i = 0; i < STORM_STEPS; i++) {
        first.step(random);
      }
      Snapshot saved = Snapshot.of(first.root);
      DeviceBench second = new DeviceBench();
      build.accept(second);
      saved.restoreTo(second.root);
      assertEquals(saved.hash(), second.hash(), "restored");
      first.log.clear();
      second.log.clear();
      long next = random.nextLong();
      Random one = new Random(next);
      Random other = new Random(next);
      for (int i = 0; i < STORM_STEPS; i++) {
        int at = i;
        assertEquals(first.step(one), second.step(other), () -> "step " + at);
      }
      assertEquals(first.happened(), second.happened());
      assertEquals(first.hash(), second.hash(), "went on");
    }
  }
}
