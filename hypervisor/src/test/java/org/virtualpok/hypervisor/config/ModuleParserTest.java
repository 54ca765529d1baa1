// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.config.ModuleDescription.LineDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;

class ModuleParserTest {
  private static final String GOOD =
      """
      <?xml version="1.0"?>
      <ARINC_653_Module ModuleName="demo" xmlns:vp="urn:virtualpok:module:1" vp:clockHz="500">
        <Partition PartitionIdentifier="1" PartitionName="a" vp:image="builtin:a"/>
        <Partition PartitionIdentifier="2" PartitionName="b" vp:image="b.elf"
                   vp:abi="virtualpok" Criticality="LEVEL_A"/>
        <Partition_Memory PartitionIdentifier="1">
          <Memory_Requirements Type="DATA" SizeBytes="8388608" Access="READ_WRITE"/>
        </Partition_Memory>
        <Partition_Memory PartitionIdentifier="2">
          <Memory_Requirements Type="DATA" SizeBytes="0x20000" Access="READ_WRITE"/>
        </Partition_Memory>
        <Module_Schedule MajorFrameSeconds="0.020">
          <Partition_Schedule PartitionIdentifier="1" PeriodSeconds="0.020" PeriodDurationSeconds="0.015">
            <Window_Schedule WindowIdentifier="1" WindowStartSeconds="0.0" WindowDurationSeconds="0.010" PartitionPeriodStart="true"/>
            <Window_Schedule WindowIdentifier="2" WindowStartSeconds="0.015" WindowDurationSeconds="0.005" PartitionPeriodStart="false"/>
          </Partition_Schedule>
          <Partition_Schedule PartitionIdentifier="2" PeriodSeconds="0.020" PeriodDurationSeconds="0.005">
            <Window_Schedule WindowIdentifier="1" WindowStartSeconds="0.010" WindowDurationSeconds="0.005" PartitionPeriodStart="true"/>
          </Partition_Schedule>
        </Module_Schedule>
        <vp:costs hypercall="100" slotSwitch="2000"/>
        <vp:line number="5" coalesces="true"/>
      </ARINC_653_Module>
      """;

  private static ModuleDescription parse(String xml) throws ConfigurationException {
    return ModuleParser.parse("m.xml", xml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(String xml) {
    return assertThrows(ConfigurationException.class, () -> parse(xml)).problems();
  }

  @Test
  void shouldReadAModule() throws ConfigurationException {
    ModuleDescription module = parse(GOOD);
    assertEquals("demo", module.name());
    assertEquals(20_000_000, module.majorFrameNanos());
    assertEquals(ClockRate.ofHertz(500), module.clock());
    assertEquals(new Costs(100, 0, 0, 2000), module.costs());
    assertEquals(List.of(new LineDescription(5, true)), module.lines());
    assertEquals(
        List.of(
            new Window(0, 0, 10_000_000),
            new Window(1, 10_000_000, 5_000_000),
            new Window(0, 15_000_000, 5_000_000)),
        module.windows());
    assertEquals("builtin:a", module.partitions().get(0).image());
    assertEquals(8_388_608, module.partitions().get(0).sizeBytes());
    assertEquals(0x20000, module.partitions().get(1).sizeBytes());
    assertEquals("virtualpok", module.partitions().get(1).abi());
    assertEquals(4, module.partitions().get(1).line());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ModuleName=\"demo\" | | m.xml:2: <ARINC_653_Module> needs the attribute ModuleName",
        "vp:clockHz=\"500\" | vp:clockHz=\"fast\" | m.xml:2: vp:clockHz=\"fast\": 'fast' is no rate in Hz",
        "vp:clockHz=\"500\" | vp:policy=\"pok\" | m.xml:2: vp:policy=\"pok\" is not known; there are reliable, pok-2014, pok-2013",
        "vp:clockHz=\"500\" | vp:klock=\"1\" | m.xml:2: the attribute vp:klock is not known in <ARINC_653_Module>",
        "Identifier=\"2\" PartitionName | Identifier=\"1\" PartitionName | m.xml:4: the PartitionIdentifier 1 is used twice",
        "PartitionName=\"b\" | PartitionName=\"a\" | m.xml:4: the PartitionName \"a\" is used twice",
        "vp:image=\"b.elf\" | | m.xml:4: <Partition> needs the attribute vp:image",
        "vp:abi=\"virtualpok\" | vp:abi=\"pok\" | m.xml:4: vp:abi=\"pok\" is not known; there are virtualpok, pok-2025, pok-2014, pok-2013",
        "vp:abi=\"virtualpok\" | vp:scheduler=\"EDF\" | m.xml:4: vp:scheduler=\"EDF\" is not known; there are RR, STATIC, RMS",
        "SizeBytes=\"8388608\" | SizeBytes=\"many\" | m.xml:7: SizeBytes=\"many\" is no whole number",
        "SizeBytes=\"8388608\" | SizeBytes=\"65535\" | m.xml:6: partition 1 has 65535 bytes of memory; it needs at least 65536",
        "SizeBytes=\"8388608\" | SizeBytes=\"1073741824\" | m.xml:2: the partitions have 1073872896 bytes in total; there may be 1073741824",
        "Memory PartitionIdentifier=\"2\" | Memory PartitionIdentifier=\"3\" | m.xml:4: partition 2 has no <Partition_Memory>",
        "MajorFrameSeconds=\"0.020\" | MajorFrameSeconds=\"0.040\" | m.xml:12: the windows last 0.02 s in total, the major frame 0.04 s; they must cover it exactly",
        "MajorFrameSeconds=\"0.020\" | MajorFrameSeconds=\"0\" | m.xml:12: MajorFrameSeconds is 0",
        "MajorFrameSeconds=\"0.020\" | MajorFrameSeconds=\"0.0200000001\" | m.xml:12: MajorFrameSeconds=\"0.0200000001\" is finer than a nanosecond",
        "MajorFrameSeconds=\"0.020\" | MajorFrameSeconds=\"1e999999999\" | m.xml:12: MajorFrameSeconds=\"1e999999999\" is not within 0 to 86400 seconds",
        "Schedule PartitionIdentifier=\"2\" | Schedule PartitionIdentifier=\"9\" | m.xml:17: a schedule for partition 9, which is unknown",
        "WindowStartSeconds=\"0.015\" | WindowStartSeconds=\"0.016\" | m.xml:15: the window ends at 0.021 s, past the major frame of 0.02 s",
        "WindowStartSeconds=\"0.015\" | WindowStartSeconds=\"0.012\" | m.xml:15: the window of partition 1 at 0.012 s overlaps the one of partition 2 in line 18, which ends at 0.015 s",
        "Schedule PartitionIdentifier=\"2\" | Schedule PartitionIdentifier=\"1\" | m.xml:12: partition 2 has no <Partition_Schedule>",
        "WindowIdentifier=\"2\" | WindowIdentifier=\"1\" | m.xml:15: the WindowIdentifier 1 is used twice",
        "PeriodDurationSeconds=\"0.005\" | PeriodDurationSeconds=\"0.004\" | m.xml:17: the windows of partition 2 last 0.005 s in a major frame, but PeriodSeconds and PeriodDurationSeconds ask for 0.004 s",
        "hypercall=\"100\" | hypercall=\"-1\" | m.xml:21: hypercall=\"-1\" is not within 0 to 1000000000",
        "hypercall=\"100\" | call=\"1\" | m.xml:21: the attribute call is not known in <vp:costs>; there are hypercall, delivery, return, slotSwitch",
        "number=\"5\" | number=\"0\" | m.xml:22: number=\"0\" is not within 1 to 15",
        "<vp:line | <vp:lines | m.xml:22: the element <vp:lines> is not known here; is <vp:line> meant?",
        "<ARINC_653_Module | <!DOCTYPE x><ARINC_653_Module | m.xml:2: document types and entities are not accepted",
      })
  void shouldSayWhatIsWrongAndWhere(String from, String to, String problem) {
    assertTrue(GOOD.contains(from), from);
    List<String> found = problems(GOOD.replace(from, to == null ? "" : to));
    assertTrue(found.contains(problem), () -> String.join("\n", found));
  }

  @Test
  void shouldCountLinesOfAnyEnding() {
    String xml = GOOD.replace("PartitionName=\"b\"", "").replace("\n", "\r\n");
    assertEquals(List.of("m.xml:4: <Partition> needs the attribute PartitionName"), problems(xml));
  }

  @Test
  void shouldReportAllProblemsTogether() {
    List<String> found =
        problems(
            GOOD.replace("ModuleName=\"demo\"", "")
                .replace("vp:image=\"b.elf\"", "")
                .replace("WindowDurationSeconds=\"0.010\"", "WindowDurationSeconds=\"ten\""));
    assertEquals(3, found.size(), () -> String.join("\n", found));
    assertEquals("m.xml:14: WindowDurationSeconds=\"ten\" is no time in seconds", found.get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "'', m.xml:1: ",
    "hello, m.xml:1: ",
    "<a>, m.xml:1: ",
    "<Module/>, 'm.xml:1: the root element is <Module>, a module needs <ARINC_653_Module>'",
  })
  void shouldRefuseWhatIsNoModule(String xml, String start) {
    List<String> found = problems(xml == null ? "" : xml);
    assertEquals(1, found.size());
    assertTrue(found.get(0).startsWith(start), found.get(0));
    assertEquals(-1, found.get(0).indexOf('\n'));
  }

  @Test
  void shouldSurviveAnyByteThatIsWrong() {
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < good.length; i++) {
      for (int value : new int[] {0, '<', '"', 0xff, '9'}) {
        byte[] bad = good.clone();
        bad[i] = (byte) value;
        try {
          ModuleParser.parse("m.xml", bad);
        } catch (ConfigurationException e) {
          e.problems().forEach(p -> assertTrue(p.matches("m\\.xml:\\d+: [^\n]+"), p));
        }
      }
    }
  }

  @Test
  void shouldNameAPartitionAfterItsImage() throws ConfigurationException {
    ModuleDescription module =
        ModuleDescription.ofSingleImage("dir/hello.elf", "dir/hello.elf", 8 << 20);
    assertEquals("hello", module.partitions().get(0).name());
    assertEquals(List.of(new Window(0, 0, 10_000_000)), module.windows());
    assertThrows(
        ConfigurationException.class, () -> ModuleDescription.ofSingleImage("x", "x", 65535));
  }
}
