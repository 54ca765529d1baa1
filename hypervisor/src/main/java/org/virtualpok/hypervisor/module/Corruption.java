// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.Locale;
import java.util.Optional;
import org.virtualpok.hypervisor.interrupt.OverwrittenWord;
import org.virtualpok.hypervisor.interrupt.VirtualLine;

/**
 * A word that a delivery changed under a guest, and who used it.
 *
 * @param context id of the partition
 * @param partition its name
 * @param use empty if nobody used the word before it was written again
 */
public record Corruption(int context, String partition, OverwrittenWord word, Optional<Use> use) {

  /**
   * The first instruction that used the word, or took another for it.
   *
   * @param timeNanos guest time
   * @param offset of the instruction in CS
   * @param place "0x00001234 <main+0x1c>"
   * @param instruction as Intel writes it
   * @param taken present if the return had left ESP one word too high
   */
  public record Use(
      long timeNanos, int offset, String place, String instruction, Optional<Taken> taken) {
    private String words() {
      String at =
          String.format(
              Locale.ROOT,
              "at %d.%06d s `%s` at %s ",
              timeNanos / 1_000_000_000,
              timeNanos / 1_000 % 1_000_000,
              instruction,
              place);
      return taken
          .map(
              t ->
                  String.format(
                      Locale.ROOT,
                      "; the return left ESP one word too high, and %stook 0x%08x from 0x%08x, one"
                          + " word above what it meant",
                      at,
                      t.value,
                      t.address))
          .orElse("; " + at + "used it");
    }
  }

  /**
   * The wrong word.
   *
   * @param address offset in SS
   */
  public record Taken(int address, int value) {}

  /** All of it in one sentence without a full stop. */
  public String sentence() {
    return String.format(
            Locale.ROOT,
            "the delivery of #%d %s overwrote the word at 0x%08x: 0x%08x became 0x%08x",
            word.instance(),
            VirtualLine.name(word.line()),
            word.address(),
            word.old(),
            word.now())
        + use.map(Use::words).orElse("");
  }
}
