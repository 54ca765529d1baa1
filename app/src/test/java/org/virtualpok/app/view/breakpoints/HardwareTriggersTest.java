// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.FakePcTarget;
import org.virtualpok.app.view.LogTarget;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Candidate;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Kind;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Scope;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Breakpoint.AtPort;
import org.virtualpok.emu.debug.Breakpoint.AtVector;

/** What a PC can stop at beside addresses. */
final class HardwareTriggersTest {
  private final FakePcTarget target = new FakePcTarget();
  private final BreakpointsViewModel model = new BreakpointsViewModel(target);

  private List<Candidate> found(Kind kind, String typed) {
    return model.candidates(kind, typed, true, false);
  }

  @Test
  void onlyAPcHasKindsToChooseFrom() {
    assertEquals(List.of(Kind.values()), model.kinds());
    assertEquals(List.of(Kind.CODE), new BreakpointsViewModel(new LogTarget()).kinds());
    assertEquals(List.of(Scope.ALL), model.scopes());
  }

  @Test
  void portsAreNumbersInHexadecimal() {
    assertEquals(new AtPort(0x3f8, 0x3f8, true, false), found(Kind.PORT, "3F8").get(0).trigger());
    assertEquals("port 0x3f8  COM1", found(Kind.PORT, "0x3f8").get(0).text());
    assertEquals(
        new AtPort(0x20, 0x21, true, false), found(Kind.PORT, "0x20-0x21").get(0).trigger());
    assertEquals(
        new AtPort(0x20, 0x3f, true, false), found(Kind.PORT, "20 to 3f").get(0).trigger());
    assertTrue(found(Kind.PORT, "21-20").isEmpty(), "the wrong way round");
    assertTrue(found(Kind.PORT, "10000").isEmpty(), "beyond the last port");
  }

  @Test
  void aDeviceBringsItsPorts() {
    assertEquals(new AtPort(0x40, 0x43, true, false), found(Kind.PORT, "pit").get(0).trigger());
  }

  @Test
  void vectorsAreNumbersOrNames() {
    assertEquals(new AtVector(13), found(Kind.VECTOR, "#gp").get(0).trigger());
    assertEquals("0x0d #GP  general protection", found(Kind.VECTOR, "gp").get(0).text());
    assertEquals(new AtVector(0x20), found(Kind.VECTOR, "0x20").get(0).trigger());
    assertEquals(new AtVector(14), found(Kind.VECTOR, "page").get(0).trigger());
    assertEquals(new AtVector(-1), found(Kind.VECTOR, "any").get(0).trigger());
    assertEquals(new AtVector(-1), found(Kind.VECTOR, "").get(0).trigger());
    assertTrue(found(Kind.VECTOR, "0x100").isEmpty());
  }

  @Test
  void addressesComeWithTheKernelsSymbolsAndNoHypercall() {
    List<Candidate> all = model.candidates("main", true, Scope.ALL);
    assertEquals(1, all.size());
    assertEquals("kernel_main", all.get(0).text());
    assertTrue(model.candidates("hypercall", true, Scope.ALL).isEmpty());
  }

  @Test
  void theListSaysThemInWords() {
    target.breakpoints.add(Breakpoint.atPort(0x20, 0x21, false, true).withId(1));
    target.breakpoints.add(Breakpoint.atVector(13).withId(2));
    target.breakpoints.add(Breakpoint.atVector(-1).withId(3));
    target.breakpoints.add(Breakpoint.atModeChange().withId(4));
    target.breakpoints.add(Breakpoint.atAddress(FakePcTarget.CPU, 0x100002).withId(5));
    model.update(target.snapshot());
    assertEquals(
        List.of(
            "port 0x20 to 0x21 write",
            "vector 0x0d #GP",
            "any vector",
            "change of mode",
            "0x100002 <kernel_main+0x2>"),
        model.rows().stream().map(BreakpointsViewModel.Row::stopsAt).toList());
  }
}
