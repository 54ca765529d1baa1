// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.Stateful;

/** Names how a machine came to its end, if it did. */
final class PcEndingState implements Stateful {
  private static final int SENTENCE_BYTES_MAX = 1 << 20;

  private final Supplier<PcEnding> get;
  private final Consumer<PcEnding> set;

  /** What a restore has read: 0 for no end, else the kind's ordinal and 1. */
  private int kind;

  private int value;
  private String sentence = "";

  PcEndingState(Supplier<PcEnding> get, Consumer<PcEnding> set) {
    this.get = get;
    this.set = set;
  }

  @Override
  public void describe(StateGroup group) {
    group.register(
        "kind",
        3,
        "0 none, 1 power off, 2 debug exit, 3 reset, 4 triple fault, 5 halted",
        () -> get.get() == null ? 0 : 1 + get.get().kind().ordinal(),
        v -> kind = (int) v);
    group.register(
        "value",
        32,
        "written to the debug exit",
        () -> get.get() == null ? 0 : Integer.toUnsignedLong(get.get().value()),
        v -> value = (int) v);
    group.bytes(
        "sentence",
        SENTENCE_BYTES_MAX,
        "in the user's words",
        () -> (get.get() == null ? "" : get.get().sentence()).getBytes(StandardCharsets.UTF_8),
        b -> sentence = new String(b, StandardCharsets.UTF_8));
    group.onRestored(this::restored);
  }

  private void restored() {
    PcEnding.Kind[] kinds = PcEnding.Kind.values();
    set.accept(
        kind == 0 || kind > kinds.length ? null : new PcEnding(kinds[kind - 1], value, sentence));
  }
}
