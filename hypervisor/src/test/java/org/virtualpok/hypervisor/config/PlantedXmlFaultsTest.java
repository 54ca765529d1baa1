// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.hypervisor.config.Finding.Severity;

/** Each fault is one small change of a module without any; it is found on its line. */
class PlantedXmlFaultsTest {
  private static String flight() throws IOException {
    try (InputStream in = PlantedXmlFaultsTest.class.getResourceAsStream("flight.xml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Finding> check(String xml) {
    return ModuleCheck.of("flight.xml", xml.getBytes(StandardCharsets.UTF_8)).findings();
  }

  @Test
  void shouldFindNothingInASampleWithEveryElement() throws IOException {
    assertEquals(List.of(), check(flight()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10 | LEVEL_A | LEVEL_X | Criticality=\"LEVEL_X\" is not known; there are LEVEL_A",
        "4 | ModuleName=\"flight\" Mod | Mod | <ARINC_653_Module> needs the attribute ModuleName",
        "16 | SystemPartition=\"true\" | SystemPartition=\"yes\" | SystemPartition=\"yes\" is not",
        "16 | EntryPoint=\"start\" vp:image=\"panel.elf\" | EntryPiont=\"start\" vp:image=\"p\""
            + " | EntryPoint is, and may be meant",
        "16 | vp:abi=\"pok-2025\" | vp:abi=\"pok-2015\" | vp:abi=\"pok-2015\" is not known",
        "11 | Direction=\"SOURCE\" RefreshRateSeconds=\"0.1\""
            + " | Direction=\"OUT\" RefreshRateSeconds=\"0.1\" | Direction=\"OUT\" is not known",
        "11 | RefreshRateSeconds=\"0.1\" | RefreshRateSeconds=\"often\" | no time in seconds",
        "12 | MaxMessageSize=\"0x8\" | MaxMessageSize=\"0\" | is not within 1 to",
        "12 | MaxNbMessages=\"4\" | MaxNbMessages=\"four\" | is no whole number",
        "14 | Name=\"watch\" | Name=\"loop\" | the process name \"loop\" is used twice",
        "14 | StackSize=\"0x1000\" | StackSize=\"-5\" | is no number of bytes above 0",
        "20 | PartitionName=\"control\">\\n    <Memory | PartitionName=\"contrl\">\\n    <Memory"
            + " | partition 1 is named \"control\", not \"contrl\"",
        "21 | Access=\"READ_ONLY\" | Access=\"READ_SOMETIMES\" | there are READ_ONLY, READ_WRITE",
        "22 | RegionName=\"data\" | RegionName=\"code\" | the RegionName \"code\" is used twice",
        "22 | 0x1020000 | 0x101f000 | overlaps the one in line 21",
        "25 | 0x2000000 | 0xffff0000 | past 4 GiB",
        "16 | SizeBytes=\"262144\" | SizeBytes=\"1048576\" | exactly 1048576 bytes a limit of 0",
        "28 | PeriodSeconds=\"0.050\" | PeriodSeconds=\"0.030\" | is no multiple",
        "30 | WindowIdentifier=\"2\" | WindowIdentifier=\"1\" | WindowIdentifier 1 is used twice",
        "33 | WindowIdentifier=\"3\" | WindowIdentifier=\"2\" | is used in line 30 already",
        "32 | PartitionPeriodStart=\"true\"/>\\n      <Window_Schedule WindowIdentifier=\"4\""
            + " | PartitionPeriodStart=\"false\"/>\\n      <Window_Schedule WindowIdentifier=\"4\""
            + " | no window has PartitionPeriodStart",
        "34 | PartitionPeriodStart=\"false\" | PartitionPeriodStart=\"true\""
            + " | does not start a whole number of periods",
        "39 | ErrorIdentifier=\"NUMERIC_ERROR\" Action | ErrorIdentifier=\"NUMERIC\" Action"
            + " | ErrorIdentifier=\"NUMERIC\" is no error",
        "39 | Action=\"WARM_START\" | Action=\"REBOOT\" | is no action of a partition",
        "47 | ChannelIdentifier=\"2\" | ChannelIdentifier=\"1\" | is used in line 43 already",
        "43 | MaxMessageSize=\"16\" Direction=\"DESTINATION\""
            + " | MaxMessageSize=\"20\" Direction=\"DESTINATION\""
            + " | has messages of 16 bytes, \"attitude\" of 20",
        "18 | <Queuing_Port PortName=\"orders\" MaxMessageSize=\"8\" Direction=\"SOURCE\""
            + " MaxNbMessages=\"4\"/>"
            + " | <Queuing_Port PortName=\"orders\" MaxMessageSize=\"8\" Direction=\"SOURCE\""
            + " MaxNbMessages=\"4\"/><Queuing_Port PortName=\"spare\" MaxMessageSize=\"8\""
            + " Direction=\"SOURCE\" MaxNbMessages=\"1\"/>"
            + " | the port \"spare\" is in no channel",
      })
  void shouldFindTheFaultOnItsLine(int line, String good, String bad, String words)
      throws IOException {
    String from = good.strip().replace("\\n", "\n");
    String xml = flight();
    assertTrue(xml.contains(from), "the sample has what is changed");
    int at = xml.indexOf(from);
    String changed =
        xml.substring(0, at) + bad.strip().replace("\\n", "\n") + xml.substring(at + from.length());
    List<Finding> found = check(changed);
    assertFalse(found.isEmpty(), "something is found");
    assertTrue(
        found.stream().anyMatch(f -> f.line() == line && f.message().contains(words.strip())),
        () -> found.toString());
    // A fault may break a rule at a second place; what has nothing to do with it stays silent.
    assertTrue(found.size() <= 2, () -> found.toString());
  }

  @Test
  void shouldSayEverythingAtOnce() throws IOException {
    String xml =
        flight()
            .replace("LEVEL_A", "LEVEL_Z")
            .replace("READ_ONLY", "READ_NEVER")
            .replace("MaxNbMessages=\"4\"/>\n    <Process", "MaxNbMessages=\"x\"/>\n    <Process");
    List<Finding> found = check(xml);
    assertEquals(List.of(10, 12, 21), found.stream().map(Finding::line).toList());
    assertTrue(found.stream().allMatch(f -> f.severity() == Severity.ERROR));
  }
}
