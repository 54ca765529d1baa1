// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockRateTest {
  @Test
  void shouldNeverAccumulateRounding() {
    assertEquals(1_000_000, ClockRate.DEFAULT.nanosOfTick(1));
    assertEquals(333_333_334, ClockRate.ofHertz(3).nanosOfTick(1));
    assertEquals(666_666_667, ClockRate.ofHertz(3).nanosOfTick(2));
    assertEquals(1_000_000_000, ClockRate.ofHertz(3).nanosOfTick(3));
    ClockRate pit = ClockRate.parse("1193182/11");
    assertEquals(11_000_000_000L, pit.nanosOfTick(1_193_182));
    assertEquals(11_000_000_000_000L, pit.nanosOfTick(1_193_182_000L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1e3", "1000000001", "5/0", "1/2/3", "x"})
  void shouldRefuse(String text) {
    assertThrows(IllegalArgumentException.class, () -> ClockRate.parse(text));
  }
}
