// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Arrows between layers point down only. */
@AnalyzeClasses(
    packages = "org.virtualpok.hypervisor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_NO_WINDOW =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javafx..", "java.awt..", "org.virtualpok.app..", "org.virtualpok.bsp..")
          .because("the model runs without a desktop and knows no guest by name");

  @ArchTest
  static final ArchRule READS_NO_HOST_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .because("inside a machine there is guest time only");

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CIRCLE =
      SlicesRuleDefinition.slices()
          .matching("org.virtualpok.hypervisor.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each package says what it must not know");
}
