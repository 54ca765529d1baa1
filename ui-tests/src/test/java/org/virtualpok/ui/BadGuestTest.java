// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virtualpok.app.session.PcOptions;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.emu.debug.StopReason;

/** Whatever a PC's guest does, the window stays usable. */
@ExtendWith(ScreenshotOnFailure.class)
final class BadGuestTest {
  @TempDir private Path directory;

  private Workbench workbench;

  @AfterEach
  void close() {
    if (workbench != null) {
      workbench.close();
    }
  }

  @ParameterizedTest
  @EnumSource(BadGuest.class)
  void leavesTheWindowUsable(BadGuest guest) throws Exception {
    Path file = Files.write(directory.resolve("guest"), guest.file());
    PcOptions pc =
        new PcOptions(
            "",
            java.util.List.of(),
            Optional.empty(),
            PcOptions.DEFAULT.nanosPerInstruction(),
            guest.isRom());
    workbench =
        Workbench.open(
            file.toString(), new TargetOptions(Optional.empty(), Optional.empty(), 0, pc));
    workbench.resume();
    if (guest == BadGuest.TRIPLE_FAULT) {
      workbench.until(
          "the shutdown", () -> workbench.snapshot().stop().kind() == StopReason.Kind.FAULT);
      workbench.until("a banner", () -> workbench.banner().contains("triple fault"));
    } else {
      long sequence = workbench.snapshot().sequence();
      workbench.until("it runs", () -> workbench.snapshot().sequence() > sequence + 20);
      System.out.println(guest + ": the window answers within " + answerMillis() + " ms");
      String before = workbench.stylesheets();
      workbench.click("#switch-theme");
      workbench.until("another theme", () -> !workbench.stylesheets().equals(before));
      workbench.suspend();
      assertEquals(StopReason.Kind.USER, workbench.snapshot().stop().kind());
      assertTrue(workbench.banner().contains("Suspended"), workbench.banner());
      assertTrue(workbench.snapshot().instructions() > 0);
    }
    workbench.click("#restart");
    workbench.until("its start", () -> workbench.snapshot().timeNanos() == 0);
  }

  /** The median of some questions to the JavaFX thread; more than a second is no answer. */
  private static long answerMillis() {
    long[] millis = new long[15];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      Workbench.onFx(() -> true);
      millis[i] = (System.nanoTime() - start) / 1_000_000;
    }
    Arrays.sort(millis);
    assertTrue(millis[millis.length / 2] < 1000, Arrays.toString(millis));
    return millis[millis.length / 2];
  }
}
