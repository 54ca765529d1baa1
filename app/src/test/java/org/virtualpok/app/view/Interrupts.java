// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptGate;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.emu.debug.InterruptTotals;
import org.virtualpok.emu.debug.LatencyHistogram;

/** A history of interrupts that the test writes, and interrupts to put into it. */
public final class Interrupts implements InterruptHistory {
  public static final InterruptGate NOT_SCHEDULED =
      new InterruptGate(1, "not scheduled", "the partition is not scheduled");
  public static final InterruptGate IF_OFF =
      new InterruptGate(2, "virtual IF off", "the virtual IF is off");

  /** A hypercall of the guest's. */
  public static final GateCloser DISABLE =
      new GateCloser(
          GateCloser.Kind.GUEST_INSTRUCTION,
          0x3163,
          0,
          "28 IRQ_PARTITION_DISABLE at 0x00003163 <_CPU_Virtual_Interrupts_disable+0x3b>");

  public static final GateCloser SLOT =
      new GateCloser(GateCloser.Kind.SLOT_SWITCH, 0, 0, "slot 1 began: messages");

  private final List<InterruptInstance> all = new ArrayList<>();
  private long readNanos = 10_000_000;

  public Interrupts with(InterruptInstance instance) {
    all.removeIf(i -> i.id() == instance.id());
    all.add(instance);
    return this;
  }

  /** Delivered when raised, returned 2.62 µs later. */
  public static InterruptInstance atOnce(int id, int context, long raised) {
    return life(id, context, Fate.RETURNED, raised, raised, raised + 2_620, -1, null);
  }

  /** Dropped at once by a closed virtual IF. */
  public static InterruptInstance dropped(int id, int context, long raised) {
    GateInterval gate = new GateInterval(IF_OFF, raised - 3_690, raised + 1_260, 0, DISABLE);
    return life(id, context, Fate.DROPPED, raised, -1, -1, raised, gate);
  }

  /** Held by the schedule for so long, then delivered. */
  public static InterruptInstance held(int id, int context, long raised, long nanos) {
    GateInterval gate = new GateInterval(NOT_SCHEDULED, raised - 400, raised + nanos, nanos, SLOT);
    return life(
        id, context, Fate.RETURNED, raised, raised + nanos, raised + nanos + 2_620, -1, gate);
  }

  /** Waits for the schedule. */
  public static InterruptInstance pending(int id, int context, long raised) {
    GateInterval gate = new GateInterval(NOT_SCHEDULED, raised - 400, -1, 1_000, SLOT);
    return life(id, context, Fate.PENDING, raised, -1, -1, -1, gate);
  }

  public static InterruptInstance life(
      int id,
      int context,
      Fate fate,
      long raised,
      long delivered,
      long returned,
      long ended,
      GateInterval failed) {
    return new InterruptInstance(
        id,
        context,
        0,
        "clock",
        InterruptInstance.Source.CLOCK,
        fate,
        raised,
        fate == Fate.DROPPED ? -1 : raised,
        delivered,
        delivered,
        -1,
        returned,
        ended,
        raised / 10,
        fate == Fate.COALESCED ? id - 1 : 0,
        Optional.ofNullable(failed),
        failed == null ? List.of() : List.of(failed),
        0);
  }

  @Override
  public boolean refresh() {
    return false;
  }

  @Override
  public long readNanos() {
    return readNanos;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public int firstId() {
    return 1;
  }

  @Override
  public int lastId() {
    return all.size();
  }

  @Override
  public Optional<InterruptInstance> get(int id) {
    return all.stream().filter(i -> i.id() == id).findFirst();
  }

  @Override
  public Optional<GateInterval> firstGate(int id) {
    return get(id).flatMap(InterruptInstance::failed);
  }

  @Override
  public int[] ids(InterruptFilter f) {
    return all.stream()
        .filter(i -> f.context() == 0 || f.context() == i.context())
        .filter(i -> f.line() < 0 || f.line() == i.line())
        .filter(i -> f.fates().isEmpty() || f.fates().contains(i.fate()))
        .filter(
            i -> f.gate() < 0 || i.failed().filter(g -> g.gate().code() == f.gate()).isPresent())
        .mapToInt(InterruptInstance::id)
        .sorted()
        .toArray();
  }

  @Override
  public List<InterruptTotals> totals() {
    return all.stream()
        .map(InterruptInstance::context)
        .distinct()
        .sorted()
        .map(c -> total(InterruptFilter.ALL.inContext(c).onLine(0)))
        .toList();
  }

  @Override
  public InterruptTotals total(InterruptFilter f) {
    long[] n = new long[Fate.values().length];
    for (int id : ids(f)) {
      n[get(id).orElseThrow().fate().ordinal()]++;
    }
    List<InterruptTotals.GateCount> gates =
        gates().stream()
            .map(
                g ->
                    new InterruptTotals.GateCount(
                        g,
                        ids(f.heldBy(g.code()).withFate(Fate.RETURNED)).length,
                        ids(f.heldBy(g.code()).withFate(Fate.PENDING)).length,
                        ids(f.heldBy(g.code()).withFate(Fate.DROPPED)).length,
                        0))
            .toList();
    return new InterruptTotals(
        f.context(),
        f.line(),
        "clock",
        Arrays.stream(n).sum(),
        n[Fate.DELIVERED.ordinal()] + n[Fate.RETURNED.ordinal()],
        n[Fate.DELIVERED.ordinal()],
        0,
        n[Fate.PENDING.ordinal()],
        n[Fate.COALESCED.ordinal()],
        n[Fate.DROPPED.ordinal()],
        0,
        gates);
  }

  @Override
  public List<InterruptGate> gates() {
    return List.of(NOT_SCHEDULED, IF_OFF);
  }

  @Override
  public int[] longest(InterruptFilter f, InterruptHop hop, int most) {
    return Arrays.stream(ids(f))
        .mapToObj(id -> get(id).orElseThrow())
        .filter(i -> i.latency(hop).isPresent())
        .sorted((a, b) -> Long.compare(b.latency(hop).orElse(0), a.latency(hop).orElse(0)))
        .limit(most)
        .mapToInt(InterruptInstance::id)
        .toArray();
  }

  @Override
  public LatencyHistogram latencies(InterruptFilter f, InterruptHop hop) {
    long[] n =
        Arrays.stream(ids(f))
            .mapToObj(id -> get(id).orElseThrow())
            .filter(i -> i.latency(hop).isPresent())
            .mapToLong(i -> i.latency(hop).orElse(0))
            .sorted()
            .toArray();
    return n.length == 0
        ? new LatencyHistogram(0, 0, 0, 0, 0, List.of())
        : new LatencyHistogram(
            n.length, n[0], n[n.length / 2], n[n.length - 1], n[n.length - 1], List.of());
  }
}
