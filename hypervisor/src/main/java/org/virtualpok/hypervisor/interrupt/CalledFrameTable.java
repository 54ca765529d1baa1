// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The frames in guest memory that hypercall 32 has not returned through yet. */
final class CalledFrameTable {
  /** Frames that a guest abandoned (a task deleted inside a handler) are forgotten past this. */
  private static final int MOST = 4096;

  /** By unsigned address of the line word, the innermost of a stack first. */
  private final NavigableMap<Long, OpenFrame> frames = new TreeMap<>();

  /** The oldest frame, if it had to make room. */
  Optional<OpenFrame> add(OpenFrame frame) {
    frames.put(Integer.toUnsignedLong(frame.address()), frame);
    if (frames.size() <= MOST) {
      return Optional.empty();
    }
    OpenFrame oldest =
        Collections.min(frames.values(), Comparator.comparingInt(OpenFrame::instance));
    frames.values().remove(oldest);
    return Optional.of(oldest);
  }

  /** The innermost frame at or above a stack pointer. */
  OpenFrame innermost(int stackPointer) throws FrameException {
    Map.Entry<Long, OpenFrame> entry = frames.ceilingEntry(Integer.toUnsignedLong(stackPointer));
    if (entry == null) {
      throw new FrameException(
          String.format("no interrupt frame is open above ESP 0x%08x", stackPointer));
    }
    return entry.getValue();
  }

  /** Null if none is open at this address. */
  OpenFrame remove(int address) {
    return frames.remove(Integer.toUnsignedLong(address));
  }

  Collection<OpenFrame> all() {
    return frames.values();
  }

  void clear() {
    frames.clear();
  }
}
