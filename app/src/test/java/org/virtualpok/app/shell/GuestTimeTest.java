// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestTimeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.000 000 00 s",
    "9, 0.000 000 00 s",
    "10000118460, 10.000 118 46 s",
    "3600000000000, 3 600.000 000 00 s"
  })
  void shouldGroupSeconds(long nanos, String text) {
    assertEquals(text, GuestTime.seconds(nanos));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "1000, 1 000", "412380117, 412 380 117"})
  void shouldGroupNumbers(long number, String text) {
    assertEquals(text, GuestTime.grouped(number));
  }
}
