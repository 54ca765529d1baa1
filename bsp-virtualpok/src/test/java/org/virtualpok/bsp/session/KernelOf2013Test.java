// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.module.Corruption;
import org.virtualpok.hypervisor.module.ModuleOptions;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;

/** What became of our samples on the kernel of 2013: where interrupts and words got lost. */
class KernelOf2013Test {
  private static final int BYTES = 1 << 20;

  private static ModuleOptions.Kernel kernel(InterruptPolicy policy, FrameLayout frame) {
    return new ModuleOptions.Kernel(
        Optional.empty(), Optional.of(policy), Optional.ofNullable(frame));
  }

  /** Copies of an image, each with a slot. */
  private static ModuleDescription module(String image, int copies, long slotNanos) {
    List<PartitionDescription> partitions = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      String name = image + (i + 1);
      partitions.add(new PartitionDescription(i + 1, name, image, "", BYTES, 0));
      windows.add(new Window(i, i * slotNanos, slotNanos));
    }
    return new ModuleDescription(
        image,
        image,
        partitions,
        copies * slotNanos,
        windows,
        ClockRate.DEFAULT,
        Costs.NONE,
        List.of());
  }

  private static GuestSession open(
      ModuleDescription module, long hertz, ModuleOptions.Kernel kernel)
      throws ConfigurationException {
    return new GuestSession(module, GuestImages::read, GuestSession.options(hertz, 0, kernel));
  }

  private static InterruptState.Line clock(GuestSession session, int partition) {
    StopReason any = new StopReason(StopReason.Kind.USER, 0, 0, 0, "", "");
    InterruptState.Line line =
        session.machine.capture(0, false, any).interrupts().get(partition - 1).lines().stream()
            .filter(l -> l.number() == 0)
            .findFirst()
            .orElseThrow();
    assertEquals(
        line.raised(), line.delivered() + line.pending() + line.coalesced() + line.dropped());
    return line;
  }

  private static Map<Gate, Long> dropped(GuestSession session) {
    Map<Gate, Long> gates = new EnumMap<>(Gate.class);
    EventLog log = session.machine.events();
    assertEquals(0, log.first());
    for (long i = 0; i < log.size(); i++) {
      EventLog.Event e = log.get(i);
      if (e.kind().equals(HypervisorEvents.IRQ_DROPPED)) {
        gates.merge(Gate.of(e.c()), 1L, Long::sum);
      }
    }
    return gates;
  }

  @ParameterizedTest
  @CsvSource({"base_sp, 1500", "base_sp-2013, 2000"})
  void shouldNameTheWordThatADeliveryOverwroteAndWhoUsedIt(String image, long phase)
      throws ConfigurationException {
    try (GuestSession session =
        new GuestSession(image, 100_000, phase, kernel(InterruptPolicy.POK_2013, null))) {
      session.machine.run(RunLimit.atTime(2_000_000));
      assertFalse(session.machine.faults().isEmpty(), session.console());
      List<Corruption> found = session.machine.corruptions();
      System.out.println(image + " under pok-2013: " + found.get(0).sentence());
      Corruption first = found.get(0);
      assertTrue(first.word().old() != first.word().now());
      Corruption.Use use = first.use().orElseThrow();
      assertTrue(use.instruction().startsWith("pop"), use.toString());
      assertTrue(use.place().contains("put_text") || use.place().contains("format_to"));
    }
  }

  @Test
  void shouldNameTheGateOfEveryTickThatTickerLost() throws ConfigurationException {
    ModuleDescription module = module("ticker", 2, 20_000_000);
    try (GuestSession session =
        open(module, 1000, kernel(InterruptPolicy.POK_2013, FrameLayout.SAFE))) {
      session.machine.run(RunLimit.atTime(5_000_000_000L));
      long dropped = clock(session, 1).dropped() + clock(session, 2).dropped();
      Map<Gate, Long> gates = dropped(session);
      System.out.println("ticker twice under pok-2013, 5 s: dropped " + dropped + ", " + gates);
      assertTrue(clock(session, 1).dropped() > 0 && clock(session, 2).dropped() > 0);
      assertEquals(dropped, gates.values().stream().mapToLong(Long::longValue).sum());
      assertTrue(gates.get(Gate.NOT_SCHEDULED) >= 4_900, gates.toString());
      assertTrue(session.machine.faults().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({"ticker, 2", "ticker-2013, 2"})
  void shouldShowTheRightTimeOfDayWithHalfOfTheMajorFrame(String image, int copies)
      throws ConfigurationException {
    try (GuestSession session =
        open(module(image, copies, 20_000_000), 100, kernel(InterruptPolicy.RELIABLE, null))) {
      session.machine.run(RunLimit.atTime(29_900_000_000L));
      String text = session.console();
      assertTrue(text.contains("09:00:25"), text);
      assertFalse(text.contains("09:00:30"), text);
      session.machine.run(RunLimit.atTime(30_200_000_000L));
      assertTrue(session.console().contains("09:00:30"), session.console());
    }
  }

  /** The image with 30,000 in the place of 10,000 ticks that it goes on for. */
  private static byte[] longerStress(String name) {
    byte[] file = GuestImages.read(name);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at <= file.length - 8; at += 4) {
      boolean seed = bytes.getInt(at) == 20130601 || bytes.getInt(at + 4) == 20130601;
      int wanted = bytes.getInt(at) == 20130601 ? at + 4 : at;
      if (seed && bytes.getInt(wanted) == 10_000) {
        bytes.putInt(wanted, 30_000);
        return file;
      }
    }
    throw new AssertionError("stress_ticks_wanted was not found");
  }

  @ParameterizedTest
  @CsvSource({"RELIABLE", "POK_2013"})
  void shouldKeepTheLawOverAHundredThousandInterrupts(InterruptPolicy policy) throws Exception {
    ModuleDescription module = module("irqstress", 4, 2_000_000);
    ModuleOptions options = GuestSession.options(20_000, 0, kernel(policy, FrameLayout.SAFE));
    try (GuestSession session = new GuestSession(module, name -> longerStress(name), options)) {
      long raised = 0;
      for (long time = 100_000_000; raised < 100_000; time += 100_000_000) {
        session.machine.run(RunLimit.atTime(time));
        raised = 0;
        for (int p = 1; p <= 4; p++) {
          raised += clock(session, p).raised();
        }
        assertTrue(time < 60_000_000_000L, "raised " + raised);
      }
      long delivered = 0;
      long dropped = 0;
      for (int p = 1; p <= 4; p++) {
        InterruptState.Line line = clock(session, p);
        delivered += line.delivered();
        dropped += line.dropped();
        assertEquals(line.delivered(), session.global(2 * p + 1, "Clock_driver_ticks"), 1.0);
        assertEquals(0, session.global(2 * p + 1, "stress_errors"));
      }
      Map<Gate, Long> gates = dropped(session);
      System.out.printf(
          "irqstress on 4 partitions, 20000 Hz, %s: raised %d, delivered %d, dropped %d %s%n",
          policy.word(), raised, delivered, dropped, gates);
      assertEquals(dropped, gates.values().stream().mapToLong(Long::longValue).sum());
      assertEquals(policy == InterruptPolicy.RELIABLE, dropped == 0);
    }
  }
}
