// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a cast.
 *
 * @param bits 8, 16, 32 or 64
 * @param end index of the token behind the cast
 */
record CastType(int bits, boolean unsigned, int end) {
  private static final Set<String> WORDS =
      Set.of("signed", "unsigned", "char", "short", "int", "long");

  /** Bits; below 0 for signed ones. */
  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("int8_t", -8),
          Map.entry("int16_t", -16),
          Map.entry("int32_t", -32),
          Map.entry("int64_t", -64),
          Map.entry("uint8_t", 8),
          Map.entry("uint16_t", 16),
          Map.entry("uint32_t", 32),
          Map.entry("uint64_t", 64),
          Map.entry("size_t", 32),
          Map.entry("uintptr_t", 32));

  /** A cast to an integer type that begins with this parenthesis. */
  static Optional<CastType> at(List<Token> tokens, int open) {
    List<String> words = new ArrayList<>();
    int at = open + 1;
    while (at < tokens.size() && tokens.get(at).isName() && words.size() < 5) {
      words.add(tokens.get(at++).text());
    }
    if (words.isEmpty() || at == tokens.size() || !tokens.get(at).is(")")) {
      return Optional.empty();
    }
    Integer named = words.size() == 1 ? NAMED.get(words.get(0)) : null;
    if (named != null) {
      return Optional.of(new CastType(Math.abs(named), named > 0, at + 1));
    }
    if (!WORDS.containsAll(words)) {
      return Optional.empty();
    }
    int longs = (int) words.stream().filter("long"::equals).count();
    int bits = words.contains("char") ? 8 : words.contains("short") ? 16 : longs > 1 ? 64 : 32;
    return Optional.of(new CastType(bits, words.contains("unsigned"), at + 1));
  }
}
