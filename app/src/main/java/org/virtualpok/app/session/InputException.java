// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.List;

/** Input that cannot be used; each problem is one line for the user, with file and place. */
public final class InputException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InputException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public InputException(String problem) {
    this(List.of(problem));
  }

  /** One line each. */
  public List<String> problems() {
    return problems == null ? List.of(getMessage().split("\n", -1)) : problems;
  }
}
