// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.port;

import java.util.List;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.hypervisor.config.PortDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.thread.WaitQueue;
import org.virtualpok.hypervisor.thread.Waiter;

/** A port: configured from the start, usable once its partition has created it. */
public final class Port {
  private final int id;
  private final int partition;
  private final PortDescription description;
  private final boolean faithful;
  private final WaitQueue<Waiter> waiting = new WaitQueue<>();

  private boolean created;
  private Direction direction;
  private int sizeBytes;
  private long refreshNanos;
  private long refreshUnitNanos = 1;
  private ByteRing ring = new ByteRing(0, false);
  private byte[] sample = new byte[0];
  private boolean sampled;

  /** Of a sample, ns. */
  private long receivedNanos;

  private boolean mustBeFlushed;
  private long written;
  private long overflows;
  private long writtenNanos = -1;
  private long flushedNanos = -1;

  Port(int id, int partition, PortDescription description, boolean faithful) {
    this.id = id;
    this.partition = partition;
    this.description = description;
    this.faithful = faithful;
  }

  void create(Direction newDirection, int newSizeBytes) {
    created = true;
    direction = newDirection;
    sizeBytes = newSizeBytes;
    boolean queueing = description.kind() == Kind.QUEUEING;
    ring = new ByteRing(queueing ? newSizeBytes : 0, faithful);
    sample = new byte[queueing ? 0 : newSizeBytes];
    sampled = false;
    receivedNanos = 0;
    mustBeFlushed = false;
  }

  /** The partition starts anew. */
  void forget() {
    create(description.direction(), 0);
    created = false;
    refreshNanos = 0;
    waiting.clear();
    written = 0;
    overflows = 0;
    writtenNanos = -1;
    flushedNanos = -1;
  }

  /** As guests see it, unique in the module. */
  public int id() {
    return id;
  }

  /** Index of its partition. */
  public int partition() {
    return partition;
  }

  public PortDescription description() {
    return description;
  }

  /** Whether its partition wants the bugs of the real kernel. */
  public boolean faithful() {
    return faithful;
  }

  public boolean created() {
    return created;
  }

  public boolean queueing() {
    return description.kind() == Kind.QUEUEING;
  }

  /** As it was created. */
  public Direction direction() {
    return direction;
  }

  /** As it was created. */
  public int sizeBytes() {
    return sizeBytes;
  }

  public long refreshNanos() {
    return refreshNanos;
  }

  /**
   * How long a sample is valid, ns, and in which steps the kernel counts, ns: a sample of a step is
   * valid to the end of another.
   */
  public void setRefresh(long nanos, long unitNanos) {
    refreshNanos = nanos;
    refreshUnitNanos = unitNanos;
  }

  /** Threads that wait for a message, or for room. */
  public WaitQueue<Waiter> waiting() {
    return waiting;
  }

  /** Makes all of them look again when they are elected. */
  void wakeAll() {
    for (Waiter next = waiting.poll(); next != null; next = waiting.poll()) {
      next.wake();
    }
  }

  // ---- sampling ---------------------------------------------------------------------------------

  /** Whether anything was ever written. */
  public boolean sampled() {
    return sampled;
  }

  /** The whole port; bytes past a shorter message are those of an older one, as in POK. */
  public byte[] sample() {
    return sample.clone();
  }

  /** Whether the sample is no older than the refresh period. */
  public boolean valid(long nowNanos) {
    long age = nowNanos / refreshUnitNanos - receivedNanos / refreshUnitNanos;
    return refreshNanos / refreshUnitNanos >= age;
  }

  /** At most the port's size. */
  public void writeSample(byte[] bytes, long nowNanos) {
    System.arraycopy(bytes, 0, sample, 0, bytes.length);
    sampled = true;
    receivedNanos = nowNanos;
    wrote(nowNanos);
  }

  // ---- queueing ---------------------------------------------------------------------------------

  /** Whether a message may be sent; a faithful kernel does not see that it overwrites others. */
  public boolean hasRoom(int length) {
    return faithful ? ring.seemsToHaveRoom(length) : length <= ring.room();
  }

  /** Bytes in the queue, or in the sample. */
  public int used() {
    return queueing() ? ring.used() : sampled ? sizeBytes : 0;
  }

  public boolean empty() {
    return queueing() ? ring.empty() : !sampled;
  }

  ByteRing ring() {
    return ring;
  }

  /** As {@link #send}, but nothing happens if there is no room at all. */
  public void sendUnlessFull(byte[] bytes, long nowNanos) {
    if (ring.room() > 0) {
      ring.write(bytes);
    }
    wrote(nowNanos);
  }

  /** At most the port's size. */
  public void send(byte[] bytes, long nowNanos) {
    ring.write(bytes);
    wrote(nowNanos);
  }

  /** Takes as many bytes, of those that are there. */
  public byte[] receive(int length) {
    return ring.read(length);
  }

  // ---- flushes ----------------------------------------------------------------------------------

  private void wrote(long nowNanos) {
    written++;
    writtenNanos = nowNanos;
    mustBeFlushed = direction == Direction.SOURCE;
  }

  boolean mustBeFlushed() {
    return mustBeFlushed;
  }

  void flushed(boolean all, long nowNanos) {
    mustBeFlushed = !all;
    flushedNanos = nowNanos;
  }

  /** A message found no room. */
  public void countOverflow() {
    overflows++;
  }

  PortState state(int context, List<Integer> destinations, long nowNanos) {
    boolean queueing = queueing();
    return new PortState(
        id,
        context,
        description.name(),
        PortState.Kind.valueOf(description.kind().name()),
        PortState.Direction.valueOf((created ? direction : description.direction()).name()),
        created,
        created ? sizeBytes : description.maxMessageBytes() * description.maxMessages(),
        used(),
        queueing ? ring.messages() : sampled ? 1 : 0,
        created && (queueing || sampled && valid(nowNanos)),
        mustBeFlushed,
        destinations,
        waiting.threadIds(),
        written,
        overflows,
        writtenNanos,
        flushedNanos);
  }
}
