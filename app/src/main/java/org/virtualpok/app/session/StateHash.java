// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.TargetSnapshot;

/**
 * SHA-256 over what a guest can see of a standing target: guest time, count of instructions,
 * registers of every CPU, all of RAM; and of what it cannot see, the interrupted contexts that its
 * hypervisor keeps. Two runs that did the same have the same hash.
 */
public final class StateHash {
  private static final int CHUNK_BYTES = 1 << 20;

  private StateHash() {}

  /** In hexadecimal. The target must stand. */
  public static String of(DebugTarget target) throws InterruptedException, ExecutionException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
    TargetSnapshot state = target.snapshot();
    update(digest, state.timeNanos(), state.instructions());
    Map<Integer, Registers> own = new TreeMap<>(state.registers());
    // What is seen of tasks is memory already, and seen by some versions only.
    state.contexts().stream()
        .filter(c -> c.kind() == Context.Kind.TASK)
        .forEach(c -> own.remove(c.id()));
    own.forEach((context, r) -> add(digest, context, r));
    state.interrupts().forEach(i -> i.openFrames().forEach(n -> update(digest, i.context(), n)));
    byte[] chunk;
    for (int at = 0; ; at += chunk.length) {
      chunk = target.readMemory(new Address.Physical(at), CHUNK_BYTES).get();
      if (chunk.length == 0) {
        return HexFormat.of().formatHex(digest.digest());
      }
      digest.update(chunk);
    }
  }

  private static void add(MessageDigest digest, int context, Registers r) {
    update(digest, context, r.eip(), r.eflags(), r.cpl());
    for (int value : r.gpr()) {
      update(digest, value);
    }
    for (Registers.Segment s : r.segments()) {
      update(digest, s.selector(), s.base(), s.limit(), s.usable() ? 1 : 0);
    }
  }

  private static void update(MessageDigest digest, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
    for (long value : values) {
      bytes.putLong(value);
    }
    digest.update(bytes.array());
  }
}
