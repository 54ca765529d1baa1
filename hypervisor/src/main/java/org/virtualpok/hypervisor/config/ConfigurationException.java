// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;

/** A module that cannot be built. All problems found are reported together, one line each. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /** Lines for the user: "file:line: message", or "file: message" where no line is to blame. */
  public List<String> problems() {
    return problems == null ? List.of(getMessage().split("\n", -1)) : problems;
  }
}
