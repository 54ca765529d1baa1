// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.hypercall.Mismatches.Mismatch;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** What guests ask for and their module does not configure. */
class MismatchTest {
  private static final int SAMPLING_ID = 101;
  private static final int SAMPLING_CREATE = 105;
  private static final int QUEUEING_CREATE = 110;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int NAME = Asm.DATA + 0x120;
  private static final int ATTRIBUTES = Asm.DATA + 0x140;

  private static ServicesDescription queue() {
    return PortGuests.services(false, PortGuests.port(Kind.QUEUEING, "q", Direction.SOURCE, 16, 4));
  }

  private static ServicesDescription sample(boolean faithful) {
    return PortGuests.services(
        faithful, PortGuests.port(Kind.SAMPLING, "r", Direction.DESTINATION, 64, 1));
  }

  private static ModuleMachine run(Personality abi, ServicesDescription services, Asm guest) {
    Asm other = new Asm().hypercall(45, 1001, 0);
    ModuleMachine machine =
        PortGuests.machine(abi, Flush.MAJOR_FRAME, List.of(services, sample(false)), guest, other);
    machine.run(RunLimit.atTime(100_000_000));
    return machine;
  }

  private static List<String> words(Personality abi, ServicesDescription services, Asm guest) {
    return run(abi, services, guest).mismatches().stream().map(Mismatch::words).toList();
  }

  private static Asm end(Asm guest) {
    return guest.hypercall(45, 1001, 0);
  }

  @Test
  void whatIsConfiguredIsNoMismatch() {
    Asm guest = PortGuests.create(new Asm(), QUEUEING_CREATE, 64, OUT);
    ModuleMachine machine = run(Personality.VIRTUALPOK, queue(), end(guest));
    assertEquals(List.of(), machine.mismatches());
    assertEquals(0, Guests.word(machine, 1, PortGuests.PORT + 4));
  }

  @Test
  void anUnknownNameSuggestsTheNearest() {
    Asm guest = new Asm().store(NAME, 'q' | 'z' << 8);
    guest.hypercall(42, QUEUEING_CREATE, NAME, 64, OUT, 0, PortGuests.PORT);
    guest.storeRegister(PortGuests.PORT + 4, 0);
    ModuleMachine machine = run(Personality.VIRTUALPOK, queue(), end(guest));
    assertEquals(
        List.of(
            new Mismatch(
                0,
                true,
                "partition 'p1' creates the queueing port 'qz', which it does not have; it has 'q';"
                    + " is 'q' meant?")),
        machine.mismatches());
    assertEquals(302, Guests.word(machine, 1, PortGuests.PORT + 4), "as before");
  }

  @Test
  void anothersPortSaysWhose() {
    Asm guest = new Asm().store(NAME, 'r').hypercall(42, SAMPLING_ID, NAME, PortGuests.PORT);
    assertEquals(
        List.of(
            "partition 'p1' looks for the sampling port 'r', which it does not have; it belongs to"
                + " partition 'p2'"),
        words(Personality.VIRTUALPOK, queue(), end(guest)));
  }

  @Test
  void directionKindAndSizeAreCompared() {
    Asm guest = PortGuests.create(new Asm(), QUEUEING_CREATE, 64, IN);
    guest.store(NAME, 'q').hypercall(42, SAMPLING_CREATE, NAME, 64, OUT, 0, PortGuests.PORT);
    guest.hypercall(42, QUEUEING_CREATE, NAME, 99, OUT, 0, PortGuests.PORT);
    guest.hypercall(42, QUEUEING_CREATE, NAME, 64, 7, 0, PortGuests.PORT);
    // The name that PortGuests stores goes with the direction.
    assertEquals(
        List.of(
            "partition 'p1' creates the queueing port 'r', which it does not have; it belongs to"
                + " partition 'p2'",
            "partition 'p1' creates the sampling port 'q'; it is configured as a queueing port",
            "partition 'p1' creates the queueing port 'q' with 99 bytes; 4 messages of 16 are"
                + " configured, 64 bytes",
            "partition 'p1' creates the queueing port 'q' without a known direction; it is"
                + " configured as SOURCE"),
        words(Personality.VIRTUALPOK, queue(), end(guest)));
  }

  @Test
  void aKernelThatTakesAnotherDirectionIsAWarning() {
    Asm guest = new Asm().store(NAME, 'r');
    guest.hypercall(42, SAMPLING_CREATE, NAME, 64, OUT, 0, PortGuests.PORT);
    guest.storeRegister(PortGuests.PORT + 4, 0);
    ModuleMachine machine =
        PortGuests.machine(
            Personality.POK_2025,
            Flush.MAJOR_FRAME,
            List.of(sample(true)),
            guest.label("spin").jump("spin"));
    machine.run(RunLimit.atTime(20_000_000));
    assertEquals(0, Guests.word(machine, 1, PortGuests.PORT + 4));
    assertEquals(
        List.of(
            new Mismatch(
                0,
                false,
                "partition 'p1' creates the sampling port 'r' as SOURCE; it is configured as"
                    + " DESTINATION")),
        machine.mismatches());
  }

  @Test
  void moreThreadsAndLockObjectsThanConfiguredAreTold() {
    Asm guest = new Asm().store(ATTRIBUTES, 10).storeLabel(ATTRIBUTES + 4, "thread");
    for (int i = 0; i < 3; i++) {
      guest.hypercall(42, 50, ATTRIBUTES + 40, ATTRIBUTES);
    }
    guest.storeRegister(PortGuests.PORT + 4, 0);
    guest.store(ATTRIBUTES, 1).store(ATTRIBUTES + 4, 0).store(ATTRIBUTES + 8, 0);
    guest.hypercall(42, 201, ATTRIBUTES + 40, ATTRIBUTES);
    guest.hypercall(42, 201, ATTRIBUTES + 40, ATTRIBUTES);
    end(guest).label("thread").jump("thread");
    ServicesDescription few = new ServicesDescription(ThreadPolicy.RR, 2, 1, false, List.of());
    ModuleMachine machine = run(Personality.VIRTUALPOK, few, guest);
    assertEquals(
        List.of(
            "partition 'p1' creates more than the 2 threads that are configured (vp:threads, the"
                + " main thread included)",
            "partition 'p1' creates more than the 1 lock object that is configured"
                + " (vp:lockObjects)"),
        machine.mismatches().stream().map(Mismatch::words).toList());
    assertEquals(5, Guests.word(machine, 1, PortGuests.PORT + 4));
  }

  @Test
  void eachIsLoggedOnceAndAgainAfterARestart() {
    Asm guest = new Asm().store(NAME, 'x').label("again");
    guest.hypercall(42, SAMPLING_ID, NAME, PortGuests.PORT).jump("again");
    ModuleMachine machine = run(Personality.VIRTUALPOK, queue(), guest);
    List<String> first = mismatchLines(machine);
    assertEquals(1, first.size());
    assertTrue(first.get(0).contains("configuration_mismatch"), first::toString);
    assertTrue(first.get(0).contains("looks for the sampling port 'x'"), first::toString);
    machine.restart();
    assertEquals(List.of(), machine.mismatches());
    machine.run(RunLimit.atTime(100_000_000));
    assertEquals(first, mismatchLines(machine));
  }

  private static List<String> mismatchLines(ModuleMachine machine) {
    return Guests.events(machine, HypervisorEvents.CONFIGURATION_MISMATCH).stream()
        .map(e -> EventWording.line(e, machine::partitionName))
        .toList();
  }
}
