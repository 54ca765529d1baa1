// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

/** A bounded first in, first out memory of bytes, as devices have them; never throws. */
final class ByteQueue {
  private final byte[] ring;
  private int head;
  private int size;

  ByteQueue(int capacity) {
    ring = new byte[capacity];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int free() {
    return ring.length - size;
  }

  void clear() {
    size = 0;
  }

  /** Appends a byte; false if there is no room. */
  boolean offer(int b) {
    if (size == ring.length) {
      return false;
    }
    ring[(head + size++) % ring.length] = (byte) b;
    return true;
  }

  /** The byte at an index from the oldest one on, 0 to FF; 0 if there is none. */
  int get(int index) {
    return index < size ? ring[(head + index) % ring.length] & 0xff : 0;
  }

  /** Puts another byte in the place of one that is there. */
  void set(int index, int b) {
    if (index < size) {
      ring[(head + index) % ring.length] = (byte) b;
    }
  }

  /** Removes the oldest byte, 0 to FF; 0 if there is none. */
  int poll() {
    int b = get(0);
    if (size > 0) {
      head = (head + 1) % ring.length;
      size--;
    }
    return b;
  }

  /** All bytes, the oldest first: where the ring begins is no state. */
  byte[] toBytes() {
    byte[] all = new byte[size];
    for (int i = 0; i < size; i++) {
      all[i] = (byte) get(i);
    }
    return all;
  }

  /** For restoring; bytes beyond the capacity are left out. */
  void setBytes(byte[] bytes) {
    head = 0;
    size = Math.min(bytes.length, ring.length);
    System.arraycopy(bytes, 0, ring, 0, size);
  }
}
