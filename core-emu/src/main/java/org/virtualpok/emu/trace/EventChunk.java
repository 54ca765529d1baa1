// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A run of records in primitive arrays, with the text that they carry.
 *
 * <p>One thread appends. A reader may touch a record only after it has learnt of it through {@link
 * ChunkedEventLog#size()}, which orders the plain writes here before its reads.
 */
final class EventChunk {
  static final int RECORDS_SHIFT = 14;

  /** Records per chunk. */
  static final int RECORDS = 1 << RECORDS_SHIFT;

  private static final int LONGS = 2;
  private static final int INTS = 5;

  /** Bytes of the records, without text. */
  static final int RECORD_BYTES = RECORDS * (LONGS * Long.BYTES + INTS * Integer.BYTES);

  private static final int FIRST_TEXT_BYTES = 16 * 1024;

  private final long[] longs;
  private final int[] ints;

  /** Volatile: a reader that meets a grown copy must also see what was copied. */
  private volatile byte[] text;

  private int textLength;

  EventChunk() {
    this(new long[RECORDS * LONGS], new int[RECORDS * INTS], new byte[FIRST_TEXT_BYTES], 0);
  }

  private EventChunk(long[] longs, int[] ints, byte[] text, int textLength) {
    this.longs = longs;
    this.ints = ints;
    this.text = text;
    this.textLength = textLength;
  }

  void put(int slot, long timeNanos, long instruction, int kind, int context, int a, int b, int c) {
    longs[slot * LONGS] = timeNanos;
    longs[slot * LONGS + 1] = instruction;
    int at = slot * INTS;
    ints[at] = kind;
    ints[at + 1] = context;
    ints[at + 2] = a;
    ints[at + 3] = b;
    ints[at + 4] = c;
  }

  /** Stores text and gives its offset inside this chunk, in bytes. */
  int putText(byte[] bytes) {
    int offset = textLength;
    int end = Math.addExact(offset, bytes.length);
    byte[] blob = text;
    if (end > blob.length) {
      blob = Arrays.copyOf(blob, Math.max(end, (int) Math.min(2L * blob.length, 1 << 30)));
    }
    System.arraycopy(bytes, 0, blob, offset, bytes.length);
    text = blob;
    textLength = end;
    return offset;
  }

  long timeNanos(int slot) {
    return longs[slot * LONGS];
  }

  long instruction(int slot) {
    return longs[slot * LONGS + 1];
  }

  int kind(int slot) {
    return ints[slot * INTS];
  }

  int context(int slot) {
    return ints[slot * INTS + 1];
  }

  int a(int slot) {
    return ints[slot * INTS + 2];
  }

  int b(int slot) {
    return ints[slot * INTS + 3];
  }

  int c(int slot) {
    return ints[slot * INTS + 4];
  }

  /** A copy of a text of this chunk. */
  byte[] text(int offset, int length) {
    return Arrays.copyOfRange(text, offset, offset + length);
  }

  /** What this chunk holds of the heap, in bytes. */
  long heapBytes() {
    return (long) RECORD_BYTES + text.length;
  }

  /** The full chunk as bytes, for the spill file. */
  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(RECORD_BYTES + textLength);
    out.asLongBuffer().put(longs);
    out.position(longs.length * Long.BYTES);
    out.asIntBuffer().put(ints);
    out.position(RECORD_BYTES);
    out.put(text, 0, textLength);
    return out.array();
  }

  /** The chunk that {@link #toBytes()} made these bytes of. */
  static EventChunk fromBytes(byte[] bytes) {
    long[] longs = new long[RECORDS * LONGS];
    int[] ints = new int[RECORDS * INTS];
    ByteBuffer in = ByteBuffer.wrap(bytes);
    in.asLongBuffer().get(longs);
    in.position(longs.length * Long.BYTES);
    in.asIntBuffer().get(ints);
    byte[] text = Arrays.copyOfRange(bytes, RECORD_BYTES, bytes.length);
    return new EventChunk(longs, ints, text, text.length);
  }
}
