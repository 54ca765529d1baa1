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
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;

class HealthTablesTest {
  private static final String GOOD =
      """
      <ARINC_653_Module ModuleName="hm" xmlns:vp="urn:virtualpok:module:1">
        <System_HM_Table>
          <System_State_Entry SystemState="3" Description="partition init">
            <Error_ID_Level ErrorIdentifier="4" ErrorLevel="PARTITION" ErrorCode="MEMORY_VIOLATION"/>
          </System_State_Entry>
          <System_State_Entry SystemState="PROCESS_EXECUTION">
            <Error_ID_Level ErrorIdentifier="0x8" ErrorLevel="PROCESS" ErrorCode="NUMERIC_ERROR"/>
            <Error_ID_Level ErrorIdentifier="13" ErrorLevel="PARTITION"/>
            <Error_ID_Level ErrorIdentifier="POWER_FAILURE" ErrorLevel="MODULE"/>
            <Error_ID_Level ErrorIdentifier="APPLICATION_ERROR" ErrorLevel="MODULE"/>
          </System_State_Entry>
        </System_HM_Table>
        <Module_HM_Table>
          <System_State_Entry SystemState="5">
            <Error_ID_Action ErrorIdentifier="17" Action="SHUTDOWN"/>
            <Error_ID_Action ErrorIdentifier="APPLICATION_ERROR" Action="RESET"/>
          </System_State_Entry>
        </Module_HM_Table>
        <Partition PartitionIdentifier="7" PartitionName="a" vp:image="a"/>
        <Partition PartitionIdentifier="9" PartitionName="b" vp:image="b"/>
        <Partition_Memory PartitionIdentifier="7">
          <Memory_Requirements Type="DATA" SizeBytes="0x20000" Access="READ_WRITE"/>
        </Partition_Memory>
        <Partition_Memory PartitionIdentifier="9">
          <Memory_Requirements Type="DATA" SizeBytes="0x20000" Access="READ_WRITE"/>
        </Partition_Memory>
        <Module_Schedule MajorFrameSeconds="0.020">
          <Partition_Schedule PartitionIdentifier="7" PeriodSeconds="0.020" PeriodDurationSeconds="0.010">\
            <Window_Schedule WindowIdentifier="1" WindowStartSeconds="0.0" WindowDurationSeconds="0.010" PartitionPeriodStart="true"/>\
          </Partition_Schedule>
          <Partition_Schedule PartitionIdentifier="9" PeriodSeconds="0.020" PeriodDurationSeconds="0.010">\
            <Window_Schedule WindowIdentifier="1" WindowStartSeconds="0.010" WindowDurationSeconds="0.010" PartitionPeriodStart="true"/>\
          </Partition_Schedule>
          <!-- both -->
        </Module_Schedule>
        <Partition_HM_Table PartitionIdentifier="9" PartitionName="b">
          <System_State_Entry SystemState="5">
            <Error_ID_Action ErrorIdentifier="8" Description="divide" Action="COLD_START"/>
            <Error_ID_Action ErrorIdentifier="4" Action="IDLE"/>
            <Error_ID_Action ErrorIdentifier="13" Action="IGNORE"/>
          </System_State_Entry>
          <System_State_Entry SystemState="4">
            <Error_ID_Action ErrorIdentifier="8" Action="WARM_START"/>
          </System_State_Entry>
        </Partition_HM_Table>
        <Partition_HM_Table/>
        <Partition_HM_Table/>
      </ARINC_653_Module>
      """;

  private static ModuleDescription parse(String xml) throws ConfigurationException {
    return ModuleParser.parse("m.xml", xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadTables() throws ConfigurationException {
    HealthDescription health = parse(GOOD).health();
    assertEquals(5, health.levels().size());
    assertEquals(2, health.module().size());
    assertEquals(List.of(1), List.copyOf(health.partitions().keySet()));
    assertEquals(
        new HealthDescription.Action(
            SystemState.PROCESS_EXECUTION,
            ErrorKind.NUMERIC_ERROR,
            HealthAction.COLD_START,
            "divide",
            34),
        health.partitions().get(1).get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "NUMERIC_ERROR, PROCESS_EXECUTION, PROCESS, NONE, COLD_START",
    "NUMERIC_ERROR, PARTITION_INIT, PROCESS, NONE, COLD_START",
    "NUMERIC_ERROR, ERROR_HANDLER, PROCESS, NONE, WARM_START",
    "MEMORY_VIOLATION, PARTITION_INIT, PARTITION, NONE, IDLE",
    "MEMORY_VIOLATION, PROCESS_EXECUTION, PROCESS, NONE, IDLE",
    "ILLEGAL_REQUEST, ERROR_HANDLER, PARTITION, NONE, IGNORE",
    "POWER_FAIL, PARTITION_INIT, MODULE, SHUTDOWN, NONE",
    "APPLICATION_ERROR, PROCESS_EXECUTION, MODULE, RESET, NONE",
    "STACK_OVERFLOW, PROCESS_EXECUTION, PROCESS, NONE, NONE",
    "STACK_OVERFLOW, MODULE_INIT, MODULE, NONE, NONE",
    "PARTITION_PROCESS, PROCESS_EXECUTION, PARTITION, NONE, NONE",
  })
  void shouldLookUp(
      ErrorKind error, SystemState state, ErrorLevel level, HealthAction module, HealthAction own)
      throws ConfigurationException {
    HealthDescription health = parse(GOOD).health();
    assertEquals(level, health.level(error, state));
    assertEquals(module, health.moduleAction(error, state));
    assertEquals(own, health.partitionAction(1, error, state));
    assertEquals(HealthAction.NONE, health.partitionAction(0, error, state));
  }

  @Test
  void shouldTakeEmptyTablesForNone() throws ConfigurationException {
    String bare =
        GOOD.replaceAll("(?s)<System_HM_Table>.*</System_HM_Table>", "<System_HM_Table/>")
            .replaceAll("(?s)<Module_HM_Table>.*</Module_HM_Table>", "<Module_HM_Table/>")
            .replaceAll("(?s)<Partition_HM_Table P.*</Partition_HM_Table>\\n *<P", "<P");
    assertTrue(parse(bare).health().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SystemState=\"3\" | SystemState=\"6\" | 3: SystemState=\"6\" is no state; there are 1 MODULE_INIT, 2 MODULE_FUNCTION, 3 PARTITION_INIT, 4 ERROR_HANDLER, 5 PROCESS_EXECUTION",
        "SystemState=\"4\" | SystemState=\"2\" | 38: an error in MODULE_FUNCTION is the module's; a partition has no action for it",
        "SystemState=\"PROCESS_EXECUTION\" | SystemState=\"running\" | 6: SystemState=\"running\" is no state; there are 1 MODULE_INIT, 2 MODULE_FUNCTION, 3 PARTITION_INIT, 4 ERROR_HANDLER, 5 PROCESS_EXECUTION",
        "SystemState=\"PROCESS_EXECUTION\" | | 6: <System_State_Entry> needs the attribute SystemState",
        "\"8\" Desc | \"99\" Desc | 34: ErrorIdentifier=\"99\" is no error: <System_HM_Table> gives it no ErrorCode, and POK's own are 10 to 17 and 30 to 34",
        "\"8\" Desc | \"99999999999\" Desc | 34: ErrorIdentifier=\"99999999999\" is no error: <System_HM_Table> gives it no ErrorCode, and POK's own are 10 to 17 and 30 to 34",
        "\"8\" Desc | \"DIVIDE\" Desc | 34: ErrorIdentifier=\"DIVIDE\" is no error; there are DEADLINE_MISSED, APPLICATION_ERROR, NUMERIC_ERROR, ILLEGAL_REQUEST, STACK_OVERFLOW, MEMORY_VIOLATION, HARDWARE_FAULT, POWER_FAILURE, PARTITION_CONFIGURATION, PARTITION_INIT, PARTITION_SCHEDULING, PARTITION_HANDLER, PARTITION_PROCESS",
        "ErrorCode=\"NUMERIC_ERROR\" | ErrorCode=\"DIVIDE\" | 7: ErrorCode=\"DIVIDE\" is no error; there are DEADLINE_MISSED, APPLICATION_ERROR, NUMERIC_ERROR, ILLEGAL_REQUEST, STACK_OVERFLOW, MEMORY_VIOLATION, HARDWARE_FAULT, POWER_FAILURE, PARTITION_CONFIGURATION, PARTITION_INIT, PARTITION_SCHEDULING, PARTITION_HANDLER, PARTITION_PROCESS",
        "\"13\" ErrorLevel | \"NUMERIC_ERROR\" ErrorLevel | 8: the error NUMERIC_ERROR occurs twice in the state PROCESS_EXECUTION",
        "\"APPLICATION_ERROR\" ErrorLevel | \"APPLICATION_ERROR\" ErrorCode=\"NUMERIC_ERROR\" ErrorLevel | 10: the error APPLICATION_ERROR has the ErrorCode NUMERIC_ERROR here",
        "\"13\" ErrorLevel | \"0x4\" ErrorCode=\"ILLEGAL_REQUEST\" ErrorLevel | 8: ErrorIdentifier 0x4 has the ErrorCode ILLEGAL_REQUEST here, and MEMORY_VIOLATION elsewhere",
        "ErrorLevel=\"MODULE\"/ | ErrorLevel=\"SYSTEM\"/ | 10: ErrorLevel=\"SYSTEM\" is no level; there are MODULE, PARTITION, PROCESS",
        "ErrorLevel=\"MODULE\"/ | ErrorLevel=\"PROCESS\"/ | 16: APPLICATION_ERROR in PROCESS_EXECUTION is of level PROCESS (line 10), so the module's action never comes to pass",
        "ErrorIdentifier=\"13\" Action | ErrorIdentifier=\"17\" Action | 36: POWER_FAILURE in PROCESS_EXECUTION is of level MODULE (line 9), so the partition's action never comes to pass",
        "\"17\" Action | \"12\" Action | 15: NUMERIC_ERROR in PROCESS_EXECUTION is of level PROCESS (line 7), so the module's action never comes to pass",
        "Action=\"SHUTDOWN\" | Action=\"IDLE\" | 15: Action=\"IDLE\" is no action of a module; there are IGNORE, SHUTDOWN, RESET",
        "Action=\"IDLE\" | Action=\"RESET\" | 35: Action=\"RESET\" is no action of a partition; there are IGNORE, IDLE, WARM_START, COLD_START",
        "Action=\"IDLE\" | Action=\"HANDLER\" | 35: Action=\"HANDLER\" is no action of a partition; there are IGNORE, IDLE, WARM_START, COLD_START",
        "\"4\" Action | \"0x8\" Action | 35: the error NUMERIC_ERROR occurs twice in the state PROCESS_EXECUTION",
        "\"9\" PartitionName | \"8\" PartitionName | 32: <Partition_HM_Table> for partition 8, which is unknown",
        "PartitionIdentifier=\"9\" PartitionName=\"b\"> | PartitionName=\"b\"> | 32: <Partition_HM_Table> needs the attribute PartitionIdentifier",
        "\"9\" PartitionName=\"b\"> | \"9\" PartitionName=\"a\"> | 32: partition 9 is named \"b\", not \"a\"",
        "<Partition_HM_Table/> | <Partition_HM_Table PartitionIdentifier=\"9\"/> | 42: partition 9 has a second <Partition_HM_Table>",
        "<Partition_HM_Table/> | <System_HM_Table/> | 42: there is a second <System_HM_Table>",
        "<Partition_HM_Table/> | <Module_HM_Table/> | 42: there is a second <Module_HM_Table>",
        "<Error_ID_Action ErrorIdentifier=\"4\" | <Error_ID_Level ErrorIdentifier=\"4\" | 35: the element <Error_ID_Level> is not known in <System_State_Entry>",
      })
  void shouldSayWhatIsWrong(String good, String bad, String problem) {
    String xml = GOOD;
    int at = xml.lastIndexOf(good);
    xml = xml.substring(0, at) + (bad == null ? "" : bad) + xml.substring(at + good.length());
    if (problem.startsWith("42: ")) {
      xml = GOOD.replaceFirst("<Partition_HM_Table/>", bad);
    }
    String broken = xml;
    List<String> problems =
        assertThrows(ConfigurationException.class, () -> parse(broken)).problems();
    assertEquals("m.xml:" + problem, problems.get(0));
  }
}
