// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Leaves a picture of the window in target/ where a test fails. */
final class ScreenshotOnFailure implements TestExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable problem)
      throws Throwable {
    Workbench.screenshot(
        "failed-"
            + context.getRequiredTestClass().getSimpleName()
            + "-"
            + context.getDisplayName());
    throw problem;
  }
}
