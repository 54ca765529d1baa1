// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.FakePcMemory;
import org.virtualpok.app.view.FakePcTarget;
import org.virtualpok.app.view.descriptors.DescriptorsViewModel.Tab;
import org.virtualpok.app.view.descriptors.Sheet.Kind;
import org.virtualpok.app.view.descriptors.Sheet.Row;

/** The tables of a PC's processor in words. */
final class DescriptorsViewModelTest {
  private final FakePcTarget target = new FakePcTarget();
  private int changes;
  private final DescriptorsViewModel model =
      new DescriptorsViewModel(target, Runnable::run, () -> changes++);

  private Sheet sheet(Tab tab) {
    model.update(target.snapshot(), FakePcTarget.CPU);
    model.choose(tab);
    return model.sheet();
  }

  private static Row row(Sheet sheet, int index) {
    return sheet.rows().stream()
        .filter(r -> r.first() == index && r.kind() != Kind.FOLDED)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theGdtSaysWhatItsEntriesAre() {
    Sheet gdt = sheet(Tab.GDT);
    assertEquals("base 00001000, limit 7f", gdt.place());
    assertEquals(
        List.of("1", "0008", "CS", "Execute/Read", "00000000", "4 GiB", "0", "A D G"),
        row(gdt, 1).cells());
    assertEquals("SS +3", row(gdt, 2).used());
    assertTrue(row(gdt, 2).tip().endsWith("selected by SS DS ES GS"), row(gdt, 2).tip());
    assertEquals("8 MiB", row(gdt, 3).cells().get(5));
    assertEquals("0013b000", row(gdt, 3).cells().get(4));
    assertEquals("TR", row(gdt, 5).used());
    assertEquals("32-bit TSS (Busy)", row(gdt, 5).cells().get(3));
    assertEquals("LDTR", row(gdt, 6).used());
    assertEquals(Kind.ABSENT, row(gdt, 7).kind(), "partition 2 is switched off");
    assertEquals("absent", row(gdt, 7).cells().get(7));
    assertEquals("above", row(gdt, 10).cells().get(5));
    assertTrue(row(gdt, 9).tip().contains("0008:00100480, copies 2 parameters"));
  }

  @Test
  void emptyEntriesAreFoldedAndOpened() {
    Sheet gdt = sheet(Tab.GDT);
    Row fold = gdt.rows().get(gdt.rows().size() - 1);
    assertEquals(Kind.FOLDED, fold.kind());
    assertTrue(fold.cells().contains("▸ 5 empty"), fold.cells().toString());
    assertTrue(model.activate(fold));
    Sheet opened = model.sheet();
    assertEquals(gdt.rows().size() + 5, opened.rows().size());
    assertEquals(Kind.EMPTY, opened.rows().get(opened.rows().size() - 1).kind());
    assertTrue(model.activate(fold));
    assertEquals(gdt, model.sheet());
    assertFalse(model.activate(row(gdt, 1)));
  }

  @Test
  void aLongTableIsShownInPieces() {
    target.gdtLimit = 0x1fff;
    Sheet first = sheet(Tab.GDT);
    Row more = first.rows().get(first.rows().size() - 1);
    assertEquals(Kind.MORE, more.kind());
    assertEquals(256, more.first());
    assertTrue(more.cells().contains("768 more …"), more.cells().toString());
    assertTrue(model.activate(more));
    Sheet second = model.sheet();
    assertEquals(512, second.rows().get(second.rows().size() - 1).first());
  }

  @Test
  void whatResetLeavesIsNotTakenForATable() {
    target.gdtBase = 0;
    target.gdtLimit = 0xffff;
    assertEquals(List.of(), sheet(Tab.GDT).rows());
    assertTrue(model.sheet().note().contains("has not loaded a GDT"), model.sheet().note());
  }

  @Test
  void theIdtLeadsToHandlers() {
    Sheet idt = sheet(Tab.IDT);
    Row page = row(idt, 14);
    assertEquals(
        List.of("0e #PF", "32-bit Interrupt Gate", "0008:001004e0", "isr_page", "0"), page.cells());
    assertTrue(page.leads());
    assertEquals(FakePcMemory.HANDLER + 0xe0, page.handler());
    assertEquals("Task Gate", row(idt, 8).cells().get(1));
    assertEquals("TSS 0028", row(idt, 8).cells().get(2));
    assertFalse(row(idt, 8).leads());
    assertEquals(
        List.of("2a", "32-bit Trap Gate", "0008:00100800", "syscall", "3"), row(idt, 42).cells());
    assertTrue(idt.rows().stream().anyMatch(r -> r.cells().contains("▸ 208 empty")));
  }

  @Test
  void theLdtHasLocalSelectors() {
    Sheet ldt = sheet(Tab.LDT);
    assertEquals("0004", row(ldt, 0).cells().get(1));
    assertEquals("Execute/Read, conforming", row(ldt, 1).cells().get(3));
    assertEquals("16 B", row(ldt, 1).cells().get(5));
  }

  @Test
  void theTssShowsItsStackAndTheOpenPorts() {
    Sheet tss = sheet(Tab.TSS);
    assertEquals("32-bit, base 00004000, limit e8", tss.place());
    List<List<String>> cells = tss.rows().stream().map(Row::cells).toList();
    assertTrue(cells.contains(List.of("04", "ESP0", "0009f000", "stack at entry to CPL 0")));
    assertTrue(cells.contains(List.of("08", "SS0", "0010", "")));
    assertTrue(cells.contains(List.of("e7", "open ports", "3f8–3ff", "to any privilege level")));
    assertTrue(cells.contains(List.of("85", "open ports", "e9", "to any privilege level")));
  }

  @Test
  void realModeHasVectorsOnly() {
    target.cr0 = 0x10;
    target.memory.ram.putInt(FakePcMemory.IDT + 4 * 16, 0xf000e987);
    Sheet vectors = sheet(Tab.GDT);
    assertTrue(model.realMode());
    assertEquals(Tab.IDT, model.tab());
    assertEquals(256, vectors.rows().size());
    assertEquals(
        List.of("10 #MF", "f000:e987", "000fe987"), row(vectors, 16).cells().subList(0, 3));
    target.cr0 = 0x11;
    target.publish();
    model.update(target.snapshot(), FakePcTarget.CPU);
    assertEquals(Tab.GDT, model.tab(), "what the user chose is back");
  }

  @Test
  void tablesAreReadOnceAStop() {
    model.update(target.snapshot(), FakePcTarget.CPU);
    assertEquals(1, changes);
    model.update(target.snapshot(), FakePcTarget.CPU);
    assertEquals(1, changes);
    target.running = true;
    target.publish();
    model.update(target.snapshot(), FakePcTarget.CPU);
    assertTrue(model.stale());
    assertEquals(2, changes, "it turns grey");
    target.publish();
    model.update(target.snapshot(), FakePcTarget.CPU);
    assertEquals(2, changes, "nothing is read while it runs");
    target.running = false;
    target.memory.ram.putInt(FakePcMemory.GDT + 0x78, 0xffff);
    target.publish();
    model.update(target.snapshot(), FakePcTarget.CPU);
    assertEquals(3, changes);
    assertEquals(Kind.ABSENT, row(model.sheet(), 15).kind());
  }
}
