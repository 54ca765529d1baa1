// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.PortDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.personality.Personality;

/** What partitions see of each other through ports, and what is seen of ports from outside. */
class PortsBetweenPartitionsTest {
  private static final int ANSWER = Asm.DATA + 8;
  private static final int LENGTH = Asm.DATA + 12;
  private static final int BUFFER = Asm.DATA + 0x400;
  private static final int MESSAGE = Asm.DATA + 0x800;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final long FRAME = 2 * PortGuests.SLOT_NANOS;

  private static PortDescription queue(Direction direction) {
    String name = direction == Direction.SOURCE ? "q" : "r";
    return PortGuests.port(Kind.QUEUEING, name, direction, 400, 2);
  }

  private static ModuleMachine queues(Personality kernel, boolean faithful, Asm from, Asm to) {
    return PortGuests.machine(
        kernel,
        Flush.MAJOR_FRAME,
        List.of(
            PortGuests.services(faithful, queue(Direction.SOURCE)),
            PortGuests.services(faithful, queue(Direction.DESTINATION))),
        from,
        to);
  }

  private static Asm sender(int size, int length, int count) {
    Asm guest = PortGuests.start(PortGuests.create(new Asm(), 110, size, OUT));
    for (int i = 0; i < count; i++) {
      guest.store(MESSAGE, 1000 + i);
      guest.hypercall(42, 111, 0, MESSAGE, length, 0).storeRegister(ANSWER + 4 * i, 0);
    }
    return guest.label("end").jump("end");
  }

  /** Receives once; its port has id 1. */
  private static Asm receiver(int size, int timeout) {
    Asm guest = PortGuests.start(PortGuests.create(new Asm(), 110, size, IN));
    guest.hypercall(42, 112, 1, timeout, size, BUFFER, LENGTH).storeRegister(ANSWER, 0);
    return guest.label("end").jump("end");
  }

  private static TargetSnapshot snapshot(ModuleMachine machine) {
    return machine.capture(1, false, machine.run(RunLimit.atTime(machine.timeNanos())));
  }

  @Test
  void shouldCarryAMessageAtTheEndOfTheMajorFrame() {
    ModuleMachine machine =
        queues(Personality.VIRTUALPOK, false, sender(16, 4, 1), receiver(16, 1000));
    machine.run(RunLimit.atTime(FRAME - 1));
    PortState from = snapshot(machine).ports().get(0);
    assertEquals(4, from.bytes());
    assertEquals(1, from.messages());
    assertTrue(from.waitingToFlush());
    assertEquals(List.of(1), from.destinations());
    assertEquals(List.of(5), snapshot(machine).ports().get(1).waiting());
    machine.run(RunLimit.atTime(FRAME));
    assertEquals(4, snapshot(machine).ports().get(1).bytes(), "the receiver runs later");
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(0, Guests.word(machine, 2, ANSWER));
    assertEquals(4, Guests.word(machine, 2, LENGTH));
    assertEquals(1000, Guests.word(machine, 2, BUFFER));
    assertEquals(0, snapshot(machine).ports().get(1).bytes());
    EventLog.Event flush = Guests.events(machine, HypervisorEvents.PORT_FLUSH).get(0);
    assertEquals(FRAME, flush.timeNanos());
    assertEquals("port 0 to port 1, 4 bytes", EventWording.details(flush));
    assertEquals(
        "port 0, 4 bytes, 4 inside",
        EventWording.details(Guests.events(machine, HypervisorEvents.PORT_WRITE).get(0)));
    assertEquals(
        "port 1, 4 bytes, 0 inside",
        EventWording.details(Guests.events(machine, HypervisorEvents.PORT_READ).get(0)));
  }

  @Test
  void shouldGiveUpWaitingForAMessage() {
    ModuleMachine machine =
        queues(
            Personality.VIRTUALPOK, false, new Asm().label("spin").jump("spin"), receiver(16, 15));
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(250, Guests.word(machine, 2, ANSWER));
    assertEquals(List.of(), snapshot(machine).ports().get(1).waiting());
  }

  @Test
  void shouldRefuseWhatAFullQueueCannotHold() {
    ModuleMachine machine =
        queues(Personality.VIRTUALPOK, false, sender(10, 4, 3), receiver(10, 1000));
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(0, Guests.word(machine, 1, ANSWER + 4));
    assertEquals(311, Guests.word(machine, 1, ANSWER + 8));
    assertEquals(8, Guests.word(machine, 2, LENGTH));
    assertEquals(1001, Guests.word(machine, 2, BUFFER + 4));
    assertEquals(1, snapshot(machine).ports().get(0).overflows());
    assertEquals(
        "port 0, 4 bytes, 8 inside",
        EventWording.details(Guests.events(machine, HypervisorEvents.PORT_OVERFLOW).get(0)));
  }

  @Test
  void shouldOverwriteAQueueThatAFaithfulKernelBelievesToHaveRoom() {
    ModuleMachine machine =
        queues(Personality.POK_2025, true, sender(10, 4, 3), receiver(10, 1_000_000_000));
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(0, Guests.word(machine, 1, ANSWER + 8));
    assertEquals(2, Guests.word(machine, 2, LENGTH));
  }

  @Test
  void shouldKeepWhatTheDestinationHasNoRoomFor() {
    ModuleMachine machine =
        queues(Personality.VIRTUALPOK, false, sender(12, 4, 3), receiver(8, 1000));
    machine.run(RunLimit.atTime(2 * FRAME - 5_000));
    assertEquals(8, Guests.word(machine, 2, LENGTH));
    assertEquals(4, snapshot(machine).ports().get(0).bytes());
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(0, snapshot(machine).ports().get(0).bytes());
    assertEquals(4, snapshot(machine).ports().get(1).bytes());
  }

  @Test
  void shouldCutLengthsToEightBitsIfFaithful() {
    ModuleMachine whole =
        queues(Personality.POK_2025, false, sender(400, 300, 1), receiver(400, 1_000_000_000));
    whole.run(RunLimit.atTime(2 * FRAME));
    assertEquals(300, Guests.word(whole, 2, LENGTH));
    ModuleMachine cut =
        queues(Personality.POK_2025, true, sender(400, 300, 1), receiver(400, 1_000_000_000));
    cut.run(RunLimit.atTime(2 * FRAME));
    assertEquals(44, Guests.word(cut, 2, LENGTH));
  }

  @Test
  void shouldRefuseWhatIsNotConfiguredAndWhatPoksPoolCannotHold() {
    assertEquals(301, createAnswer(false, 801), "two messages of 400 bytes");
    assertEquals(0, createAnswer(false, 800));
    assertEquals(301, createAnswer(false, 0));
    assertEquals(301, createAnswer(true, 513));
    assertEquals(0, createAnswer(true, 512));
  }

  private static int createAnswer(boolean faithful, int size) {
    ModuleMachine machine =
        queues(Personality.POK_2025, faithful, sender(size, 4, 1), new Asm().label("x").jump("x"));
    machine.run(RunLimit.atTime(FRAME));
    return Guests.word(machine, 1, PortGuests.PORT + 4);
  }

  private static ModuleMachine samples(Flush flush, Asm from, Asm to) {
    return PortGuests.machine(
        Personality.VIRTUALPOK,
        flush,
        List.of(
            PortGuests.services(false, PortGuests.port(Kind.SAMPLING, "q", Direction.SOURCE, 8, 1)),
            PortGuests.services(
                false, PortGuests.port(Kind.SAMPLING, "q", Direction.DESTINATION, 8, 1))),
        from,
        to);
  }

  /** Sleeps, reads, and stores answer, length, validity. */
  private static Asm reader(int sleepMillis) {
    Asm guest = new Asm();
    guest.store(Asm.DATA + 0x120, 'q');
    guest.hypercall(42, 105, Asm.DATA + 0x120, 8, IN, 25, PortGuests.PORT);
    PortGuests.start(guest).hypercall(42, 52, sleepMillis);
    guest.hypercall(42, 102, 1, BUFFER, LENGTH, LENGTH + 4).storeRegister(ANSWER, 0);
    return guest.label("end").jump("end");
  }

  private static Asm writer(int sleepMillis) {
    Asm guest = PortGuests.start(PortGuests.create(new Asm(), 105, 8, OUT));
    guest.hypercall(42, 52, sleepMillis);
    guest.store(MESSAGE, 77).hypercall(42, 104, 0, MESSAGE, 4).storeRegister(ANSWER, 0);
    return guest.label("end").jump("end");
  }

  @Test
  void shouldTellHowFreshASampleIs() {
    ModuleMachine early = samples(Flush.MAJOR_FRAME, writer(1), reader(1));
    early.run(RunLimit.atTime(FRAME));
    assertEquals(308, Guests.word(early, 2, ANSWER));
    assertEquals(0, Guests.word(early, 2, LENGTH));
    ModuleMachine fresh = samples(Flush.MAJOR_FRAME, writer(1), reader(20));
    fresh.run(RunLimit.atTime(3 * FRAME));
    assertEquals(0, Guests.word(fresh, 2, ANSWER));
    assertEquals(8, Guests.word(fresh, 2, LENGTH));
    assertEquals(1, Guests.word(fresh, 2, LENGTH + 4));
    assertEquals(77, Guests.word(fresh, 2, BUFFER));
    ModuleMachine old = samples(Flush.MAJOR_FRAME, writer(1), reader(60));
    old.run(RunLimit.atTime(6 * FRAME));
    assertEquals(0, Guests.word(old, 2, ANSWER));
    assertEquals(0, Guests.word(old, 2, LENGTH + 4), "25 ms have passed since the flush");
  }

  @Test
  void shouldFlushAtTheEndOfTheSlotIfToldSo() {
    Flush window = new Flush(Flush.When.WINDOW, 0);
    ModuleMachine machine = samples(window, writer(15), reader(15));
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(0, Guests.word(machine, 2, ANSWER));
    assertEquals(77, Guests.word(machine, 2, BUFFER));
  }

  @Test
  void shouldFlushOncePerPeriodAtMost() {
    Flush period = new Flush(Flush.When.PERIOD, 3 * FRAME);
    ModuleMachine machine = samples(period, writer(15), reader(1));
    machine.run(RunLimit.atTime(5 * FRAME));
    List<EventLog.Event> flushes = Guests.events(machine, HypervisorEvents.PORT_FLUSH);
    assertEquals(1, flushes.size(), "written behind the first slot's end, when one was due");
    assertEquals(3 * FRAME, flushes.get(0).timeNanos());
  }

  @Test
  void shouldForgetPortsAtARestart() throws TargetException {
    ModuleMachine machine =
        queues(Personality.VIRTUALPOK, false, sender(16, 4, 1), receiver(16, 1000));
    machine.run(RunLimit.atTime(FRAME - 1));
    machine.restartPartition(4);
    PortState to = snapshot(machine).ports().get(1);
    assertFalse(to.created());
    assertEquals(List.of(), to.waiting());
    machine.restart();
    assertFalse(snapshot(machine).ports().get(0).created());
    machine.run(RunLimit.atTime(2 * FRAME));
    assertEquals(1000, Guests.word(machine, 2, BUFFER));
  }

  @Test
  void shouldSwitchThePowerOff() {
    Asm guest = new Asm().store(Asm.ARGS, 1).mov(0, 707).mov(3, Asm.ARGS).interrupt(42);
    guest.storeRegister(ANSWER, 0).hypercall(42, 707);
    ModuleMachine machine =
        PortGuests.machine(
            Personality.POK_2025,
            Flush.MAJOR_FRAME,
            List.of(PortGuests.services(false), PortGuests.services(false)),
            guest.label("end").jump("end"),
            new Asm().label("spin").jump("spin"));
    StopReason stop = machine.run(RunLimit.atTime(10 * FRAME));
    assertEquals(StopReason.Kind.FINISHED, stop.kind());
    assertEquals("Finished: the guest has switched the power off", stop.title());
    assertEquals(1, Guests.word(machine, 1, ANSWER), "it takes no arguments");
    assertTrue(machine.timeNanos() < PortGuests.SLOT_NANOS);
    assertTrue(machine.faults().isEmpty());
  }
}
