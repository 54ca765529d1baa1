// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.NearestName;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Kind;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Variant;

/** Whether the macros that a configuration needs are there, are spelled right and have values. */
final class DeploymentRules {
  /** So many names are compared with those that POK knows. */
  private static final int UNKNOWN_MAX = 200;

  private final DeploymentHeader header;

  /** Known names that slips of the finger stand for, by the slip. */
  private final Map<String, String> meant = new LinkedHashMap<>();

  private DeploymentRules(DeploymentHeader header) {
    this.header = header;
  }

  /** Adds what is wrong to the header's findings. */
  static void check(DeploymentHeader header) {
    DeploymentRules rules = new DeploymentRules(header);
    rules.spelling();
    if (header.kind() == Kind.PARTITION) {
      rules.partition();
      return;
    }
    rules.requiredOfKernel();
    KnownMacros.KERNEL_NUMBERS.forEach(header::number);
    new CountRules(header).check();
    new ScheduleRules(header).check();
    new ThreadRules(header).check();
    new MemoryRules(header).check();
    new ServiceRules(header).check();
  }

  private void spelling() {
    header.macros().keySet().stream()
        .filter(name -> name.startsWith("POK") && !KnownMacros.ALL.contains(name))
        .limit(UNKNOWN_MAX)
        .forEach(
            name -> NearestName.of(name, KnownMacros.ALL).ifPresent(near -> meant.put(name, near)));
    meant.forEach(
        (name, near) -> {
          if (!header.defines(near) && !differsByNumber(name, near)) {
            header.error(name, name + " is a macro that POK does not know; is " + near + " meant?");
          }
        });
  }

  /** X_1 and X_2 are no slips of the finger. */
  private static boolean differsByNumber(String a, String b) {
    return !a.replaceAll("[^0-9]", "").equals(b.replaceAll("[^0-9]", ""));
  }

  private void requiredOfKernel() {
    boolean is2025 = header.variant() == Variant.POK_2025;
    String kernel = "a kernel of " + header.variant().words();
    require(KnownMacros.REQUIRED, kernel, "");
    if (is2025) {
      require(KnownMacros.REQUIRED_2025, kernel, "");
    }
    for (String ports : List.of("POK_NEEDS_PORTS_SAMPLING", "POK_NEEDS_PORTS_QUEUEING")) {
      if (header.defines(ports)) {
        require(KnownMacros.REQUIRED_PORTS, ports, ports);
        break;
      }
    }
    if (header.defines("POK_NEEDS_LOCKOBJECTS")) {
      require(KnownMacros.REQUIRED_LOCKOBJECTS, "POK_NEEDS_LOCKOBJECTS", "POK_NEEDS_LOCKOBJECTS");
    }
  }

  /**
   * @param place the macro that needs them; empty: the file as a whole
   */
  private void require(List<String> macros, String who, String place) {
    if (!header.complete()) {
      return;
    }
    for (String macro : macros) {
      if (header.mayDefine(macro) || meant.containsValue(macro)) {
        continue;
      }
      String message = macro + " is missing; " + who + " needs it";
      if (place.isEmpty()) {
        header.add(new Finding(Finding.Severity.ERROR, header.file(), 1, message));
      } else {
        header.error(place, message);
      }
    }
  }

  private void partition() {
    KnownMacros.PARTITION_NUMBERS.forEach(header::number);
    for (String name : KnownMacros.PARTITION_NUMBERS) {
      header
          .number(name)
          .ifPresent(
              value -> {
                if (value < 0) {
                  header.error(name, name + " is " + value);
                }
              });
    }
    if (header.number("POK_CONFIG_NB_THREADS").orElse(1) == 0) {
      header.error(
          "POK_CONFIG_NB_THREADS",
          "POK_CONFIG_NB_THREADS is 0; a partition has its main thread at least");
    }
    requirePair("POK_NEEDS_ARINC653_PROCESS", "POK_CONFIG_NB_THREADS");
    requirePair("POK_NEEDS_ARINC653_BUFFER", "POK_CONFIG_NB_BUFFERS");
    requirePair("POK_NEEDS_ARINC653_BLACKBOARD", "POK_CONFIG_NB_BLACKBOARDS");
    requirePair("POK_NEEDS_BUFFERS", "POK_CONFIG_NB_BUFFERS");
    requirePair("POK_NEEDS_BLACKBOARDS", "POK_CONFIG_NB_BLACKBOARDS");
    requirePair("POK_NEEDS_ARINC653_SEMAPHORE", "POK_CONFIG_ARINC653_NB_SEMAPHORES");
    requirePair("POK_NEEDS_ARINC653_EVENT", "POK_CONFIG_ARINC653_NB_EVENTS");
    ServiceRules.values(header);
  }

  private void requirePair(String service, String macro) {
    if (header.defines(service)) {
      require(List.of(macro), service, service);
    }
  }
}
