// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import picocli.CommandLine.IVersionProvider;

/** What --version prints. */
final class VersionProvider implements IVersionProvider {
  /** As in pom.xml; a test compares the two. */
  static final String VERSION = "0.1.0-SNAPSHOT";

  @Override
  public String[] getVersion() {
    return new String[] {
      "VirtualPOK Workbench " + VERSION, "Java " + System.getProperty("java.version")
    };
  }
}
