// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.ports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.ObjectState;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.emu.debug.TargetSnapshot;

/** What the table of ports and lock objects says. */
final class PortsViewModel {
  private static final String NOBODY = "–";

  /**
   * A port or a lock object.
   *
   * @param fill 0 to 1 of what it holds; negative where that means nothing
   * @param fillWords the same in words
   * @param tone style class of its state
   * @param details what does not fit the columns
   */
  record Row(
      PartitionName partition,
      String name,
      String kind,
      double fill,
      String fillWords,
      String state,
      String tone,
      String waiting,
      String details) {}

  private PortsViewModel() {}

  static List<Row> rows(TargetSnapshot snapshot) {
    List<Row> rows = new ArrayList<>();
    for (Context partition : snapshot.contexts()) {
      if (partition.kind() != Context.Kind.PARTITION) {
        continue;
      }
      PartitionName name = PartitionName.of(partition);
      snapshot.ports().stream()
          .filter(p -> p.context() == partition.id())
          .sorted(Comparator.comparingInt(PortState::id))
          .forEach(p -> rows.add(port(snapshot, name, p)));
      snapshot.objects().stream()
          .filter(o -> o.context() == partition.id())
          .sorted(Comparator.comparingInt(ObjectState::id))
          .forEach(o -> rows.add(object(name, o)));
    }
    return rows;
  }

  private static Row port(TargetSnapshot snapshot, PartitionName partition, PortState p) {
    boolean source = p.direction() == PortState.Direction.SOURCE;
    String arrow = source ? "→ " + destinations(snapshot, p) : "← " + source(snapshot, p);
    String kind = lower(p.kind()) + " port " + arrow;
    boolean sampling = p.kind() == PortState.Kind.SAMPLING;
    String fill =
        p.messages() == 0
            ? "empty"
            : sampling || p.messages() == PortState.UNKNOWN
                ? p.bytes() + " of " + p.sizeBytes() + " B"
                : p.messages() + (p.messages() == 1 ? " message" : " messages");
    String state = state(p, sampling);
    return new Row(
        partition,
        p.name(),
        kind,
        p.created() && p.sizeBytes() > 0 ? (double) p.bytes() / p.sizeBytes() : -1,
        p.created() ? fill : "",
        state,
        !p.created() ? "faint" : p.overflows() > 0 ? "bad" : state.isEmpty() ? "" : "held",
        threads(p.waiting()),
        (p.written() == PortState.UNKNOWN ? "nobody counts its messages" : p.written() + " written")
            + (p.writtenNanos() < 0
                ? ""
                : ", last at " + Durations.seconds(p.writtenNanos()) + " s")
            + (p.flushedNanos() < 0
                ? ""
                : "; flushed at " + Durations.seconds(p.flushedNanos()) + " s")
            + (p.overflows() == 0 ? "" : "; " + p.overflows() + " refused or lost"));
  }

  private static String state(PortState p, boolean sampling) {
    if (!p.created()) {
      return "not created";
    }
    List<String> words = new ArrayList<>();
    if (p.overflows() > 0) {
      words.add(p.overflows() + " overflowed");
    }
    if (p.waitingToFlush()) {
      words.add("waits for flush");
    }
    boolean read = p.direction() == PortState.Direction.DESTINATION;
    if (sampling && read && p.messages() > 0 && !p.valid()) {
      words.add("stale");
    }
    return String.join(", ", words);
  }

  private static String destinations(TargetSnapshot snapshot, PortState p) {
    List<String> names =
        p.destinations().stream()
            .map(
                id ->
                    snapshot.ports().stream()
                        .filter(other -> other.id() == id)
                        .map(other -> owner(snapshot, other, p.name()))
                        .findFirst()
                        .orElse("port " + id))
            .toList();
    return names.isEmpty() ? "nowhere" : String.join(", ", names);
  }

  private static String source(TargetSnapshot snapshot, PortState p) {
    return snapshot.ports().stream()
        .filter(other -> other.destinations().contains(p.id()))
        .map(other -> owner(snapshot, other, p.name()))
        .findFirst()
        .orElse("nowhere");
  }

  /** "display", or "display height" if the port at the other end has a name of its own. */
  private static String owner(TargetSnapshot snapshot, PortState port, String name) {
    String partition = snapshot.context(port.context()).map(Context::name).orElse("");
    return port.name().equals(name) ? partition : partition + " " + port.name();
  }

  private static Row object(PartitionName partition, ObjectState o) {
    boolean taken = o.value() == 0 && o.kind() != ObjectState.Kind.EVENT;
    String state =
        switch (o.kind()) {
          case MUTEX -> o.owner() >= 0 ? "owned by thread " + o.owner() : taken ? "taken" : "free";
          case SEMAPHORE -> o.value() + " of " + o.maximum();
          case EVENT ->
              o.awaitingSignal().isEmpty()
                  ? "nobody waits"
                  : o.awaitingSignal().size() + " await the signal";
        };
    List<Integer> waiting = new ArrayList<>(o.waiting());
    waiting.addAll(o.awaitingSignal());
    return new Row(
        partition,
        lower(o.kind()) + " " + o.id(),
        "lock object",
        o.kind() == ObjectState.Kind.SEMAPHORE && o.maximum() > 0
            ? (double) o.value() / o.maximum()
            : -1,
        "",
        state,
        waiting.isEmpty() ? "" : "held",
        threads(waiting),
        "threads wait in the order of their " + (o.byPriority() ? "priorities" : "coming"));
  }

  private static String threads(List<Integer> ids) {
    return ids.isEmpty()
        ? NOBODY
        : (ids.size() == 1 ? "thread " : "threads ")
            + String.join(", ", ids.stream().map(String::valueOf).toList());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
