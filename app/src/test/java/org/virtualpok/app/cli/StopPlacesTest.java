// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code screenshot --break} stops. */
class StopPlacesTest {
  @TempDir private Path directory;

  private CommandLineCase picture(String guest, String at, String place) {
    String png = directory.resolve("a.png").toString();
    return CommandLineCase.run("screenshot", guest, "--at", at, "--break", place, "-o", png);
  }

  @ParameterizedTest
  @CsvSource({
    "health, 1ms, health, 20005600",
    "health, 1us, health, 5600",
    "health, 1us, health:numeric_error, 5600",
    "health, 1us, health:12 in 2, 20005600",
    "health, 1us, health:ILLEGAL_REQUEST, 40008070",
    "health, 1us, health in 3, 40008070",
    "ticker, 1s, rtems_clock_get_tod, 5000004720",
    "ticker, 1s, rtems_clock_get_tod in 1, 5000004720",
    "ticker, 1s, rtems_clock_get_tod in TA2, 10000005370",
  })
  void shouldStopThere(String guest, String at, String place, long nanos) {
    CommandLineCase run = picture(guest, at, place);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.windows().get(0).endsWith(" at " + nanos + " ns"), run.windows()::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "health | health:what | health: nothing is called health:what",
        "health | health in 9 | health: nothing is called health in 9",
        "demo | health | --break health: this module has no tables of the health monitor",
        "hello-native | health | --break health: a PC has no health monitor; stop at the exception's",
        "ticker | main in TA9 | ticker: nothing is called main in TA9",
      })
  void shouldSayWhyNot(String guest, String place, String words) {
    CommandLineCase run = picture(guest, "1ms", place);
    assertEquals(2, run.code());
    assertTrue(run.err().startsWith(words), run::err);
  }
}
