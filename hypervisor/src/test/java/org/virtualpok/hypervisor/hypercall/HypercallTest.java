// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.HypercallInfo;

class HypercallTest {
  @Test
  void shouldNameTheCallsOfTheAbi() {
    assertEquals("28 IRQ_PARTITION_DISABLE", Hypercall.describe(45, 28));
    assertEquals("10 CONSWRITE", Hypercall.describe(42, 10));
    assertEquals("1000 VCPU_IDLE", Hypercall.describe(45, 1000));
    assertEquals("404 PARTITION_SET_MODE", Hypercall.describe(42, 404));
    assertEquals("50 THREAD_CREATE", Hypercall.describe(42, 50));
    assertEquals("4294967295", Hypercall.describe(45, -1));
  }

  @Test
  void shouldHaveRowsThatAreUniqueAndExplained() {
    Set<String> keys = new HashSet<>();
    for (HypercallInfo row : Hypercall.table()) {
      assertTrue(keys.add(row.vector() + ":" + row.number()), row.toString());
      assertTrue(row.meaning().endsWith("."), row.toString());
      assertTrue(row.arguments().size() <= 5, row.toString());
    }
    assertTrue(keys.size() > 60);
  }
}
