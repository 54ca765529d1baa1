// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.FakePcMemory;
import org.virtualpok.app.view.FakePcTarget;
import org.virtualpok.emu.debug.tables.PageTables.Kind;
import org.virtualpok.emu.debug.tables.PageTables.Run;

/** What a kernel's page tables map, in words. */
final class PagesViewModelTest {
  private final FakePcTarget target = new FakePcTarget();
  private int changes;
  private final PagesViewModel model =
      new PagesViewModel(target, Runnable::run, Runnable::run, () -> changes++);

  private static List<String> row(Run r) {
    return List.of(
        PagesViewModel.linear(r),
        PagesViewModel.physical(r),
        PagesViewModel.rights(r),
        PagesViewModel.flags(r),
        PagesViewModel.pages(r));
  }

  private List<Run> runs() {
    model.update(target.snapshot());
    return model.runs();
  }

  @Test
  void tablesHaveRunsOfPagesInside() {
    List<Run> runs = runs();
    assertEquals("CR3 00010000, PSE, WP", model.place());
    Run low = runs.get(0);
    assertEquals(
        List.of("00000000–003fffff", "table 00011000", "R/W U", "A", "4092 KiB"), row(low));
    assertEquals(
        List.of("00000000–00000fff", "not mapped", "", "", "4 KiB"), row(low.inside().get(0)));
    assertEquals(
        List.of("00001000–000b7fff", "00001000–000b7fff", "R/W S", "A", "183\u2009×\u20094 KiB"),
        row(low.inside().get(1)));
    assertEquals("A D PCD PWT", PagesViewModel.flags(low.inside().get(2)));
    assertEquals("a", PagesViewModel.flags(low.inside().get(3)), "not all were accessed");
  }

  @Test
  void bigPagesAndGapsAreRunsOfTheDirectory() {
    List<Run> runs = runs();
    assertEquals(
        List.of(
            Kind.TABLE,
            Kind.NOT_PRESENT,
            Kind.TABLE,
            Kind.NOT_PRESENT,
            Kind.PAGES_4M,
            Kind.NOT_PRESENT,
            Kind.PAGES_4M,
            Kind.NOT_PRESENT),
        runs.stream().map(Run::kind).toList());
    assertEquals(
        List.of("c0000000–c07fffff", "00000000–007fffff", "R/W S", "A D", "2\u2009×\u20094 MiB"),
        row(runs.get(4)));
    assertEquals("1020 MiB", PagesViewModel.pages(runs.get(1)));
  }

  @Test
  void theRawEntryIsSaidInWords() {
    List<Run> runs = runs();
    assertEquals(
        "entry 0 at 00010000: 00011027  R/W, user, accessed", PagesViewModel.detail(runs.get(0)));
    assertEquals(
        "entry 300 at 00010c00: 000000e3  R/W, supervisor, 2 of 2 accessed, 2 dirty",
        PagesViewModel.detail(runs.get(4)));
    assertEquals(
        "entry 3c0 at 00010f00: e0000093  R/W, supervisor, not cached, not accessed, clean",
        PagesViewModel.detail(runs.get(6)));
    assertEquals(
        "entry 1 at 00010004: 00000000  not present, as 254 more",
        PagesViewModel.detail(runs.get(1)));
  }

  @Test
  void saysWhenPagingIsOff() {
    target.cr0 = 0x11;
    assertEquals(List.of(), runs());
    assertTrue(model.note().startsWith("Paging is off"), model.note());
    assertEquals("", model.place());
  }

  @Test
  void withoutPseEveryEntryIsATable() {
    target.cr4 = 0;
    assertTrue(runs().stream().noneMatch(r -> r.kind() == Kind.PAGES_4M));
    assertEquals("CR3 00010000, no PSE, WP", model.place());
  }

  @Test
  void tablesAreReadOnceAStop() {
    runs();
    assertEquals(1, changes);
    runs();
    assertEquals(1, changes);
    target.memory.ram.putInt(FakePcMemory.DIRECTORY + 4, 0x00800083);
    target.publish();
    assertEquals(Kind.PAGES_4M, runs().get(1).kind());
    assertEquals(2, changes);
  }
}
