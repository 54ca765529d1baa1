// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.debug.PortState;

/** Ports and lock objects, and which threads wait for them. */
final class ObjectsReader {
  private static final int PORTS_MAX = 255;
  private static final int LOCKS_MAX = 256;
  private static final int LOCK_STATE_LOCK = 0;
  private static final int LOCK_STATE_WAIT_EVENT = 2;

  private final KernelData data;
  private final List<GuestValue> threads;
  private final Map<Integer, String> waits = new LinkedHashMap<>();

  ObjectsReader(KernelData data, List<GuestValue> threads) {
    this.data = data;
    this.threads = threads;
  }

  /** What each blocked thread waits for, by its id; after the objects were read. */
  Map<Integer, String> waits() {
    return waits;
  }

  /** Those that were created. */
  List<PokKernelState.Lock> locks() {
    List<PokKernelState.Lock> found = new ArrayList<>();
    List<GuestValue> all = data.elements("pok_partitions_lockobjs", LOCKS_MAX);
    List<GuestValue> partitions = data.elements("pok_partitions", PokArchive.PARTITIONS_MAX);
    for (int id = 0; id < all.size(); id++) {
      GuestValue lock = all.get(id);
      if (!KernelData.truth(lock.member("initialized"))) {
        continue;
      }
      String name = "lock object " + id;
      String kind = KernelData.word(lock.member("kind"), "POK_LOCKOBJ_KIND_");
      if (kind.endsWith("?")) {
        data.problems().add(name + ": kind " + kind);
      }
      found.add(
          new PokKernelState.Lock(
              id,
              owner(partitions, id),
              kind,
              value(lock, kind),
              kind.equals("SEMAPHORE") ? lock.member("max_value").integerOr(0) : 1,
              waiting(lock, name, false),
              waiting(lock, name, true)));
    }
    return found;
  }

  private static int owner(List<GuestValue> partitions, int lock) {
    for (int p = 0; p < partitions.size(); p++) {
      long low = partitions.get(p).member("lockobj_index_low").integerOr(-1);
      long high = partitions.get(p).member("lockobj_index_high").integerOr(-1);
      if (low >= 0 && lock >= low && lock < high) {
        return p;
      }
    }
    return -1;
  }

  /** Before 2025 only a semaphore counts; mutex and event are locked or not. */
  private static long value(GuestValue lock, String kind) {
    GuestValue locked = lock.member("is_locked");
    boolean counts = !locked.known() || kind.equals("SEMAPHORE");
    return counts ? lock.member("current_value").integerOr(0) : KernelData.truth(locked) ? 0 : 1;
  }

  private List<Integer> waiting(GuestValue lock, String name, boolean event) {
    List<Integer> found =
        lock.member("thread_state").known()
            ? byState(lock.member("thread_state"), event)
            : queued(lock.member(event ? "event_fifo" : "fifo"), name);
    for (int id : found) {
      waits.putIfAbsent(id, name + (event ? ", its event" : ""));
    }
    return found;
  }

  /** 2013 and 2014: a state for each thread. */
  private List<Integer> byState(GuestValue states, boolean event) {
    List<Integer> found = new ArrayList<>();
    int count = Math.min(states.elements().orElse(0), threads.size());
    for (int id = 0; id < count; id++) {
      long state = states.element(id).integerOr(-1);
      if (state == (event ? LOCK_STATE_WAIT_EVENT : LOCK_STATE_LOCK)) {
        found.add(id);
      }
    }
    return found;
  }

  /** 2025: a ring of thread ids. */
  private List<Integer> queued(GuestValue fifo, String name) {
    List<Integer> found = new ArrayList<>();
    GuestValue buffer = fifo.member("buffer");
    int room = Math.min(buffer.elements().orElse(0), ThreadsReader.THREADS_MAX);
    if (!fifo.known() || KernelData.truth(fifo.member("is_empty")) || room == 0) {
      return found;
    }
    int head = KernelData.index(fifo.member("head"), room);
    int last = KernelData.index(fifo.member("last"), room);
    if (head < 0 || last < 0) {
      data.problems().add(name + ": its queue is corrupt");
      return found;
    }
    int at = head;
    do {
      int id = KernelData.index(buffer.element(at), threads.size());
      if (id < 0 || found.contains(id)) {
        data.problems().add(name + ": its queue holds no thread, or one twice");
        return found;
      }
      found.add(id);
      at = (at + 1) % room;
    } while (at != last);
    return found;
  }

  List<PokKernelState.Port> ports() {
    List<PokKernelState.Port> found = new ArrayList<>();
    List<GuestValue> all = data.elements("pok_ports", PORTS_MAX);
    Map<Integer, Integer> owners = owners(all.size());
    for (int id = 0; id < all.size(); id++) {
      found.add(port(id, all.get(id), all.size(), owners.getOrDefault(id, -1)));
    }
    return found;
  }

  /** Configured owners: each partition has a list of its ports. */
  private Map<Integer, Integer> owners(int ports) {
    Map<Integer, Integer> owners = new LinkedHashMap<>();
    List<GuestValue> lists = data.elements("pok_ports_by_partition", PokArchive.PARTITIONS_MAX);
    GuestValue counts = data.variable("pok_ports_nb_ports_by_partition");
    for (int p = 0; p < lists.size(); p++) {
      long count = Math.min(ports, counts.element(p).integerOr(0));
      for (int i = 0; i < count; i++) {
        int port = KernelData.index(lists.get(p).element(i), ports);
        if (port >= 0) {
          owners.putIfAbsent(port, p);
        }
      }
    }
    return owners;
  }

  private PokKernelState.Port port(int id, GuestValue p, int count, int configuredOwner) {
    boolean created = KernelData.truth(p.member("ready"));
    String name =
        data.variable("pok_ports_names")
            .element(id)
            .text()
            .filter(t -> t.length() <= 64)
            .orElse("");
    String title = name.isEmpty() ? "port " + id : "port " + id + " (" + name + ")";
    long size = created ? p.member("size").integerOr(0) : 0;
    boolean full = created && KernelData.truth(p.member("full"));
    boolean empty = !created || KernelData.truth(p.member("empty"));
    GuestValue kindOf = created ? p.member("kind") : data.variable("pok_ports_kind").element(id);
    Optional<PortState.Kind> kind = kind(kindOf.integerOr(0));
    if (created && kind.isEmpty()) {
      data.problems().add(title + ": kind " + kindOf.integerOr(0));
    }
    long begin = p.member("off_b").integerOr(0);
    long end = p.member("off_e").integerOr(0);
    if (created && (begin > size || end > size)) {
      data.problems().add(title + ": its ring reaches beyond its " + size + " bytes");
    }
    long used = empty ? 0 : begin < end ? end - begin : size - begin + end;
    GuestValue lock = p.member("lock");
    boolean locks = created && KernelData.truth(lock.member("initialized"));
    List<Integer> waiting = new ArrayList<>();
    if (locks) {
      waiting.addAll(waiting(lock, title, true));
      waiting.addAll(waiting(lock, title, false));
    }
    return new PokKernelState.Port(
        id,
        name.isEmpty() ? "port " + id : name,
        created && configuredOwner < 0
            ? KernelData.index(p.member("partition"), PokArchive.PARTITIONS_MAX)
            : configuredOwner,
        kind,
        created ? direction(p.member("direction").integerOr(0)) : Optional.empty(),
        created,
        size,
        kind.equals(Optional.of(PortState.Kind.SAMPLING))
            ? (empty ? 0 : size)
            : Math.max(0, Math.min(used, size)),
        full,
        empty,
        created && KernelData.truth(p.member("must_be_flushed")),
        data.nanos(p.member("refresh").integer()),
        data.nanos(p.member("last_receive").integer()),
        destinations(id, count),
        waiting);
  }

  private static Optional<PortState.Kind> kind(long kind) {
    return kind == 1
        ? Optional.of(PortState.Kind.QUEUEING)
        : kind == 2 ? Optional.of(PortState.Kind.SAMPLING) : Optional.empty();
  }

  private static Optional<PortState.Direction> direction(long direction) {
    return direction == 1
        ? Optional.of(PortState.Direction.DESTINATION)
        : direction == 2 ? Optional.of(PortState.Direction.SOURCE) : Optional.empty();
  }

  private List<Integer> destinations(int id, int ports) {
    List<Integer> found = new ArrayList<>();
    GuestValue list = data.variable("pok_ports_destinations").element(id);
    OptionalInt to = list.pointerValue();
    long count = data.variable("pok_ports_nb_destinations").element(id).integerOr(0);
    for (int i = 0; i < Math.min(count, ports) && to.orElse(0) != 0; i++) {
      int port = KernelData.index(list.element(i), ports);
      if (port >= 0) {
        found.add(port);
      }
    }
    return found;
  }
}
