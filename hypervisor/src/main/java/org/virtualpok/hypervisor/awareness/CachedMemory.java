// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.virtualpok.emu.awareness.GuestMemory;

/** Memory read in blocks, for one reading of a kernel that looks at hundreds of small members. */
final class CachedMemory implements GuestMemory {
  private static final int BLOCK_BYTES = 1024;
  private static final int BLOCKS_MAX = 4096;

  private final GuestMemory memory;
  private final Map<Integer, byte[]> blocks = new HashMap<>();

  CachedMemory(GuestMemory memory) {
    this.memory = memory;
  }

  @Override
  public byte[] read(int address, int lengthBytes) {
    int block = address & -BLOCK_BYTES;
    int offset = address - block;
    if (lengthBytes <= 0 || lengthBytes > BLOCK_BYTES - offset) {
      return lengthBytes <= 0 ? new byte[0] : memory.read(address, lengthBytes);
    }
    byte[] bytes = blocks.get(block);
    if (bytes == null) {
      bytes = memory.read(block, BLOCK_BYTES);
      if (blocks.size() < BLOCKS_MAX) {
        blocks.put(block, bytes);
      }
    }
    return bytes.length >= offset + lengthBytes
        ? Arrays.copyOfRange(bytes, offset, offset + lengthBytes)
        : memory.read(address, lengthBytes); // a block that begins before memory does
  }
}
