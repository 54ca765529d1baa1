// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A macro as it was defined.
 *
 * @param functionLike whether it takes arguments; its tokens are not looked at then
 * @param tokens of the replacement list; empty where it has no value
 * @param file that defines it
 * @param line of its {@code #define}
 */
record Macro(String name, boolean functionLike, List<Token> tokens, String file, int line) {
  Macro {
    tokens = List.copyOf(tokens);
  }

  /** The replacement list with one blank between tokens. */
  String body() {
    return tokens.stream().map(Token::text).collect(Collectors.joining(" "));
  }
}
