// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The event log of one machine: fixed-width records in chunks of primitive arrays.
 *
 * <p>One thread appends, any thread reads. The writer publishes the number of records with a
 * release, a reader learns it with an acquire; records below it never change. Up to 64 MiB stay in
 * memory; then the oldest chunks move to a temporary file, and are read back from there a chunk at
 * a time. When that file cannot be written, chunks stay in memory: events are never lost.
 */
public final class ChunkedEventLog implements EventLog {
  private static final System.Logger LOG = System.getLogger(ChunkedEventLog.class.getName());
  private static final long DEFAULT_MEMORY_BYTES = 64L << 20;

  /** How many chunks read back from the file are kept. */
  private static final int READ_BACK = 4;

  private static final byte[] NO_TEXT = {};
  private static final VarHandle PUBLISHED = published();

  /** Where a chunk is: in memory, or at a place of the spill file. */
  private static final class Slot {
    /** Null once the chunk has moved to the file; {@code offset} and {@code length} then hold. */
    private volatile EventChunk chunk = new EventChunk();

    private long offset;
    private int length;
  }

  private record ReadBack(int slot, EventChunk chunk) {}

  private final long memoryBytes;
  private final AtomicReferenceArray<ReadBack> readBack = new AtomicReferenceArray<>(READ_BACK);

  /** Grown by copying; entries below the published size never change. */
  private volatile Slot[] slots = new Slot[64];

  /** By id; grown by copying. */
  private volatile EventKind[] kinds = new EventKind[256];

  /** How many records readers may see; written with a release, read with an acquire. */
  @SuppressWarnings("UnusedVariable") // used through PUBLISHED
  private long published;

  // The writer's own.
  private long appended;
  private EventChunk current;
  private long heapBytes;
  private int firstInMemory;
  private boolean spilling = true;

  private volatile SpillFile spill;

  /** A log that keeps 64 MiB in memory. */
  public ChunkedEventLog() {
    this(DEFAULT_MEMORY_BYTES);
  }

  /** A log that keeps about this many bytes in memory, at the least the chunk it writes. */
  ChunkedEventLog(long memoryBytes) {
    this.memoryBytes = memoryBytes;
  }

  private static VarHandle published() {
    try {
      return MethodHandles.lookup().findVarHandle(ChunkedEventLog.class, "published", long.class);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void append(
      long timeNanos, long instruction, EventKind kind, int context, int a, int b, int c) {
    if (kind.text()) {
      throw new IllegalArgumentException("kind " + kind.name() + " carries text");
    }
    EventChunk chunk = chunkForNext(kind);
    put(chunk, timeNanos, instruction, kind, context, a, b, c);
  }

  @Override
  public void appendText(
      long timeNanos, long instruction, EventKind kind, int context, byte[] text, int c) {
    if (!kind.text()) {
      throw new IllegalArgumentException("kind " + kind.name() + " carries no text");
    }
    EventChunk chunk = chunkForNext(kind);
    int offset = chunk.putText(text);
    put(chunk, timeNanos, instruction, kind, context, offset, text.length, c);
  }

  private void put(
      EventChunk chunk,
      long timeNanos,
      long instruction,
      EventKind kind,
      int context,
      int a,
      int b,
      int c) {
    int slot = (int) appended & (EventChunk.RECORDS - 1);
    chunk.put(slot, timeNanos, instruction, kind.id(), context, a, b, c);
    appended++;
    PUBLISHED.setRelease(this, appended);
  }

  private EventChunk chunkForNext(EventKind kind) {
    register(kind);
    if ((appended & (EventChunk.RECORDS - 1)) == 0) {
      startChunk();
    }
    return current;
  }

  private void register(EventKind kind) {
    EventKind[] known = kinds;
    int id = kind.id();
    if (id < known.length && known[id] == kind) {
      return;
    }
    if (id <= 0 || id > 0xffff) {
      throw new IllegalArgumentException("kind " + kind.name() + " has id " + id);
    }
    EventKind[] copy = Arrays.copyOf(known, Math.max(known.length, id + 1));
    if (copy[id] != null && !copy[id].equals(kind)) {
      throw new IllegalArgumentException(
          "kinds " + copy[id].name() + " and " + kind.name() + " share id " + id);
    }
    copy[id] = kind;
    kinds = copy;
  }

  private void startChunk() {
    int index = (int) (appended >>> EventChunk.RECORDS_SHIFT);
    if (current != null) {
      heapBytes += current.heapBytes();
    }
    while (spilling && firstInMemory < index && heapBytes + EventChunk.RECORD_BYTES > memoryBytes) {
      spillOldest();
    }
    Slot[] table = slots;
    if (index == table.length) {
      table = Arrays.copyOf(table, 2 * index);
    }
    Slot slot = new Slot();
    table[index] = slot;
    slots = table;
    current = slot.chunk;
  }

  private void spillOldest() {
    Slot slot = slots[firstInMemory];
    EventChunk chunk = slot.chunk;
    byte[] bytes = chunk.toBytes();
    try {
      if (spill == null) {
        spill = new SpillFile();
      }
      slot.offset = spill.append(bytes);
    } catch (IOException e) {
      spilling = false;
      LOG.log(Level.WARNING, "Older events stay in memory: no temporary file", e);
      return;
    }
    slot.length = bytes.length;
    slot.chunk = null;
    heapBytes -= chunk.heapBytes();
    firstInMemory++;
  }

  @Override
  public long size() {
    return (long) PUBLISHED.getAcquire(this);
  }

  @Override
  public Event get(long index) {
    long size = size();
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("event " + index + " of " + size);
    }
    EventChunk chunk = chunk((int) (index >>> EventChunk.RECORDS_SHIFT));
    int slot = (int) index & (EventChunk.RECORDS - 1);
    EventKind kind = kinds[chunk.kind(slot)];
    byte[] text = kind.text() ? chunk.text(chunk.a(slot), chunk.b(slot)) : NO_TEXT;
    return new Event(
        index,
        chunk.timeNanos(slot),
        chunk.instruction(slot),
        kind,
        chunk.context(slot),
        chunk.a(slot),
        chunk.b(slot),
        chunk.c(slot),
        text);
  }

  private EventChunk chunk(int index) {
    Slot slot = slots[index];
    EventChunk inMemory = slot.chunk;
    if (inMemory != null) {
      return inMemory;
    }
    int place = index % READ_BACK;
    ReadBack kept = readBack.get(place);
    if (kept != null && kept.slot() == index) {
      return kept.chunk();
    }
    try {
      EventChunk chunk = EventChunk.fromBytes(spill.read(slot.offset, slot.length));
      readBack.set(place, new ReadBack(index, chunk));
      return chunk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public EventKind kind(int id) {
    EventKind[] known = kinds;
    EventKind kind = id >= 0 && id < known.length ? known[id] : null;
    if (kind == null) {
      throw new IllegalArgumentException("no event of kind " + id + " was logged");
    }
    return kind;
  }

  /** The temporary file, once there is one. */
  Optional<Path> spillPath() {
    return Optional.ofNullable(spill).map(SpillFile::path);
  }

  /** Deletes the temporary file; what is in memory stays readable. */
  @Override
  public void close() {
    SpillFile file = spill;
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The event log's temporary file stays: " + file.path(), e);
    }
  }
}
