// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;
import org.virtualpok.hypervisor.interrupt.VirtualLine;

/** Tells the life of one interrupt: its row, and what the tracks say of the time that it waited. */
final class Explainer {
  /** So many intervals are told of one interrupt, those that held it longest. */
  static final int GATES_MAX = 256;

  private final LogReader reader;
  private final Instances instances;
  private final AutopsySubject subject;

  Explainer(LogReader reader, AutopsySubject subject) {
    this.reader = reader;
    instances = reader.instances();
    this.subject = subject;
  }

  /** An interval of a track, and how long it held the interrupt. */
  private record Piece(Gate gate, Track track, int index, long held) {}

  InterruptInstance explain(int row) {
    PartitionTracks tracks = reader.partition(instances.context(row));
    List<Piece> pieces = pieces(row, tracks);
    long found = pieces.size();
    if (found > GATES_MAX) {
      pieces.sort(Comparator.comparingLong(Piece::held).reversed());
      pieces.subList(GATES_MAX, pieces.size()).clear();
    }
    pieces.sort(Comparator.comparingLong(p -> p.track.closed(p.index)));
    return new InterruptInstance(
        instances.id(row),
        instances.context(row),
        instances.line(row),
        VirtualLine.name(instances.line(row)),
        source(instances.source(row)),
        instances.fate(row),
        instances.raised(row),
        instances.time(instances.latched, row),
        instances.time(instances.delivered, row),
        instances.time(instances.entered, row),
        instances.time(instances.acknowledged, row),
        instances.time(instances.returned, row),
        instances.time(instances.ended, row),
        instances.instruction(row),
        instances.into(row),
        failed(row, tracks),
        pieces.stream().map(p -> interval(p, tracks.context)).toList(),
        (int) (found - pieces.size()));
  }

  private static InterruptInstance.Source source(int code) {
    if (code == RaiseSource.CLOCK.code()) {
      return InterruptInstance.Source.CLOCK;
    }
    if (code == RaiseSource.CONSOLE.code()) {
      return InterruptInstance.Source.CONSOLE;
    }
    return code == RaiseSource.PERSON.code()
        ? InterruptInstance.Source.PERSON
        : InterruptInstance.Source.UNKNOWN;
  }

  /** Until when it waited, or waits, ns. */
  private long waitedUntil(int row) {
    if (instances.delivered.has(row)) {
      return instances.time(instances.delivered, row);
    }
    return instances.ended.has(row) ? instances.time(instances.ended, row) : reader.nanos();
  }

  private List<Piece> pieces(int row, PartitionTracks tracks) {
    long from = instances.raised(row);
    long until = waitedUntil(row);
    List<Piece> pieces = new ArrayList<>();
    for (Gate gate : tracks.gates) {
      Track track = tracks.track(gate, instances.line(row));
      if (track == null) {
        continue;
      }
      for (int i = track.firstAfter(from); i < track.size() && track.closed(i) <= until; i++) {
        long end = track.opened(i) == Track.NEVER ? until : Math.min(until, track.opened(i));
        long held = end - Math.max(from, track.closed(i));
        if (held > 0 || (from == until && !instances.delivered.has(row))) {
          pieces.add(new Piece(gate, track, i, held));
        }
      }
    }
    return pieces;
  }

  private static GateInterval interval(
      Gate gate, Track track, int i, long held, int context, AutopsySubject subject) {
    return new GateInterval(
        GateNames.of(gate),
        track.closed(i),
        track.opened(i),
        held,
        Closers.closer(context, track.cause(i), track.detail(i), subject));
  }

  private GateInterval interval(Piece p, int context) {
    return interval(p.gate, p.track, p.index, p.held, context, subject);
  }

  /** The first gate that failed, as it was closed then. */
  Optional<GateInterval> failed(int row) {
    return failed(row, reader.partition(instances.context(row)));
  }

  private Optional<GateInterval> failed(int row, PartitionTracks tracks) {
    int code = instances.failed(row);
    if (code == Gate.OPEN.code()) {
      return Optional.empty();
    }
    Gate gate = Gate.of(code);
    boolean dropped = instances.fate(row) == Fate.DROPPED;
    long from = instances.raised(row);
    long until = waitedUntil(row);
    Track track = tracks.track(gate, instances.line(row));
    int i = track == null ? -1 : dropped ? track.at(until) : track.firstAfter(from);
    if (i < 0 || i >= track.size() || track.closed(i) > until) {
      String why = track == null ? gate.words() : "the log does not say any more";
      GateCloser closer = new GateCloser(GateCloser.Kind.UNKNOWN, 0, 0, why);
      return Optional.of(
          new GateInterval(
              GateNames.of(gate),
              Track.NEVER,
              Track.NEVER,
              track == null ? until - from : 0,
              closer));
    }
    long end = track.opened(i) == Track.NEVER ? until : Math.min(until, track.opened(i));
    long held = Math.max(0, end - Math.max(from, track.closed(i)));
    return Optional.of(interval(gate, track, i, held, tracks.context, subject));
  }
}
