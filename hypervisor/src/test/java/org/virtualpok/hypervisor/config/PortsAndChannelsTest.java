// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.hypervisor.config.KernelDescription.Channel;
import org.virtualpok.hypervisor.config.KernelDescription.End;
import org.virtualpok.hypervisor.config.KernelDescription.Flush;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** What a module says of services, ports and channels. */
class PortsAndChannelsTest {
  private static final String XML =
      """
      <ARINC_653_Module ModuleName="m" xmlns:vp="urn:virtualpok:module:1" vp:flush="0.020">
        <Partition PartitionIdentifier="1" PartitionName="a" vp:image="a" vp:scheduler="STATIC"
                   vp:threads="4" vp:lockObjects="2" vp:faithful="true">
          <Sampling_Port PortName="out" MaxMessageSize="4" Direction="SOURCE"
                         RefreshRateSeconds="0.010"/>
          <Queuing_Port Name="q" MaxMessageSize="8" Direction="SOURCE" MaxNbMessages="3"/>
        </Partition>
        <Partition PartitionIdentifier="2" PartitionName="b" vp:image="b">
          <Sampling_Port PortName="in" MaxMessageSize="4" Direction="DESTINATION"
                         RefreshRateSeconds="0.010"/>
          <Queuing_Port PortName="q" MaxMessageSize="8" Direction="DESTINATION" MaxNbMessages="3"/>
        </Partition>
        <Partition_Memory PartitionIdentifier="1">
          <Memory_Requirements SizeBytes="65536"/>
        </Partition_Memory>
        <Partition_Memory PartitionIdentifier="2">
          <Memory_Requirements SizeBytes="65536"/>
        </Partition_Memory>
        <Module_Schedule MajorFrameSeconds="0.020">
          <Partition_Schedule PartitionIdentifier="1" PeriodSeconds="0.020" PeriodDurationSeconds="0.010">
            <Window_Schedule WindowIdentifier="1" WindowStartSeconds="0" WindowDurationSeconds="0.010"/>
          </Partition_Schedule>
          <Partition_Schedule PartitionIdentifier="2" PeriodSeconds="0.020" PeriodDurationSeconds="0.010">
            <Window_Schedule WindowIdentifier="2" WindowStartSeconds="0.010" WindowDurationSeconds="0.010"/>
          </Partition_Schedule>
        </Module_Schedule>
        <Connection_Table>
          <Channel ChannelIdentifier="1">
            <Source><Standard_Partition PartitionIdentifier="1" PortName="out"/></Source>
            <Destination><Standard_Partition PartitionIdentifier="2" PortName="in"/></Destination>
          </Channel>
        </Connection_Table>
      </ARINC_653_Module>
      """;

  @Test
  void shouldReadServicesPortsAndChannels() throws ConfigurationException {
    ModuleDescription module = ModuleParser.parse("m.xml", bytes(XML));
    ServicesDescription a = module.partitions().get(0).services();
    assertEquals(ThreadPolicy.STATIC, a.scheduler());
    assertEquals(4, a.threads());
    assertEquals(2, a.lockObjects());
    assertEquals(true, a.faithful());
    assertEquals(
        List.of(
            new PortDescription("out", Kind.SAMPLING, Direction.SOURCE, 4, 1, 10_000_000, 4),
            new PortDescription("q", Kind.QUEUEING, Direction.SOURCE, 8, 3, 0, 6)),
        a.ports());
    assertEquals(new Flush(Flush.When.PERIOD, 20_000_000), module.kernel().flush());
    assertEquals(
        List.of(new Channel(new End(0, 0), List.of(new End(1, 0)))), module.kernel().channels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vp:flush=\"0.020\" | vp:flush=\"0\" | m.xml:1: vp:flush=\"0\": a period is above 0 seconds",
        "vp:threads=\"4\" | vp:threads=\"0\" | m.xml:2: vp:threads=\"0\" is not within 1 to 64",
        "Name=\"q\" Max | Name=\"out\" Max | m.xml:6: the port name \"out\" is used twice in a partition",
        "\"DESTINATION\" MaxNb | \"BOTH\" MaxNb | m.xml:11: Direction=\"BOTH\" is not known; there are SOURCE, DESTINATION",
        "PortName=\"out\"/></S | PortName=\"up\"/></S | m.xml:29: partition 1 has no port \"up\"",
        "PortName=\"in\"/></D | PortName=\"q\"/></D | m.xml:28: the channel joins the sampling port \"out\" and the other kind, \"q\"",
        "Identifier=\"2\" PortName=\"in\"/></D | Identifier=\"1\" PortName=\"out\"/></D | m.xml:30: the port \"out\" is a SOURCE, not a DESTINATION",
      })
  void shouldSayWhatIsWrongAndWhere(String right, String wrong, String problem) {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> ModuleParser.parse("m.xml", bytes(XML.replace(right, wrong))));
    assertEquals(problem, e.problems().get(0));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
