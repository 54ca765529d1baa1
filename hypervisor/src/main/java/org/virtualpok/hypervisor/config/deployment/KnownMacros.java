// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The macros that POK's kernels and its library look at; POK.md section 4 lists them. */
final class KnownMacros {
  private static final String CONFIG = "POK_CONFIG_";
  private static final String NEEDS = "POK_NEEDS_";

  /** Lists with one number per partition. */
  static final List<String> PER_PARTITION =
      config("PARTITIONS_NTHREADS PARTITIONS_SIZE PARTITIONS_NLOCKOBJECTS PROCESSOR_AFFINITY");

  /** Whole numbers of a kernel's configuration. */
  static final List<String> KERNEL_NUMBERS =
      config(
          "NB_PARTITIONS NB_PROCESSORS NB_THREADS NB_LOCKOBJECTS NB_PORTS NB_GLOBAL_PORTS NB_NODES"
              + " NB_BUSES LOCAL_NODE SCHEDULING_NBSLOTS SCHEDULING_MAJOR_FRAME");

  /** Whole numbers of a partition's configuration. */
  static final List<String> PARTITION_NUMBERS =
      config(
          "NB_THREADS NB_BUFFERS NB_BLACKBOARDS NB_EVENTS ARINC653_NB_SEMAPHORES ARINC653_NB_EVENTS"
              + " STACKS_SIZE BUFFERS_SIZE ALLOCATOR_NB_SPACES ALLOCATOR_MEMORY_SIZE");

  /** A header with one of these configures a kernel. */
  static final List<String> KERNEL_ONLY =
      config(
          "PARTITIONS_NTHREADS PARTITIONS_SIZE PARTITIONS_SCHEDULER"
              + " PARTITIONS_NLOCKOBJECTS PROCESSOR_AFFINITY PROGRAM_NAME SCHEDULING_SLOTS"
              + " SCHEDULING_SLOTS_ALLOCATION SCHEDULING_NBSLOTS SCHEDULING_MAJOR_FRAME");

  /** What every kernel's configuration needs. */
  static final List<String> REQUIRED =
      config(
          "NB_PARTITIONS NB_THREADS PARTITIONS_NTHREADS PARTITIONS_SIZE SCHEDULING_SLOTS"
              + " SCHEDULING_SLOTS_ALLOCATION SCHEDULING_NBSLOTS SCHEDULING_MAJOR_FRAME");

  static final List<String> REQUIRED_2025 = config("NB_PROCESSORS PROCESSOR_AFFINITY");

  /** Of the kernels before. */
  static final List<String> REQUIRED_2013 = needs("PARTITIONS THREADS SCHED");

  /** Lists that the kernels use as initializers only, or not at all. */
  static final List<String> INITIALIZERS =
      config("PARTITIONS_SIZE PROGRAM_LOADADDR PROGRAM_NAME PROCESSOR_AFFINITY");

  static final List<String> REQUIRED_PORTS = config("NB_PORTS NB_GLOBAL_PORTS PARTITIONS_PORTS");

  static final List<String> REQUIRED_LOCKOBJECTS = config("NB_LOCKOBJECTS PARTITIONS_NLOCKOBJECTS");

  private static final List<String> OTHER_CONFIG =
      config(
          "PARTITIONS_PORTS PARTITIONS_LOADADDR PROGRAM_LOADADDR PARTITIONS_TIMESLICE NB_ALLPORTS"
              + " NB_INPUT_VIRTUALPORT OPTIMIZE_FOR_GENERATED_CODE NEEDS_DEBUG NEEDS_FUNC_MEMCPY"
              + " NEEDS_FUNC_MEMSET NEEDS_FUNC_MEMCMP NEEDS_FUNC_STREQ NEEDS_FUNC_STRLEN"
              + " NEEDS_FUNC_STRCMP NEEDS_FUNC_STRNCMP NEEDS_FUNC_STRCPY NEEDS_FUNC_STRNCPY"
              + " NEEDS_FUNC_PRINTF NEEDS_FUNC_VPRINTF NEEDS_FUNC_GETCHAR NEEDS_FUNC_ATOI"
              + " NEEDS_FUNC_ITOA NEEDS_FUNC_RAND NEEDS_FUNC_MALLOC NEEDS_FUNC_CALLOC"
              + " NEEDS_FUNC_FREE NEEDS_FUNC_UDIVDI3 NEEDS_FUNC_UMODDI3");

  private static final List<String> SERVICES =
      needs(
          "CONSOLE DEBUG USER_DEBUG ASSERT TIME TIMER GETTICK THREAD_SLEEP THREAD_SLEEP_UNTIL"
              + " THREAD_SUSPEND THREAD_ID LOCKOBJECTS LOCKOBJ PORTS_SAMPLING PORTS_QUEUEING"
              + " PORTS_VIRTUAL SCHED_RR SCHED_RMS SCHED_STATIC SCHED_HFPPS SCHED_STOP_SELF SHUTDOWN"
              + " IO PCI RTL8029 DMA INSTRUMENTATION COVERAGE_INFOS MAC_ADDR FLUSH_ON_WINDOWS"
              + " PARTITIONS THREADS SCHED X86_VMM ERROR_HANDLING MIDDLEWARE DEPRECIATED"
              + " FUNCTION_TIME_GET FUNCTION_TIME_GETTICK BUFFERS BLACKBOARDS SEMAPHORE SEMAPHORES"
              + " MUTEXES EVENTS ALLOCATOR STDIO STDLIB STRING LIBMATH LIBC LIBC_STDIO LIBC_STDLIB"
              + " LIBC_STRING PROTOCOLS PROTOCOLS_DES PROTOCOLS_BLOWFISH PROTOCOLS_CEASAR"
              + " ARINC653_TIME ARINC653_PROCESS ARINC653_PARTITION ARINC653_ERROR"
              + " ARINC653_SAMPLING ARINC653_QUEUEING ARINC653_BUFFER ARINC653_BLACKBOARD"
              + " ARINC653_SEMAPHORE ARINC653_EVENT");

  private static final List<String> OTHERS =
      List.of(
          "POK_USER_STACK_SIZE",
          "POK_FLUSH_PERIOD",
          "POK_GENERATED_CODE",
          "POK_USE_GENERATED_KERNEL_ERROR_HANDLER",
          "POK_USE_GENERATED_KERNEL_ERROR_CALLBACK",
          "POK_USE_GENERATED_PARTITION_ERROR_HANDLER",
          "POK_USE_GENERATED_PARTITION_ERROR_CALLBACK",
          "POK_USE_GENERATED_ERROR_HANDLER");

  /** All of them. */
  static final List<String> ALL =
      Stream.of(KERNEL_ONLY, KERNEL_NUMBERS, PARTITION_NUMBERS, OTHER_CONFIG, SERVICES, OTHERS)
          .flatMap(List::stream)
          .distinct()
          .toList();

  private KnownMacros() {}

  private static List<String> config(String names) {
    return prefixed(CONFIG, names);
  }

  private static List<String> needs(String names) {
    return prefixed(NEEDS, names);
  }

  private static List<String> prefixed(String prefix, String names) {
    List<String> all = new ArrayList<>();
    for (String name : names.split(" ")) {
      all.add(prefix + name);
    }
    return List.copyOf(all);
  }
}
