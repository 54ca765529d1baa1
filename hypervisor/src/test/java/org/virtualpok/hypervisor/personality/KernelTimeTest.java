// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.personality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTimeTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9_218, 9_219, 9_220, 430_000_000, 4_294_967_295_000L})
  void shouldShowATimeOf2025AtItsInterrupt(long kernelNanos) {
    long at = KernelTime.whenShown(Personality.POK_2025, kernelNanos);
    assertTrue(KernelTime.ticks(Personality.POK_2025, at) >= kernelNanos);
    if (at > 0) {
      assertTrue(KernelTime.ticks(Personality.POK_2025, at - 1) < kernelNanos);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000, 430_000_000})
  void shouldShowMillisecondsExactly(long nanos) {
    assertEquals(nanos, KernelTime.whenShown(Personality.POK_2013, nanos));
  }
}
