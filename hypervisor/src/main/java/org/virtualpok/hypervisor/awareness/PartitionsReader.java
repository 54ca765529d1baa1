// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.GuestValue;

/** Partitions and slots, from {@code pok_partitions} and {@code pok_sched_*}. */
final class PartitionsReader {
  private static final int SLOTS_MAX = 255;

  private final KernelData data;
  private final SegmentTables tables;
  private final PokArchive archive;

  PartitionsReader(KernelData data, SegmentTables tables, PokArchive archive) {
    this.data = data;
    this.tables = tables;
    this.archive = archive;
  }

  List<PokKernelState.Partition> partitions(int threadRoom) {
    List<PokKernelState.Partition> found = new ArrayList<>();
    for (GuestValue p : data.elements("pok_partitions", PokArchive.PARTITIONS_MAX)) {
      found.add(partition(found.size(), p, threadRoom));
    }
    return found;
  }

  private PokKernelState.Partition partition(int index, GuestValue p, int threadRoom) {
    int base = (int) p.member("base_addr").integerOr(0);
    int size = (int) p.member("size").integerOr(0);
    String name = "partition " + (index + 1);
    Optional<PokKernelState.Descriptor> descriptor = tables.partition(index);
    if (base == 0 || size == 0) {
      data.problems().add(name + ": not yet initialised");
    } else if (descriptor.isEmpty()) {
      data.problems().add(name + ": no descriptors in the GDT");
    } else if (descriptor.get().base() != base) {
      data.problems()
          .add(
              String.format(
                  "%s: base 0x%x in pok_partitions, 0x%x in the GDT",
                  name, base, descriptor.get().base()));
    }
    int low = KernelData.index(p.member("thread_index_low"), threadRoom);
    long high = p.member("thread_index_high").integerOr(-1);
    int room = low >= 0 && high >= low && high <= threadRoom ? (int) (high - low) : 0;
    if (room == 0 && size != 0) {
      data.problems().add(name + ": its range of threads is none");
    }
    long created = p.member("thread_index").integerOr(0);
    if (created > room) {
      data.problems().add(name + ": " + created + " threads created, room for " + room);
    }
    int threads = (int) Math.max(0, Math.min(created, room));
    GuestValue current = p.member("current_thread");
    long error = p.member("thread_error").integerOr(0);
    return new PokKernelState.Partition(
        index,
        printable(p.member("name")).orElse(name),
        base,
        size,
        base == 0 ? "" : KernelData.word(p.member("mode"), "POK_PARTITION_MODE_"),
        KernelData.word(p.member("sched"), "POK_SCHED_"),
        KernelData.word(p.member("start_condition"), ""),
        p.member("lock_level").integer(),
        low,
        room,
        threads,
        KernelData.index(current.elements().isPresent() ? current.element(0) : current, threadRoom),
        threads == 0 ? -1 : KernelData.index(p.member("thread_main"), threadRoom),
        error == 0 ? -1 : KernelData.index(p.member("thread_error"), threadRoom),
        descriptor,
        archive.program(index));
  }

  /** A name that a kernel gave; none of the three does so by itself. */
  private static Optional<String> printable(GuestValue name) {
    return name.text()
        .filter(t -> !t.isEmpty() && t.length() <= 64)
        .filter(t -> t.chars().allMatch(c -> c >= ' ' && c < 0x7f));
  }

  /**
   * Where the kernel stands in its slots.
   *
   * @param partitions how many there are
   */
  Optional<PokKernelState.Schedule> schedule(int partitions) {
    List<GuestValue> lengths = data.elements("pok_sched_slots", SLOTS_MAX);
    List<GuestValue> owners = data.elements("pok_sched_slots_allocation", SLOTS_MAX);
    if (lengths.isEmpty() || owners.isEmpty()) {
      data.problems().add("no slots: pok_sched_slots cannot be read");
      return Optional.empty();
    }
    List<PokKernelState.Slot> slots = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < Math.min(lengths.size(), owners.size()); i++) {
      OptionalLong length = data.nanos(lengths.get(i).integer());
      int owner = KernelData.index(owners.get(i), partitions);
      if (length.isEmpty() || owner < 0 || length.getAsLong() > Long.MAX_VALUE - start) {
        data.problems().add("slot " + i + ": its length or its partition is none");
        return Optional.empty();
      }
      slots.add(new PokKernelState.Slot(i, owner, start, length.getAsLong()));
      start += length.getAsLong();
    }
    int current = KernelData.index(data.variable("pok_sched_current_slot"), slots.size());
    if (current < 0) {
      data.problems().add("pok_sched_current_slot is none of " + slots.size() + " slots");
      return Optional.empty();
    }
    OptionalLong end =
        partitions > 1
            ? data.nanos(data.variable("pok_sched_next_deadline").integer())
            : OptionalLong.empty();
    return Optional.of(new PokKernelState.Schedule(slots, start, current, end));
  }
}
