// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.port;

import java.util.ArrayDeque;

/**
 * The bytes in a queueing port. As in POK they carry no boundaries: a receiver gets what is there,
 * up to what it asks for. How long each message was is remembered only to count them and to flush
 * whole ones.
 */
final class ByteRing {
  private final byte[] data;
  private final boolean staysFull;
  private final ArrayDeque<Integer> lengths = new ArrayDeque<>();
  private int begin;
  private int end;
  private boolean full;
  private boolean empty = true;

  /**
   * @param staysFull whether a full ring is thought full until it is empty
   */
  ByteRing(int sizeBytes, boolean staysFull) {
    data = new byte[sizeBytes];
    this.staysFull = staysFull;
  }

  boolean empty() {
    return empty;
  }

  /** As POK computes it. */
  int used() {
    if (empty) {
      return 0;
    }
    return begin < end ? end - begin : data.length - begin + end;
  }

  int room() {
    return full ? 0 : data.length - used();
  }

  /** What POK believes: past the first write, any message fits until the ring is exactly full. */
  boolean seemsToHaveRoom(int length) {
    return !full && (begin < end || length <= data.length - end + begin);
  }

  int messages() {
    return lengths.size();
  }

  /** How many bytes the oldest whole messages have that together fit. */
  int wholeMessages(int roomBytes) {
    int sum = 0;
    for (int length : lengths) {
      if (length > roomBytes - sum) {
        break;
      }
      sum += length;
    }
    return sum;
  }

  /** Writes without a look at what it overwrites, as POK does; at most the ring's size. */
  void write(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      data[(end + i) % data.length] = bytes[i];
    }
    if (bytes.length > 0) {
      end = (end + bytes.length) % data.length;
      full = end == begin;
      empty = false;
      lengths.add(bytes.length);
    }
  }

  /** Takes bytes, of those that are there. */
  byte[] read(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = data[(begin + i) % data.length];
    }
    if (length > 0) {
      begin = (begin + length) % data.length;
      empty = begin == end;
      full = full && staysFull && !empty;
      forget(length);
    }
    return bytes;
  }

  private void forget(int length) {
    int left = length;
    while (left > 0 && !lengths.isEmpty()) {
      int first = lengths.poll();
      if (first > left) {
        lengths.addFirst(first - left);
      }
      left -= first;
    }
    if (empty) {
      lengths.clear();
    }
  }
}
