// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom inside the program. */
@AnalyzeClasses(
    packages = "org.virtualpok.app",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule viewsKnowNoOtherView =
      slices()
          .matching("org.virtualpok.app.view.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule viewsKnowNeitherShellNorCommands =
      noClasses()
          .that()
          .resideInAPackage("org.virtualpok.app.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.virtualpok.app.shell..",
              "org.virtualpok.app.cli..",
              "org.virtualpok.app.launch..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule viewsKnowTheTargetAndNotTheHypervisor =
      noClasses()
          .that()
          .resideInAPackage("org.virtualpok.app.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.virtualpok.hypervisor..", "org.virtualpok.bsp..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule viewModelsHoldNoNodes =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("ViewModel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx.scene..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule commandsRunWithoutAToolkit =
      noClasses()
          .that()
          .resideInAnyPackage("org.virtualpok.app.cli..", "org.virtualpok.app.session..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theLaunchKnowsTheWindowByItsLauncherOnly =
      noClasses()
          .that()
          .resideInAPackage("org.virtualpok.app.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "org.virtualpok.app.view..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule viewsArePublicAndFinal =
      classes()
          .that()
          .implement("org.virtualpok.app.view.WorkbenchView")
          .should()
          .bePublic()
          .andShould()
          .haveSimpleNameEndingWith("View")
          .allowEmptyShould(true);
}
