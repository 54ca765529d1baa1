// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.LatencyHistogram;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.trace.EventLog.Event;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;

/** The autopsy against counts that know nothing of it, under random masking, slots and drops. */
class AutopsyCountTest {
  private static final int PARTITIONS = 4;

  /** Works with the virtual IF off and on; gives its clock line back and requests it again. */
  private static Asm busy(int length) {
    Asm guest = new Asm().request(5, "handler").request(4, "handler");
    guest.label("loop").request(0, "handler").hypercall(45, 28);
    guest.mov(1, length).label("closed").bytes(0x49, 0x75, 0xfd);
    guest.enable(1);
    guest.mov(1, length).label("open").bytes(0x49, 0x75, 0xfd);
    guest.hypercall(45, 1000);
    guest.hypercall(45, 28).mov(1, length).label("again").bytes(0x49, 0x75, 0xfd);
    guest.hypercall(45, 31, 0).enable(1).jump("loop");
    guest.label("handler").increment(Asm.DATA).mov(1, 300).bytes(0x49, 0x75, 0xfd);
    return guest.handlerReturn();
  }

  private static ModuleMachine machine() {
    return Guests.machine(
        ModuleOptions.DEFAULT,
        new Costs(130, 70, 50, 900),
        busy(30_000),
        busy(77_777),
        busy(500),
        busy(4_000));
  }

  /** Runs with masks, injected interrupts and console input at random moments. */
  private static void disturb(ModuleMachine machine, Random random, int times, Runnable after)
      throws Exception {
    for (int i = 0; i < times; i++) {
      machine.run(RunLimit.atInstruction(machine.instructions() + random.nextInt(5_000)));
      int partition = random.nextInt(PARTITIONS);
      VirtualInterrupts interrupts = machine.partitionAt(partition).interrupts();
      switch (random.nextInt(5)) {
        case 0 -> interrupts.setMasked(0, random.nextBoolean(), VirtualInterrupts.CAUSE_PERSON);
        case 1 -> interrupts.setMasked(5, random.nextBoolean(), VirtualInterrupts.CAUSE_PERSON);
        case 2 ->
            // As the machine does it: whether the partition is scheduled is not the vCPU's to know.
            interrupts.raise(5, RaiseSource.PERSON, outer(machine, partition));
        case 3 -> machine.consoleInput(2 * (partition + 1), new byte[] {1});
        default -> machine.run(RunLimit.atTime(machine.timeNanos() + random.nextInt(900_000)));
      }
      after.run();
    }
  }

  private static Gate outer(ModuleMachine machine, int partition) {
    int current = machine.capture(1, true, null).current();
    return current == 2 * partition + 3 ? Gate.OPEN : Gate.NOT_SCHEDULED;
  }

  private static InterruptHistory history(ModuleMachine machine) {
    return machine.interruptHistory().orElseThrow();
  }

  @RepeatedTest(5)
  void shouldAgreeWithTheMachinesOwnCounters(RepetitionInfo repetition) throws Exception {
    long seed = 1957 + repetition.getCurrentRepetition();
    ModuleMachine machine = machine();
    InterruptHistory history = history(machine);
    disturb(
        machine,
        new Random(seed),
        800,
        () -> {
          history.refresh();
          Map<String, InterruptTotals> totals = new HashMap<>();
          history.totals().forEach(t -> totals.put(t.context() + "/" + t.line(), t));
          for (InterruptState state : machine.capture(1, true, null).interrupts()) {
            for (InterruptState.Line line : state.lines()) {
              InterruptTotals t = totals.get(state.context() + "/" + line.number());
              if (t == null) {
                assertEquals(0, line.raised(), "seed " + seed);
                continue;
              }
              String what = "seed " + seed + ", " + t;
              assertTrue(t.lawHolds(), what);
              assertEquals(0, t.unknown(), what);
              assertEquals(line.raised(), t.raised(), what);
              assertEquals(line.delivered(), t.delivered(), what);
              assertEquals(line.pending(), t.pending(), what);
              assertEquals(line.coalesced(), t.coalesced(), what);
              assertEquals(line.dropped(), t.dropped(), what);
            }
          }
        });
    InterruptTotals all = history.total(InterruptFilter.ALL);
    assertTrue(all.dropped() > 100 && all.coalesced() > 10, all.toString());
    assertEquals(all.raised(), history.lastId());
  }

  /** When a gate closed and by which event, as far as somebody knows who reads event by event. */
  private static final class Gates {
    final Event[] closer = new Event[16 * 16];

    void set(int gate, int line, Event e, boolean closed) {
      int at = gate * 16 + line;
      if (!closed) {
        closer[at] = null;
      } else if (closer[at] == null) {
        closer[at] = e;
      }
    }
  }

  @RepeatedTest(5)
  void shouldNameTheRightCloserOfTheFirstGate(RepetitionInfo repetition) throws Exception {
    long seed = 653 + repetition.getCurrentRepetition();
    ModuleMachine machine = machine();
    disturb(machine, new Random(seed), 800, () -> {});
    InterruptHistory history = history(machine);
    history.refresh();
    Map<Integer, Gates> partitions = new HashMap<>();
    for (int p = 1; p <= PARTITIONS; p++) {
      partitions.put(2 * p, new Gates());
    }
    Map<Integer, Event> raised = new HashMap<>();
    int checked = 0;
    for (Event e : Guests.all(machine)) {
      Gates gates = partitions.get(e.context());
      if (e.kind() == HypervisorEvents.SLOT_SWITCH) {
        partitions.forEach(
            (context, g) -> g.set(Gate.NOT_SCHEDULED.code(), 0, e, context != e.context()));
      } else if (e.kind() == HypervisorEvents.VIRTUAL_IF) {
        gates.set(Gate.VIRTUAL_IF_OFF.code(), 0, e, e.a() == 0);
      } else if (e.kind() == HypervisorEvents.IRQ_MASK) {
        gates.set(Gate.MASKED.code(), e.a(), e, e.b() != 0);
      } else if (e.kind() == HypervisorEvents.IRQ_DELIVERED) {
        gates.set(Gate.IN_SERVICE.code(), e.b(), e, true);
      } else if (e.kind() == HypervisorEvents.IRQ_RETURNED) {
        gates.set(Gate.IN_SERVICE.code(), e.b(), e, false);
      } else if (e.kind() == HypervisorEvents.IRQ_RAISED) {
        raised.put(e.a(), e);
      } else if (e.kind() == HypervisorEvents.IRQ_HELD && raised.remove(e.a()) != null) {
        InterruptInstance instance = history.get(e.a()).orElseThrow();
        if (instance.fate() == InterruptInstance.Fate.DROPPED
            || instance.raisedNanos() != e.timeNanos()) {
          continue; // the gate that dropped it counts; what came first is not in this event
        }
        GateInterval failed = instance.failed().orElseThrow();
        String what = "seed " + seed + ", " + instance;
        assertEquals(e.c(), failed.gate().code(), what);
        boolean perLine = e.c() == Gate.MASKED.code() || e.c() == Gate.IN_SERVICE.code();
        Event closer = gates.closer[e.c() * 16 + (perLine ? e.b() : 0)];
        assertEquals(closer.timeNanos(), failed.closedNanos(), what);
        switch (failed.closer().kind()) {
          case GUEST_INSTRUCTION -> assertEquals(closer.c(), failed.closer().offset(), what);
          case DELIVERY ->
              assertTrue(
                  closer.kind() == HypervisorEvents.VIRTUAL_IF
                      || closer.a() == failed.closer().instance(),
                  what);
          case PERSON -> assertEquals(HypervisorEvents.IRQ_MASK, closer.kind(), what);
          case SLOT_SWITCH ->
              assertTrue(failed.closer().words().contains("slot " + closer.a() + " "), what);
          default -> throw new AssertionError(what);
        }
        checked++;
      }
    }
    assertTrue(checked > 300, checked + " were held");
  }

  @Test
  void shouldFindTheLongestLatenciesAsASortWould() throws Exception {
    ModuleMachine machine = machine();
    disturb(machine, new Random(7), 600, () -> {});
    InterruptHistory history = history(machine);
    history.refresh();
    Map<Integer, Long> raised = new HashMap<>();
    Map<Integer, Long> latency = new HashMap<>();
    for (Event e : Guests.all(machine)) {
      if (e.kind() == HypervisorEvents.IRQ_RAISED) {
        raised.put(e.a(), e.timeNanos());
      } else if (e.kind() == HypervisorEvents.IRQ_HANDLER_ENTERED) {
        latency.put(e.a(), e.timeNanos() - raised.get(e.a()));
      }
    }
    List<Integer> expected =
        latency.keySet().stream()
            .sorted(
                (a, b) ->
                    latency.get(a).equals(latency.get(b))
                        ? Integer.compare(a, b)
                        : Long.compare(latency.get(b), latency.get(a)))
            .limit(25)
            .toList();
    int[] longest = history.longest(InterruptFilter.ALL, InterruptHop.LATENCY, 25);
    assertEquals(expected, Arrays.stream(longest).boxed().toList());
    long[] sorted = latency.values().stream().mapToLong(l -> l).sorted().toArray();
    LatencyHistogram histogram = history.latencies(InterruptFilter.ALL, InterruptHop.LATENCY);
    assertEquals(sorted.length, histogram.count());
    assertEquals(sorted[0], histogram.shortestNanos());
    assertEquals(sorted[(sorted.length + 1) / 2 - 1], histogram.medianNanos());
    assertEquals(sorted[sorted.length - 1], histogram.longestNanos());
    for (LatencyHistogram.Bucket bucket : histogram.buckets()) {
      long inside =
          Arrays.stream(sorted)
              .filter(l -> l >= bucket.fromNanos() && l < bucket.untilNanos())
              .count();
      assertEquals(inside, bucket.count(), bucket.toString());
    }
  }

  @Test
  void shouldNotDependOnWhenItIsRead() throws Exception {
    ModuleMachine often = machine();
    disturb(often, new Random(11), 300, () -> history(often).refresh());
    ModuleMachine once = machine();
    disturb(once, new Random(11), 300, () -> {});
    assertTrue(history(once).refresh());
    assertFalse(history(once).refresh(), "nothing is new");
    assertEquals(history(once).totals(), history(often).totals());
    for (int id = 1; id <= history(once).lastId(); id++) {
      assertEquals(history(once).get(id), history(often).get(id));
    }
  }
}
