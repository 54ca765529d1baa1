// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A module's XML held against everything that is known of it: what keeps it from running here, and
 * what ARINC 653 asks beyond.
 *
 * @param findings in the order of the lines
 * @param module what it describes; empty if it cannot run
 */
public record ModuleCheck(List<Finding> findings, Optional<ModuleDescription> module) {
  public ModuleCheck {
    findings = List.copyOf(findings);
  }

  /**
   * @param file the name that findings are reported against
   */
  public static ModuleCheck of(String file, byte[] xml) {
    List<Finding> findings = new ArrayList<>();
    Optional<ModuleDescription> module = Optional.empty();
    try {
      module = Optional.of(ModuleParser.parse(file, xml));
    } catch (ConfigurationException e) {
      findings.addAll(e.findings());
    }
    try {
      findings.addAll(ArincRules.check(file, xml));
    } catch (ConfigurationException e) {
      // It is no XML at all, which the parser has said.
      return new ModuleCheck(findings, module);
    }
    List<Finding> sorted =
        findings.stream().distinct().sorted(Comparator.comparingInt(Finding::line)).toList();
    return new ModuleCheck(sorted, module);
  }
}
