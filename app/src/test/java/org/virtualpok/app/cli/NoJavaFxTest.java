// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.virtualpok.app",
    importOptions = ImportOption.DoNotIncludeTests.class)
class NoJavaFxTest {
  @ArchTest
  static final ArchRule commandsLoadNoJavaFx =
      noClasses()
          .that()
          .resideInAnyPackage("..app.cli..", "..app.session..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "com.sun.javafx..", "..app.shell..", "..app.view..")
          .because("run, bench, disasm and list must start at once and without a display");

  @ArchTest
  static final ArchRule launcherNamesNoJavaFx =
      noClasses()
          .that()
          .resideInAPackage("..app.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "com.sun.javafx..")
          .because("the main class must be loadable where the JavaFX runtime does not start");
}
