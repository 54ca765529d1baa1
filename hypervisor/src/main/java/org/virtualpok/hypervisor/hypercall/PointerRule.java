// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.Arrays;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionSpace;

/**
 * Which pointers of a guest a kernel accepts, and what it finds there. Offset 0 is a pointer like
 * any other.
 *
 * <p>POK 2025 looks whether the bytes lie inside the partition. The kernels before looked where
 * they start, and read and wrote what lies behind the partition; a faithful partition here reads
 * zeros there, and what it writes is lost. All others get the rule of 2025.
 */
final class PointerRule {
  private PointerRule() {}

  /** Whether the kernel accepts a pointer to as many bytes. */
  static boolean allows(Partition caller, int pointer, int lengthBytes) {
    boolean looksAtStart = !caller.personality().checksLengths() && caller.faithful();
    return looksAtStart
        ? Integer.compareUnsigned(pointer, caller.space().sizeBytes()) <= 0
        : caller.space().contains(pointer, lengthBytes);
  }

  /** How many of the bytes lie inside; the pointer was accepted. */
  static int inside(Partition caller, int pointer, int lengthBytes) {
    int room = caller.space().sizeBytes() - pointer;
    return Integer.compareUnsigned(lengthBytes, room) <= 0 ? lengthBytes : room;
  }

  /** Reads bytes; the pointer was accepted, and the length is one that the host can have. */
  static byte[] read(Partition caller, int pointer, int lengthBytes) {
    int inside = inside(caller, pointer, lengthBytes);
    byte[] bytes = caller.space().read(pointer, inside);
    return inside == lengthBytes ? bytes : Arrays.copyOf(bytes, lengthBytes);
  }

  /** Writes bytes; the pointer was accepted. */
  static void write(Partition caller, int pointer, byte[] bytes) {
    int inside = inside(caller, pointer, bytes.length);
    PartitionSpace space = caller.space();
    space.write(pointer, inside == bytes.length ? bytes : Arrays.copyOf(bytes, inside));
  }

  static void write8(Partition caller, int pointer, int value) {
    write(caller, pointer, little(value, 1));
  }

  static void write32(Partition caller, int pointer, int value) {
    write(caller, pointer, little(value, Integer.BYTES));
  }

  static void write64(Partition caller, int pointer, long value) {
    write(caller, pointer, little(value, Long.BYTES));
  }

  static byte[] little(long value, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int i = 0; i < lengthBytes; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  /** A little-endian number in bytes that were read. */
  static long number(byte[] bytes, int at, int lengthBytes) {
    long value = 0;
    for (int i = lengthBytes - 1; i >= 0; i--) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }
}
