// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.FakePcTarget;
import org.virtualpok.app.view.registers.RegistersModel.Flag;
import org.virtualpok.app.view.registers.RegistersModel.Row;
import org.virtualpok.app.view.registers.RegistersModel.Shown;
import org.virtualpok.emu.image.SymbolTable;

/** The system registers of a PC's processor. */
final class SystemRowsTest {
  private final FakePcTarget target = new FakePcTarget();
  private final RegistersModel model = new RegistersModel(List.of());

  private Shown shown() {
    return model.update(target.snapshot(), FakePcTarget.CPU, SymbolTable.EMPTY, new byte[0]);
  }

  private static Row row(Shown shown, String name) {
    return shown.system().get(SystemRows.NAMES.indexOf(name));
  }

  @Test
  void everyNameHasItsRow() {
    assertEquals(SystemRows.NAMES, shown().system().stream().map(Row::name).toList());
  }

  @Test
  void tablesAndSegmentsSayWhereTheyAre() {
    Shown shown = shown();
    assertEquals(new Row("GDTR", "00001000", false, "limit 7f"), row(shown, "GDTR"));
    assertEquals(new Row("TR", "0028", false, "base 00004000, 233 bytes"), row(shown, "TR"));
    assertEquals("PSE", row(shown, "CR4").meaning());
    assertEquals("protected mode with paging", row(shown, "CR0").meaning());
    assertEquals("75bcd15", row(shown, "TSC").value());
  }

  @Test
  void debugRegistersSayWhatTheyWatch() {
    Shown shown = shown();
    assertEquals("at execution", row(shown, "DR0").meaning(), "its bit G0 is set");
    assertEquals("", row(shown, "DR1").meaning());
  }

  @Test
  void bitsOfCr0ThatTurnAreMarked() {
    assertEquals(
        List.of("PG", "WP", "ET", "MP", "PE"),
        shown().cr0().stream().filter(Flag::set).map(Flag::name).toList());
    target.cr0 ^= 1 << 3;
    target.publish();
    Shown next = shown();
    assertTrue(next.cr0().get(SystemRows.CR0_BITS.indexOf("TS")).changed());
    assertFalse(next.cr0().get(0).changed());
    assertTrue(row(next, "CR0").changed());
    assertFalse(row(next, "CR3").changed());
  }
}
