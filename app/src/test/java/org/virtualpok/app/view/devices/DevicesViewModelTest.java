// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.FakePcTarget;
import org.virtualpok.app.view.LogTarget;
import org.virtualpok.app.view.devices.DevicesViewModel.Row;

/** Registers of devices in words, and what has changed in them. */
final class DevicesViewModelTest {
  private final FakePcTarget target = new FakePcTarget();
  private final DevicesViewModel model = new DevicesViewModel();

  @BeforeEach
  void first() {
    assertTrue(model.update(target.snapshot()));
  }

  private Row register(String group, String name) {
    return model.groups().stream()
        .filter(g -> model.name(g).equals(group))
        .flatMap(g -> model.registers(g).stream())
        .filter(r -> model.name(r).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Row field(Row register, String name) {
    return model.fields(register).stream()
        .filter(f -> model.name(f).equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRegisterIsShownInHexadecimalInBitsAndInWords() {
    Row control = register("pit counter0", "control");
    assertEquals("36", model.value(control));
    assertEquals("0011 0110", model.bits(control));
    assertEquals("low, then high · square wave", model.means(control));
    Row mode = field(control, "mode");
    assertEquals("3", model.value(mode));
    assertEquals("bits 3..1", model.bits(mode));
    assertEquals("square wave  (mode)", model.means(mode));
  }

  @Test
  void bitsThatAreSetAreNamed() {
    assertEquals("IR0", model.means(register("pic master", "IRR")));
    assertEquals("lines in service", model.means(register("pic master", "ISR")), "nothing is set");
    assertTrue(model.quiet(register("pic master", "ISR")));
    Row level = field(register("pic master", "IRR"), "IR0");
    assertEquals("bit 0", model.bits(level));
    assertEquals("timer", model.means(level));
  }

  @Test
  void aPlainNumberIsShownInDecimalToo() {
    Row reload = register("pit counter0", "reload");
    assertEquals("04a9", model.value(reload));
    assertEquals("1193, counts from here", model.means(reload));
  }

  @Test
  void whatChangedSinceTheLastStopIsMarked() {
    Row irr = register("pic master", "IRR");
    assertFalse(model.changed(irr));
    target.step(FakePcTarget.CPU, null);
    assertFalse(model.update(target.snapshot()), "the same rows");
    assertTrue(model.changed(irr));
    assertTrue(model.changed(field(irr, "IR4")));
    assertFalse(model.changed(field(irr, "IR0")));
    assertTrue(model.changed(new Row(irr.group(), -1, -1)));
    assertFalse(model.changed(register("pic master", "IMR")));
    model.update(target.snapshot());
    assertTrue(model.changed(irr), "the same stop, shown again");
  }

  @Test
  void nothingIsMarkedWhileTheTargetRuns() {
    target.running = true;
    target.step(FakePcTarget.CPU, null);
    model.update(target.snapshot());
    assertTrue(model.stale());
    assertFalse(model.changed(register("pic master", "IRR")));
  }

  @Test
  void theFilterKnowsDevicesRegistersAndBits() {
    model.setFilter("IMR");
    assertEquals(1, model.groups().size());
    assertEquals(List.of("IMR"), names(model.registers(model.groups().get(0))));
    model.setFilter("com1");
    assertEquals(List.of("pic master", "com1"), names(model.groups()), "a line is named COM1");
    model.setFilter("dlab");
    assertEquals(List.of("LCR"), names(model.registers(model.groups().get(0))));
    assertTrue(model.opensItself(model.groups().get(0)));
    model.setFilter("no such thing");
    assertTrue(model.groups().isEmpty());
  }

  private List<String> names(List<Row> rows) {
    return rows.stream().map(model::name).toList();
  }

  @Test
  void aModuleHasNoDevices() {
    model.update(new LogTarget().snapshot());
    assertTrue(model.empty());
    assertTrue(model.groups().isEmpty());
  }
}
