// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.virtualpok.hypervisor.config.Finding;

class PlantedFaultsTest {
  private static final String NEW = Headers.KERNEL_2025;
  private static final String OLD = Headers.KERNEL_2013;

  /** Base, text there, what replaces it, and what is found on that line. */
  static Stream<Arguments> faults() {
    return Stream.of(
        fault(NEW, "_MAJOR_FRAME 50000000", "_MAJOR_FRAME 60000000", "add up to 50000000"),
        fault(NEW, "{ first, second }", "{ first, 2 }", "slot 1 belongs to partition 2"),
        fault(NEW, "NBSLOTS 2", "NBSLOTS 0", "POK_CONFIG_SCHEDULING_NBSLOTS is 0"),
        fault(NEW, "{ 20 MILLI", "{ 0 MILLI", "slot 0 lasts 0; it must be above 0"),
        fault(NEW, "(3 + 2 + 1 +", "(3 + 2 +", "POK_CONFIG_NB_THREADS is 7; it must be 8"),
        fault(NEW, "NTHREADS { 3, 2 }", "NTHREADS { 5, 0 }", "partition 1 has 0 threads"),
        fault(NEW, "{ 128 * KIB", "{ 0 * KIB", "partition 0 has 0 bytes"),
        fault(NEW, "{ 128 * KIB", "{ 1024 * KIB", "0x100000: POK's descriptor makes its limit 0"),
        fault(NEW, "{ 128 * KIB", "{ 16 * KIB", "the stacks of its 3 threads alone take 32772"),
        fault(NEW, "{ 2, 1 }", "{ 2, 0 }", "POK_CONFIG_NB_LOCKOBJECTS", "LOCKOBJECTS 3"),
        fault(NEW, "_PORTS { 0, 1 }", "_PORTS { 0, 7 }", "port 1 belongs to partition 7"),
        fault(NEW, "_PORTS { 0, 1 }", "_PORTS { 0 }", "has 1 element; POK_CONFIG_NB_PORTS is 2"),
        fault(NEW, "GLOBAL_PORTS 2", "GLOBAL_PORTS 1", "less than POK_CONFIG_NB_PORTS"),
        fault(NEW, "LOCAL_NODE 0", "LOCAL_NODE 1", "POK_CONFIG_NB_NODES is 1"),
        fault(NEW, "{ 1, 1 << 1 }", "{ 1, 4 }", "is 0x4; there are 2 processors"),
        fault(NEW, "{ 1, 1 << 1 }", "{ 1, 0 }", "it runs on no processor"),
        fault(NEW, "{ 1, 1 << 1 }", "{ 1 }", "has 1 element; POK_CONFIG_NB_PARTITIONS is 2"),
        fault(NEW, ", \"pr2/\" \"pr2.elf\" }", "}", "PROGRAM_NAME has 1 element"),
        fault(
            NEW,
            "POK_SCHED_STATIC,",
            "POK_SCHED_STATIK,",
            "is not defined; is POK_SCHED_STATIC meant?"),
        fault(NEW, "POK_SCHED_STATIC,", "POK_SCHED_EDF,", "warning: partition 0 has POK_SCHED_EDF"),
        fault(NEW, "NB_PORTS 2", "NB_PROTS 2", "is POK_CONFIG_NB_PORTS meant?"),
        fault(NEW, "SCHED_STATIC 1", "SCHED_STATC 1", "is POK_NEEDS_SCHED_STATIC meant?"),
        fault(NEW, "#error", "#eror", null),
        fault(NEW, "NB_NODES 1\n", "NB_NODES one\n", "POK_CONFIG_NB_NODES: one is not defined"),
        fault(NEW, "#define KIB 1024u", "#define KIB(x) x", "KIB takes arguments", "_SIZE { 128"),
        fault(NEW, "!defined POK_U", "ODD(1) && !defined POK_U", "cannot be evaluated: #elif"),
        fault(NEW, "#include <core", "#include \"own.h\" // <core", "does not lie beside"),
        fault(NEW, "POK_NEEDS_CONSOLE 1", "KIB 1000", "defined again as '1000'; line 6 has"),
        fault(NEW, "POK_NEEDS_CONSOLE 1", "POK_NEEDS_CONSOLE 0", "counts nevertheless"),
        fault(NEW, "POK_NEEDS_CONSOLE 1", "POK_NEEDS_SHUTDOWN", "asks for it with #if"),
        fault(NEW, "POK_NEEDS_CONSOLE 1", "POK_NEEDS_PCI", "POK_NEEDS_PCI needs POK_NEEDS_IO"),
        fault(OLD, "{100,}", "{100000000}", "slot 0 lasts 100000000 ms, 100000 s; are ns meant?"),
        fault(OLD, "{90000}", "{90000};", "ends with a ';'"),
        fault(OLD, "THREADS 4", "THREADS 2", "it must be 4: 2 of the partitions, a kernel thread"),
        fault(OLD, "_TIME", "_THREAD_SLEEP 1", "never wakes who sleeps"),
        fault(OLD, "_TIME", "_FLUSH_ON_WINDOWS", "not known to POK 2013 and 2014"),
        fault(OLD, "POK_SCHED_RR", "POK_SCHED_STATIC", "it gets POK_SCHED_RR"),
        fault(OLD, "NB_PARTITIONS 1", "NB_PARTITIONS 127", "it is not within 1 to 126"),
        fault(OLD, "#define POK_NEEDS_TIME", "#define POK_NEEDS_TIME)", null),
        fault(OLD, "#define POK_NEEDS_TIME", "#defin POK_NEEDS_TIME", "is define meant?"),
        fault(OLD, "#define POK_NEEDS_TIME", "#endif", "#endif without #if"),
        fault(OLD, "#define POK_NEEDS_TIME", "#if 1", "this #if has no #endif"));
  }

  private static Arguments fault(String base, String text, String other, String found) {
    return Arguments.of(base, text, other, found, "");
  }

  private static Arguments fault(
      String base, String text, String other, String found, String elsewhere) {
    return Arguments.of(base, text, other, found, elsewhere);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsFoundOnItsLine(
      String base, String text, String other, String found, String elsewhere) {
    List<String> findings = Headers.findings(Headers.with(base, text, other));
    if (found == null) {
      assertEquals(List.of(), findings, "nothing that counts");
      return;
    }
    int line = Headers.line(base, elsewhere.isEmpty() ? text : elsewhere);
    assertTrue(
        findings.stream()
            .anyMatch(f -> f.startsWith("deployment.h:" + line + ": ") && f.contains(found)),
        () -> "line " + line + " '" + found + "' in " + findings);
  }

  @Test
  void aMissingMacroIsNamedWithTheKernelThatNeedsIt() {
    assertEquals(
        List.of(
            "deployment.h:1: POK_CONFIG_PROCESSOR_AFFINITY is missing; a kernel of POK 2025 needs"
                + " it"),
        Headers.findings(Headers.with(NEW, "#define POK_CONFIG_PROCESSOR_AFFINITY", "//")));
    assertEquals(
        List.of(
            "deployment.h:1: POK_NEEDS_SCHED is missing; a kernel of POK 2013 and 2014 needs it"),
        Headers.findings(Headers.with(OLD, "#define POK_NEEDS_SCHED", "//")));
    assertEquals(
        List.of(
            "deployment.h:1: warning: POK_NEEDS_ERROR_HANDLING is missing; a fault in a partition"
                + " stops the kernel"),
        Headers.findings(Headers.with(OLD, "#define POK_NEEDS_ERROR_HANDLING", "//")));
    String ports = Headers.with(NEW, "#define POK_CONFIG_PARTITIONS_PORTS", "//");
    assertEquals(
        List.of(
            "deployment.h:"
                + Headers.line(NEW, "POK_NEEDS_PORTS_SAMPLING")
                + ": POK_CONFIG_PARTITIONS_PORTS is missing; POK_NEEDS_PORTS_SAMPLING needs it"),
        Headers.findings(ports));
  }

  @Test
  void aPartitionWithoutASlotIsAWarning() {
    String header = Headers.with(NEW, "{ first, second }", "{ first, first }");
    assertEquals(
        List.of(
            "deployment.h:"
                + Headers.line(NEW, "{ first, second }")
                + ": warning: partition 1 has no slot; it never runs"),
        Headers.findings(header));
  }

  @Test
  void millisecondsWhereNanosecondsAreCountedAreAWarning() {
    String header =
        Headers.with(
            Headers.with(NEW, "* 1000000ULL", "* 1"), "_MAJOR_FRAME 50000000", "_MAJOR_FRAME 50");
    List<String> findings = Headers.findings(header);
    assertEquals(2, findings.size());
    assertTrue(findings.stream().allMatch(f -> f.contains(": warning: slot ")), findings::toString);
    assertTrue(findings.get(0).contains("less than the 1 ms"), findings::toString);
  }

  @Test
  void aPartitionsHeaderIsCheckedToo() {
    String header = Headers.PARTITION;
    assertEquals(
        List.of(
            "deployment.h:6: POK_CONFIG_NB_THREADS is 0; a partition has its main thread at least"),
        Headers.findings(Headers.with(header, "NB_THREADS 3", "NB_THREADS 0")));
    assertEquals(
        List.of("deployment.h:4: POK_CONFIG_NB_BUFFERS is missing; POK_NEEDS_BUFFERS needs it"),
        Headers.findings(Headers.with(header, "#define POK_CONFIG_NB_BUFFERS 2", "")));
  }

  private static List<String> together(String partition) {
    DeploymentHeader kernel = Headers.read(NEW, HeaderFiles.NONE);
    assertEquals(
        List.of("pr1/deployment.h", "pr2/deployment.h"), PartitionHeadersCheck.places(kernel));
    DeploymentHeader own = Headers.read(partition, HeaderFiles.NONE);
    return PartitionHeadersCheck.check(kernel, List.of(Optional.of(own), Optional.of(own))).stream()
        .map(Finding::text)
        .toList();
  }

  @Test
  void partitionsAreComparedWithTheirKernel() {
    assertEquals(
        List.of("deployment.h:6: POK_CONFIG_NB_THREADS is 3; its kernel gives partition 1: 2"),
        together(Headers.PARTITION));
    assertEquals(
        List.of(
            "deployment.h:1: warning: POK_NEEDS_ARINC653_QUEUEING without POK_NEEDS_PORTS_QUEUEING in"
                + " the kernel: its calls answer 1",
            "deployment.h:1: warning: POK_NEEDS_ARINC653_QUEUEING without POK_NEEDS_PORTS_QUEUEING in"
                + " the kernel: its calls answer 1"),
        together("#define POK_NEEDS_ARINC653_QUEUEING 1\n"));
  }
}
