// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Variant;

/** The services that are compiled into a kernel, {@code POK_NEEDS_...}. */
final class ServiceRules {
  private static final String LOCKS = "POK_NEEDS_LOCKOBJECTS";
  private static final String SAMPLING = "POK_NEEDS_PORTS_SAMPLING";
  private static final String QUEUEING = "POK_NEEDS_PORTS_QUEUEING";

  private final DeploymentHeader header;

  ServiceRules(DeploymentHeader header) {
    this.header = header;
  }

  void check() {
    if (header.variant() == Variant.POK_2013) {
      neededBefore2025();
    }
    values(header);
    conditions();
    sleepers();
    lockObjects();
    ports();
    flush();
    if (header.defines("POK_NEEDS_PCI") && isMissing("POK_NEEDS_IO")) {
      header.error("POK_NEEDS_PCI", "POK_NEEDS_PCI needs POK_NEEDS_IO; the kernel does not build");
    }
  }

  private boolean isMissing(String macro) {
    return !header.mayDefine(macro) && header.complete();
  }

  private void neededBefore2025() {
    for (String macro : KnownMacros.REQUIRED_2013) {
      whole(Finding.Severity.ERROR, macro, "a kernel of " + header.variant().words() + " needs it");
    }
    whole(
        Finding.Severity.WARNING,
        "POK_NEEDS_ERROR_HANDLING",
        "a fault in a partition stops the kernel");
    whole(
        Finding.Severity.WARNING,
        "POK_NEEDS_X86_VMM",
        "guests get no virtual interrupts, the calls for them answer 1");
  }

  private void whole(Finding.Severity severity, String macro, String message) {
    if (isMissing(macro)) {
      header.add(new Finding(severity, header.file(), 1, macro + " is missing; " + message));
    }
  }

  /** They count as soon as they are defined, whatever their value. */
  static void values(DeploymentHeader header) {
    for (Macro macro : header.macros().values()) {
      if (macro.name().startsWith("POK_NEEDS_")
          && macro.body().equals("0")
          && KnownMacros.ALL.contains(macro.name())) {
        header.warning(
            macro.name(),
            macro.name() + " is 0 and counts nevertheless: POK asks only whether it is defined");
      }
    }
  }

  /** The kernel of 2025 asks for some of them with {@code #if}. */
  private void conditions() {
    if (header.variant() != Variant.POK_2025) {
      return;
    }
    boolean locks = List.of(LOCKS, SAMPLING, QUEUEING).stream().anyMatch(header::defines);
    for (String macro : List.of("POK_NEEDS_SHUTDOWN", "POK_NEEDS_DEBUG")) {
      boolean asks = macro.endsWith("SHUTDOWN") || locks;
      if (asks && header.defines(macro) && header.macros().get(macro).body().isEmpty()) {
        header.error(
            macro, macro + " has no value; POK 2025 asks for it with #if and does not build");
      }
    }
  }

  private void sleepers() {
    boolean wakes = List.of(LOCKS, SAMPLING, QUEUEING).stream().anyMatch(m -> !isMissing(m));
    for (String sleep : List.of("POK_NEEDS_THREAD_SLEEP", "POK_NEEDS_THREAD_SLEEP_UNTIL")) {
      if (header.defines(sleep) && !wakes) {
        header.warning(
            sleep,
            sleep + " without " + LOCKS + " or ports: POK's scheduler then never wakes who sleeps");
      }
    }
  }

  private void lockObjects() {
    String count = "POK_CONFIG_NB_LOCKOBJECTS";
    if (header.number(count).orElse(0) > 0 && isMissing(LOCKS)) {
      header.warning(count, count + " without " + LOCKS + ": the calls for them answer 1");
    }
  }

  private void ports() {
    String ports = header.defines(SAMPLING) ? SAMPLING : QUEUEING;
    boolean some = header.defines(ports);
    long count = header.number("POK_CONFIG_NB_PORTS").orElse(0);
    if (count > 0 && isMissing(SAMPLING) && isMissing(QUEUEING)) {
      header.warning(
          "POK_CONFIG_NB_PORTS",
          "POK_CONFIG_NB_PORTS without "
              + SAMPLING
              + " or "
              + QUEUEING
              + ": the calls for them answer 1");
    }
    if (some && count > 0 && header.number("POK_CONFIG_NB_PARTITIONS").orElse(0) == 1) {
      header.warning(ports, "with a single partition POK never carries data from port to port");
    }
  }

  private void flush() {
    String period = "POK_FLUSH_PERIOD";
    String windows = "POK_NEEDS_FLUSH_ON_WINDOWS";
    boolean knows = header.variant() == Variant.POK_2025;
    for (String macro : List.of(period, windows)) {
      if (header.defines(macro) && !knows) {
        header.warning(macro, macro + " is not known to " + header.variant().words());
      }
    }
    if (header.defines(period) && header.defines(windows)) {
      header.warning(windows, windows + " has no effect beside " + period);
    }
    if (header.number(period).orElse(1) <= 0) {
      header.error(period, period + " must be above 0");
    }
  }
}
