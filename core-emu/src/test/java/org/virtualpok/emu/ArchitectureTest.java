// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.virtualpok.emu",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule knowsNoLayerAbove =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javafx..",
              "org.virtualpok.hypervisor..",
              "org.virtualpok.bsp..",
              "org.virtualpok.app..")
          .because("the emulator must run without POK and without a window");

  @ArchTest
  static final ArchRule cpuKnowsNothing =
      noClasses()
          .that()
          .resideInAPackage("..emu.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..emu.isa..", "..emu.exec..", "..emu.interp..", "..emu.memory..", "..emu.debug..")
          .because("what the processor is comes before what it does");

  @ArchTest
  static final ArchRule isaKnowsOnlyCpu =
      noClasses()
          .that()
          .resideInAPackage("..emu.isa..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..emu.exec..", "..emu.interp..", "..emu.memory..", "..emu.debug..")
          .because("decoding must not depend on who executes");

  @ArchTest
  static final ArchRule execKnowsNoEngine =
      noClasses()
          .that()
          .resideInAPackage("..emu.exec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..emu.interp..", "..emu.debug..", "..emu.trace..")
          .because("semantics are shared by every engine");

  @ArchTest
  static final ArchRule enginesKnowNoDebugger =
      noClasses()
          .that()
          .resideInAnyPackage("..emu.interp..", "..emu.memory..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..emu.debug..", "..emu.trace..")
          .because("a debugger feature costs nothing while it is unused");

  @ArchTest
  static final ArchRule stateKnowsNothing =
      noClasses()
          .that()
          .resideInAPackage("..emu.state..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..emu.cpu..",
              "..emu.exec..",
              "..emu.interp..",
              "..emu.memory..",
              "..emu.device..",
              "..emu.debug..",
              "..emu.machine..")
          .because("a state tree serves whoever has state");

  @ArchTest
  static final ArchRule devicesKnowNoMachine =
      noClasses()
          .that()
          .resideInAPackage("..emu.device..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..emu.cpu..",
              "..emu.interp..",
              "..emu.memory..",
              "..emu.debug..",
              "..emu.trace..",
              "..emu.machine..")
          .because("a device knows its ports, its lines and the clock; wiring is the machine's");
}
