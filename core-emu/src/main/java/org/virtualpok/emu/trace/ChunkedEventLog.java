// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The event log of one machine: fixed-width records in chunks of primitive arrays.
 *
 * <p>One thread appends, any thread reads. The writer publishes the number of records with a
 * release, a reader learns it with an acquire; records below it never change. Up to 64 MiB stay in
 * memory; then the oldest chunks move to temporary files, and are read back from there a chunk at a
 * time.
 *
 * <p>A guest that floods its console or the log with interrupts makes some 20 MB a second. So the
 * files have a limit, 2 GiB; behind it the oldest is deleted for each new one. Where no file can be
 * written, four times as much stays in memory, and then the oldest chunks go.
 */
public final class ChunkedEventLog implements EventLog {
  private static final System.Logger LOG = System.getLogger(ChunkedEventLog.class.getName());
  private static final long DEFAULT_MEMORY_BYTES = 64L << 20;
  private static final long DEFAULT_DISK_BYTES = 2L << 30;

  /** In how many files what is on disk is cut; the oldest is deleted whole. */
  private static final int FILES = 8;

  /** Without a file as many times the memory is taken. */
  private static final int WITHOUT_DISK = 4;

  /** How many chunks read back from the file are kept. */
  private static final int READ_BACK = 4;

  private static final byte[] NO_TEXT = {};
  private static final VarHandle PUBLISHED = published();

  /** Where a chunk is: in memory, at a place of a file, or nowhere any more. */
  private static final class Slot {
    /** Null once the chunk is not in memory; the other fields then hold. */
    private volatile EventChunk chunk = new EventChunk();

    /** Null if it is lost. */
    private SpillFile file;

    private long offset;
    private int length;
  }

  private record ReadBack(int slot, EventChunk chunk) {}

  private final long memoryBytes;
  private final long fileBytes;
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
  private boolean told;

  /** Oldest first; changed by the writer and by close. */
  private final Deque<SpillFile> files = new ConcurrentLinkedDeque<>();

  private volatile long first;
  private volatile boolean closed;

  /** A log that keeps 64 MiB in memory. */
  public ChunkedEventLog() {
    this(DEFAULT_MEMORY_BYTES);
  }

  /** A log that keeps about this many bytes in memory, at the least the chunk it writes. */
  ChunkedEventLog(long memoryBytes) {
    this(memoryBytes, DEFAULT_DISK_BYTES);
  }

  /** The same, with about so many bytes on disk. */
  ChunkedEventLog(long memoryBytes, long diskBytes) {
    this.memoryBytes = memoryBytes;
    this.fileBytes = diskBytes / FILES;
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
    while (firstInMemory < index && heapBytes + EventChunk.RECORD_BYTES > memoryBytes) {
      if (!spillOldest()) {
        break;
      }
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

  /** Takes the oldest chunk out of memory; false if it has to stay there. */
  private boolean spillOldest() {
    Slot slot = slots[firstInMemory];
    EventChunk chunk = slot.chunk;
    byte[] bytes = chunk.toBytes();
    try {
      SpillFile file = fileFor(bytes.length);
      slot.offset = file.append(bytes);
      slot.length = bytes.length;
      slot.file = file;
    } catch (IOException e) {
      if (!told) {
        told = true;
        LOG.log(Level.WARNING, "Older events stay in memory: no temporary file", e);
      }
      if (heapBytes <= WITHOUT_DISK * memoryBytes) {
        return false;
      }
    }
    slot.chunk = null;
    heapBytes -= chunk.heapBytes();
    firstInMemory++;
    findFirst();
    return true;
  }

  private SpillFile fileFor(int bytes) throws IOException {
    if (closed) {
      throw new IOException("the event log is closed");
    }
    SpillFile last = files.peekLast();
    if (last != null && last.length() + bytes <= Math.max(fileBytes, bytes)) {
      return last;
    }
    if (files.size() == FILES) {
      SpillFile oldest = files.removeFirst();
      for (int i = 0; i < firstInMemory; i++) {
        if (slots[i].file == oldest) {
          slots[i].file = null;
        }
      }
      findFirst();
      delete(oldest);
    }
    SpillFile file = new SpillFile();
    files.addLast(file);
    return file;
  }

  private void findFirst() {
    int chunk = (int) (first >>> EventChunk.RECORDS_SHIFT);
    while (chunk < firstInMemory && isLost(slots[chunk])) {
      chunk++;
    }
    first = (long) chunk << EventChunk.RECORDS_SHIFT;
  }

  private static boolean isLost(Slot slot) {
    return slot.file == null || !slot.file.isOpen();
  }

  @Override
  public long first() {
    return first;
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
    SpillFile file = slot.file;
    try {
      if (file == null) {
        throw new IOException("events before " + first + " are not kept any more");
      }
      EventChunk chunk = EventChunk.fromBytes(file.read(slot.offset, slot.length));
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

  /** The newest temporary file, once there is one. */
  Optional<Path> spillPath() {
    return Optional.ofNullable(files.peekLast()).map(SpillFile::path);
  }

  /** Deletes the temporary files; what is in memory stays readable. */
  @Override
  public void close() {
    closed = true;
    files.forEach(ChunkedEventLog::delete);
  }

  private static void delete(SpillFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The event log's temporary file stays: " + file.path(), e);
    }
  }
}
