// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.Map;

/** Finds the enumerators of a header's {@code enum}s: generators name partitions and ports so. */
final class Enumerations {
  private final Evaluator evaluator;
  private final Map<String, CInteger> constants;

  Enumerations(Evaluator evaluator, Map<String, CInteger> constants) {
    this.evaluator = evaluator;
    this.constants = constants;
  }

  /**
   * All other declarations are passed over; an enumerator without a known value is not declared.
   */
  void declare(List<Token> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).isName() || !tokens.get(i).text().equals("enum")) {
        continue;
      }
      int open = i + 1;
      while (open < tokens.size() && open < i + 3 && !tokens.get(open).is("{")) {
        open++;
      }
      if (open < tokens.size() && tokens.get(open).is("{")) {
        i = body(tokens, open + 1);
      }
    }
  }

  /** Returns the index of the closing brace, or of the last token. */
  private int body(List<Token> tokens, int from) {
    CInteger next = CInteger.ZERO;
    int at = from;
    while (at < tokens.size() && !tokens.get(at).is("}")) {
      int end = at;
      int depth = 0;
      while (end < tokens.size()
          && !tokens.get(end).is("}")
          && (depth > 0 || !tokens.get(end).is(","))) {
        depth += tokens.get(end).is("(") ? 1 : tokens.get(end).is(")") ? -1 : 0;
        end++;
      }
      next = enumerator(tokens.subList(at, end), next);
      at = end < tokens.size() && tokens.get(end).is(",") ? end + 1 : end;
    }
    return Math.min(at, tokens.size() - 1);
  }

  /** Returns the value of the next one if it gives none itself; null if that is not known. */
  private CInteger enumerator(List<Token> tokens, CInteger implied) {
    if (tokens.isEmpty() || !tokens.get(0).isName()) {
      return implied;
    }
    try {
      boolean explicit = tokens.size() > 2 && tokens.get(1).is("=");
      CInteger value = explicit ? evaluator.integer(tokens.subList(2, tokens.size())) : implied;
      if (value == null) {
        return null;
      }
      constants.put(tokens.get(0).text(), value);
      return CInteger.binary("+", value, CInteger.ONE);
    } catch (UnevaluableException e) {
      return null;
    }
  }
}
