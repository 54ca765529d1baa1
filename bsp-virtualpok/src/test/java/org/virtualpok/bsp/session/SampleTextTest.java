// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.hypervisor.config.ConfigurationException;

/**
 * The samples print their whole text wherever in its period the clock starts. {@code
 * -Dvirtualpok.phases=100} tries a hundred phases of ticker too; a build tries a few of them.
 */
class SampleTextTest {
  private static final int PHASES = 100;
  private static final int PHASES_OF_TICKER = Integer.getInteger("virtualpok.phases", 4);

  static final List<String> HELLO =
      List.of("*** HELLO WORLD TEST ***", "Hello World", "*** END OF HELLO WORLD TEST ***");
  static final List<String> BASE_SP =
      List.of(
          "*** SAMPLE SINGLE PROCESSOR APPLICATION ***",
          "Creating and starting an application task",
          "Application task was invoked with argument (0) and has id of 0xa010002",
          "*** END OF SAMPLE SINGLE PROCESSOR APPLICATION ***");

  static final List<String> TICKER = ticker();

  private static List<String> ticker() {
    List<String> lines = new ArrayList<>(List.of("*** CLOCK TICK TEST ***"));
    for (int second = 0; second <= 30; second += 5) {
      for (int task = 1; task <= 3; task++) {
        if (second % (5 * task) == 0) {
          lines.add(
              "TA%d  - rtems_clock_get_tod - 09:00:%02d   12/31/1988".formatted(task, second));
        }
      }
    }
    lines.add("*** END OF CLOCK TICK TEST ***");
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    "hello, 100",
    "hello, 1000",
    "hello, 5000",
    "base_sp, 100",
    "base_sp, 1000",
    "base_sp, 5000",
    "hello-2013, 100",
    "hello-2013, 1000",
    "hello-2013, 5000",
    "base_sp-2013, 100",
    "base_sp-2013, 1000",
    "base_sp-2013, 5000"
  })
  void shouldPrintItsTextAtEveryClockPhase(String image, long hertz) throws ConfigurationException {
    check(image, hertz, PHASES, image.startsWith("hello") ? HELLO : BASE_SP);
  }

  @ParameterizedTest
  @CsvSource({
    "ticker, 100",
    "ticker, 1000",
    "ticker, 5000",
    "ticker-2013, 100",
    "ticker-2013, 1000",
    "ticker-2013, 5000"
  })
  void shouldTickAtEveryClockPhase(String image, long hertz) throws ConfigurationException {
    check(image, hertz, PHASES_OF_TICKER, TICKER);
  }

  private static void check(String image, long hertz, int phases, List<String> want)
      throws ConfigurationException {
    long period = TimeUnit.SECONDS.toNanos(1) / hertz;
    List<Long> failing = new ArrayList<>();
    List<String> first = want;
    for (int i = 0; i < phases; i++) {
      long phase = period * i / phases;
      try (GuestSession session = new GuestSession(image, hertz, phase)) {
        // The kernel of 2013 lets no main thread end its partition: that guest spins at its end.
        boolean spins = image.endsWith("-2013");
        StopReason stop = session.runSeconds(!spins ? 60 : want == TICKER ? 31 : 1);
        StopReason.Kind end = spins ? StopReason.Kind.LIMIT : StopReason.Kind.FINISHED;
        List<String> got = session.lines();
        // The order of tasks that wake in one tick is the kernel's, their lines are a set.
        boolean same = sorted(got).equals(sorted(want)) && ends(got, want);
        if (stop.kind() != end || !same) {
          first = failing.isEmpty() ? got : first;
          failing.add(phase);
        }
      }
    }
    System.out.printf("%s at %d Hz: %d phases, failing: %s%n", image, hertz, phases, failing);
    assertEquals(want, first, "failing phases, ns: " + failing);
    assertEquals(List.of(), failing);
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  private static boolean ends(List<String> got, List<String> want) {
    return got.get(0).equals(want.get(0))
        && got.get(got.size() - 1).equals(want.get(want.size() - 1));
  }

  @Test
  void shouldPassMessagesOn() throws ConfigurationException {
    try (GuestSession session = new GuestSession("messages", 1000, 0)) {
      session.runSeconds(60);
      List<String> lines = session.lines();
      assertEquals("*** MESSAGES TEST ***", lines.get(0));
      assertEquals("*** END OF MESSAGES TEST ***", lines.get(lines.size() - 1));
    }
  }
}
