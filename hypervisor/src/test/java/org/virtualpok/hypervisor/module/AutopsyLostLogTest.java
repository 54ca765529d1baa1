// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.autopsy.Autopsy;
import org.virtualpok.hypervisor.autopsy.AutopsySubject;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;

/** The autopsy of a log whose oldest events are gone: it says so, and guesses nothing. */
class AutopsyLostLogTest {
  /** A log that has lost its first records. */
  private static final class Lossy implements EventLog {
    private final EventLog whole;
    private long first;
    private boolean closed;

    Lossy(EventLog whole) {
      this.whole = whole;
    }

    @Override
    public void append(long nanos, long insn, EventKind kind, int context, int a, int b, int c) {
      throw new AssertionError("nobody writes here");
    }

    @Override
    public void appendText(long nanos, long insn, EventKind kind, int context, byte[] text, int c) {
      throw new AssertionError("nobody writes here");
    }

    @Override
    public long size() {
      return whole.size();
    }

    @Override
    public long first() {
      return first;
    }

    @Override
    public Event get(long index) {
      if (index < first || closed) {
        throw new UncheckedIOException(new IOException("gone"));
      }
      return whole.get(index);
    }

    @Override
    public EventKind kind(int id) {
      return whole.kind(id);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final AutopsySubject SUBJECT =
      new AutopsySubject() {
        @Override
        public List<Integer> contexts() {
          return List.of(2);
        }

        @Override
        public List<Gate> gates(int context) {
          return List.of(Gate.NOT_SCHEDULED, Gate.VIRTUAL_IF_OFF, Gate.IN_SERVICE);
        }

        @Override
        public String partition(int context) {
          return "p" + context / 2;
        }

        @Override
        public String place(int context, int offset) {
          return Integer.toHexString(offset);
        }

        @Override
        public String call(int context, int vector, int number) {
          return Integer.toString(number);
        }
      };

  /** Turns the virtual IF off once and leaves it so for 30 ms, then takes every tick. */
  private static ModuleMachine machine() {
    Asm guest = new Asm().request(0, "handler").hypercall(45, 28);
    guest.mov(1, 1_500_000).label("wait").bytes(0x49, 0x75, 0xfd);
    guest.enable(1).label("spin").jump("spin");
    guest.label("handler").handlerReturn();
    return Guests.machine(guest);
  }

  private static Autopsy autopsy(EventLog log) {
    return new Autopsy(log, SUBJECT);
  }

  /** Index of the raise of an instance. */
  private static long raise(EventLog log, int id) {
    for (long i = 0; ; i++) {
      EventLog.Event e = log.get(i);
      if (e.kind() == HypervisorEvents.IRQ_RAISED && e.a() == id) {
        return i;
      }
    }
  }

  @Test
  void shouldBeginWhereTheLogBegins() {
    ModuleMachine machine = machine();
    machine.run(RunLimit.atTime(50_500_000));
    Lossy log = new Lossy(machine.events());
    log.first = raise(machine.events(), 20);
    Autopsy autopsy = autopsy(log);
    assertTrue(autopsy.refresh());
    assertEquals(20, autopsy.firstId());
    assertEquals(50, autopsy.lastId());
    assertEquals(Optional.empty(), autopsy.get(19));
    assertEquals(
        Optional.of(
            String.format(
                "The log no longer has its first %,d events: interrupts that were raised before"
                    + " 0.020000000 s are not in this history",
                log.first)),
        autopsy.missing());
    InterruptTotals all = autopsy.total(InterruptFilter.ALL);
    assertEquals(31, all.raised());
    assertEquals(31, all.delivered());
    assertTrue(all.lawHolds());
    InterruptInstance first = autopsy.get(20).orElseThrow();
    assertEquals(20_000_000, first.raisedNanos());
    GateInterval failed = first.failed().orElseThrow();
    assertEquals("virtual IF off", failed.gate().name(), "the machine said so");
    assertEquals(-1, failed.closedNanos(), "nobody knows since when");
    assertEquals(GateCloser.Kind.UNKNOWN, failed.closer().kind());
    assertEquals("the log does not say any more", failed.closer().words());
  }

  @Test
  void shouldLoseNothingThatItReadInTime() {
    ModuleMachine machine = machine();
    machine.run(RunLimit.atTime(25_500_000));
    Lossy log = new Lossy(machine.events());
    Autopsy autopsy = autopsy(log);
    autopsy.refresh();
    log.first = log.size();
    machine.run(RunLimit.atTime(50_500_000));
    autopsy.refresh();
    assertEquals(Optional.empty(), autopsy.missing());
    assertEquals(50, autopsy.total(InterruptFilter.ALL).raised());
    assertEquals(
        GateCloser.Kind.GUEST_INSTRUCTION,
        autopsy.get(1).orElseThrow().failed().orElseThrow().closer().kind());
  }

  @Test
  void shouldBeginAnewBehindAHole() {
    ModuleMachine machine = machine();
    machine.run(RunLimit.atTime(25_500_000));
    Lossy log = new Lossy(machine.events());
    Autopsy autopsy = autopsy(log);
    autopsy.refresh();
    machine.run(RunLimit.atTime(50_500_000));
    log.first = raise(machine.events(), 40);
    autopsy.refresh();
    assertEquals(40, autopsy.firstId());
    assertTrue(autopsy.missing().isPresent());
    assertTrue(autopsy.total(InterruptFilter.ALL).lawHolds());
  }

  @Test
  void shouldSayThatALogWasClosed() {
    ModuleMachine machine = machine();
    machine.run(RunLimit.atTime(5_500_000));
    Lossy log = new Lossy(machine.events());
    Autopsy autopsy = autopsy(log);
    log.close();
    autopsy.refresh();
    assertTrue(autopsy.missing().orElseThrow().contains("closed"));
  }
}
