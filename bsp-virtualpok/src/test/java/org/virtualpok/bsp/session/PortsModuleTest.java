// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.bsp.BuiltinModule;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ModuleParser;
import org.virtualpok.hypervisor.module.Module;
import org.virtualpok.hypervisor.module.ModuleMachine;
import org.virtualpok.hypervisor.module.ModuleOptions;

/** The built-in module "ports": threads, ports and a mutex between two partitions. */
class PortsModuleTest {
  private static final long MILLI = 1_000_000;

  @Test
  void shouldCarryEverySampleAndMessage() throws ConfigurationException {
    ModuleMachine machine =
        Module.open(
            ModuleParser.parse("ports", BuiltinModule.PORTS.xml().getBytes(StandardCharsets.UTF_8)),
            reference -> GuestImages.read(reference.substring("builtin:".length())),
            ModuleOptions.DEFAULT);
    StopReason stop = machine.run(RunLimit.atTime(10_000 * MILLI));
    assertEquals(StopReason.Kind.FINISHED, stop.kind(), stop.detail());
    List<String> alarms = new ArrayList<>();
    List<String> altitudes = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    EventLog log = machine.events();
    for (long i = log.first(); i < log.size(); i++) {
      if (log.get(i).kind().name().equals("console_output")) {
        all.append(new String(log.get(i).text(), StandardCharsets.US_ASCII));
      }
    }
    for (String line : all.toString().lines().toList()) {
      (line.startsWith("alarm") ? alarms : altitudes).add(line);
    }
    // One sample each 100 ms, 25 feet higher; what is read is a major frame old at most.
    assertEquals(
        List.of(
            "altitude: nothing yet",
            "altitude: 1050 feet",
            "altitude: 1100 feet",
            "altitude: 1150 feet",
            "altitude: 1200 feet",
            "altitude: 1250 feet",
            "altitude: 1300 feet",
            "altitude: 1350 feet",
            "altitude: 1400 feet",
            "altitude: 1450 feet",
            "sensor: 20 samples written",
            "altitude: 1500 feet",
            "altitude: 1500 feet, stale",
            "altitude: 1500 feet, stale",
            "altitude: 1500 feet, stale",
            "altitude: 1500 feet, stale"),
        altitudes);
    assertEquals(
        List.of(
            "alarm: passing 1100 feet",
            "alarm: passing 1200 feet",
            "alarm: passing 1300 feet",
            "alarm: passing 1400 feet",
            "alarm: passing 1500 feet"),
        alarms);
    machine.events().close();
  }
}
