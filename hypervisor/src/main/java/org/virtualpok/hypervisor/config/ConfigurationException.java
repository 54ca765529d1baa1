// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;

/** A module that cannot be built. All problems found are reported together, one line each. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;
  private final transient List<Finding> findings;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
    findings = problems.stream().map(p -> Finding.error("", 0, p)).toList();
  }

  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  private ConfigurationException(List<Finding> findings, List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems;
    this.findings = List.copyOf(findings);
  }

  /** With the places of its problems. */
  public static ConfigurationException of(List<Finding> findings) {
    return new ConfigurationException(findings, findings.stream().map(Finding::text).toList());
  }

  /** Every problem; where a place is not known, the message has what is known of it. */
  public List<Finding> findings() {
    return findings == null ? List.of(Finding.error("", 0, getMessage())) : findings;
  }

  /** Lines for the user: "file:line: message", or "file: message" where no line is to blame. */
  public List<String> problems() {
    return problems == null ? List.of(getMessage().split("\n", -1)) : problems;
  }
}
