// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which elements and attributes ARINC 653 knows, and the words that some attributes may hold (ARINC
 * 653 part 1, appendix on XML; POK.md section 4). Both spellings that are about are known: POK's
 * converter says Name where newer schemas say PortName.
 */
final class ArincSchema {
  private static final Set<String> END =
      Set.of("PartitionIdentifier", "PartitionName", "PortName", "PhysicalAddress", "Procedure");

  /** Attributes by element; of those that are ours, the parser takes care. */
  static final Map<String, Set<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(
              "ARINC_653_Module",
              Set.of("ModuleName", "ModuleVersion", "ModuleId", "ModuleIdentifier")),
          Map.entry(
              "Partition",
              Set.of(
                  "PartitionIdentifier",
                  "PartitionName",
                  "Criticality",
                  "SystemPartition",
                  "EntryPoint")),
          Map.entry(
              "Sampling_Port",
              Set.of(
                  "PortName",
                  "Name",
                  "MaxMessageSize",
                  "Direction",
                  "RefreshRateSeconds",
                  "PortIdentifier")),
          Map.entry(
              "Queuing_Port",
              Set.of(
                  "PortName",
                  "Name",
                  "MaxMessageSize",
                  "Direction",
                  "MaxNbMessages",
                  "PortIdentifier")),
          Map.entry("Process", Set.of("Name", "StackSize")),
          Map.entry("Partition_Memory", Set.of("PartitionIdentifier", "PartitionName")),
          Map.entry(
              "Memory_Requirements",
              Set.of("RegionName", "Type", "SizeBytes", "PhysicalAddress", "Access")),
          Map.entry("Module_Schedule", Set.of("MajorFrameSeconds")),
          Map.entry(
              "Partition_Schedule",
              Set.of(
                  "PartitionIdentifier",
                  "PartitionName",
                  "PeriodSeconds",
                  "PeriodDurationSeconds")),
          Map.entry(
              "Window_Schedule",
              Set.of(
                  "WindowIdentifier",
                  "WindowStartSeconds",
                  "WindowDurationSeconds",
                  "PartitionPeriodStart")),
          Map.entry("Connection_Table", Set.of()),
          Map.entry("Channel", Set.of("ChannelIdentifier", "ChannelName")),
          Map.entry("Source", Set.of()),
          Map.entry("Destination", Set.of()),
          Map.entry("Standard_Partition", END),
          Map.entry("Pseudo_Partition", END));

  /** What may stand in an attribute of an element, "Element.Attribute". */
  static final Map<String, List<String>> WORDS =
      Map.of(
          "Partition.Criticality",
          List.of("LEVEL_A", "LEVEL_B", "LEVEL_C", "LEVEL_D", "LEVEL_E"),
          "Partition.SystemPartition",
          List.of("true", "false", "1", "0"),
          "Memory_Requirements.Type",
          List.of("CODE", "DATA", "INPUT/OUTPUT", "INPUT_OUTPUT"),
          "Memory_Requirements.Access",
          List.of("READ_ONLY", "READ_WRITE", "EXECUTE"),
          "Window_Schedule.PartitionPeriodStart",
          List.of("true", "false", "1", "0"));

  /** Attributes that the schema requires and the model can do without. */
  static final Map<String, List<String>> REQUIRED =
      Map.of(
          "Memory_Requirements", List.of("Type", "Access"),
          "Window_Schedule", List.of("PartitionPeriodStart"),
          "Channel", List.of("ChannelIdentifier"),
          "Process", List.of("Name", "StackSize"));

  private ArincSchema() {}
}
