// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, 500000000",
    "2s, 2000000000",
    "10us, 10000",
    "1m, 60000000000",
    "1h, 3600000000000",
    "7ns, 7",
    "1.5s, 1500000000",
    "0s, 0"
  })
  void shouldReadDurations(String text, long nanos) {
    assertEquals(nanos, new Quantities.Nanos().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1d", "1e9s", "0.5ns", "999999999999999m", "1 s"})
  void shouldRefuseOtherDurations(String text) {
    assertThrows(TypeConversionException.class, () -> new Quantities.Nanos().convert(text));
  }

  @ParameterizedTest
  @CsvSource({"8M, 8388608", "64K, 65536", "64k, 65536", "1G, 1073741824", "4096, 4096"})
  void shouldReadSizes(String text, long bytes) {
    assertEquals(bytes, new Quantities.Bytes().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "8MB", "-8M", "0x10", "999999999999999999G"})
  void shouldRefuseOtherSizes(String text) {
    assertThrows(TypeConversionException.class, () -> new Quantities.Bytes().convert(text));
  }

  @ParameterizedTest
  @CsvSource({"5, 5 ns", "1500, 1.5 us", "2000000, 2 ms", "31000000000, 31 s", "7890, 7.89 us"})
  void shouldWriteDurations(long nanos, String text) {
    assertEquals(text, Quantities.duration(nanos));
  }
}
