// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.hypervisor.config.Finding;

/**
 * Compares the headers of partitions with that of their kernel: what one needs, the other gives.
 */
public final class PartitionHeadersCheck {
  private static final String THREADS = "POK_CONFIG_NB_THREADS";
  private static final String LOCKS = "POK_NEEDS_LOCKOBJECTS";

  private final DeploymentHeader kernel;
  private final List<Finding> findings = new ArrayList<>();

  private PartitionHeadersCheck(DeploymentHeader kernel) {
    this.kernel = kernel;
  }

  /**
   * Where the headers of a kernel's partitions lie, by partition: "pr1/deployment.h" for the
   * program "pr1/pr1.elf", seen from the directory above the kernel's own. Empty where no program
   * is named.
   */
  public static List<String> places(DeploymentHeader kernel) {
    List<String> places = new ArrayList<>();
    for (String program : kernel.strings("POK_CONFIG_PROGRAM_NAME").orElse(List.of())) {
      int slash = program.lastIndexOf('/');
      boolean inside = slash > 0 && !program.startsWith("/") && !program.contains("..");
      places.add(inside ? program.substring(0, slash + 1) + "deployment.h" : "");
    }
    return List.copyOf(places);
  }

  /**
   * What does not fit, at the partitions' macros.
   *
   * @param partitions by index; empty where a header is not known
   */
  public static List<Finding> check(
      DeploymentHeader kernel, List<Optional<DeploymentHeader>> partitions) {
    PartitionHeadersCheck check = new PartitionHeadersCheck(kernel);
    for (int i = 0; i < partitions.size(); i++) {
      int index = i;
      partitions.get(i).ifPresent(header -> check.partition(index, header));
    }
    return List.copyOf(check.findings);
  }

  private void error(DeploymentHeader at, String macro, String message) {
    findings.add(Finding.error(at.file(), at.line(macro), message));
  }

  private void warning(DeploymentHeader at, String macro, String message) {
    findings.add(Finding.warning(at.file(), at.line(macro), message));
  }

  private static OptionalLong element(DeploymentHeader header, String macro, int index) {
    List<Long> values = header.numbers(macro).orElse(List.of());
    return index < values.size() ? OptionalLong.of(values.get(index)) : OptionalLong.empty();
  }

  private void partition(int index, DeploymentHeader header) {
    OptionalLong given = element(kernel, "POK_CONFIG_PARTITIONS_NTHREADS", index);
    OptionalLong wanted = header.number(THREADS);
    String gives = "; its kernel gives partition " + index + ": ";
    if (given.isPresent() && wanted.isPresent() && wanted.getAsLong() > given.getAsLong()) {
      error(header, THREADS, THREADS + " is " + wanted.getAsLong() + gives + given.getAsLong());
    }
    String process = "POK_NEEDS_ARINC653_PROCESS";
    if (header.defines(process) && given.isPresent() && given.getAsLong() == 1) {
      warning(header, process, process + gives + "its main thread alone");
    }
    needs(header, "POK_NEEDS_ARINC653_SAMPLING", "POK_NEEDS_PORTS_SAMPLING");
    needs(header, "POK_NEEDS_ARINC653_QUEUEING", "POK_NEEDS_PORTS_QUEUEING");
    OptionalLong locks = element(kernel, "POK_CONFIG_PARTITIONS_NLOCKOBJECTS", index);
    for (String macro :
        List.of(
            "POK_NEEDS_SEMAPHORES",
            "POK_NEEDS_MUTEXES",
            "POK_NEEDS_EVENTS",
            "POK_NEEDS_BUFFERS",
            "POK_NEEDS_BLACKBOARDS")) {
      boolean none = locks.isPresent() && locks.getAsLong() == 0;
      if (header.defines(macro) && none) {
        warning(header, macro, macro + gives + "no lock object");
      } else {
        needs(header, macro, LOCKS);
      }
    }
  }

  private void needs(DeploymentHeader header, String macro, String service) {
    if (header.defines(macro) && !kernel.mayDefine(service) && kernel.complete()) {
      warning(header, macro, macro + " without " + service + " in the kernel: its calls answer 1");
    }
  }
}
