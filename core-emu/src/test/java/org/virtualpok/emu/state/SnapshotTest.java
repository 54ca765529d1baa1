// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  /** A component with one register, one flag and a FIFO. */
  private static final class Thing {
    int value = 0x12;
    boolean busy = true;
    byte[] fifo = {1, 2, 3};
    int derived;

    StateGroup tree(int version) {
      StateGroup root = StateGroup.root("pc", "a machine");
      StateGroup g = root.group("thing", "a thing").version(version);
      g.register("VAL", 8, "a value", () -> value, v -> value = (int) v)
          .bit(0, "EN", "enabled")
          .field(1, 2, "MODE", "mode", "slow", "fast");
      g.flag("busy", "busy", () -> busy, v -> busy = v);
      g.bytes("fifo", 4, "waiting bytes", () -> fifo, b -> fifo = b);
      g.onRestored(() -> derived = value + fifo.length);
      return root;
    }
  }

  private static byte[] file(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    snapshot.write(out);
    return out.toByteArray();
  }

  private static Snapshot read(byte[] file) throws IOException, StateException {
    return Snapshot.read(new ByteArrayInputStream(file), 1 << 20);
  }

  private static String complaint(byte[] file) {
    return assertThrows(StateException.class, () -> read(file)).getMessage();
  }

  @Test
  void shouldComeBackThroughAFile() throws Exception {
    Thing from = new Thing();
    from.value = 0xa5;
    from.busy = false;
    from.fifo = new byte[] {9};
    Snapshot snapshot = Snapshot.of(from.tree(1));
    Thing to = new Thing();
    read(file(snapshot)).restoreTo(to.tree(1));
    assertEquals(0xa5, to.value);
    assertEquals(false, to.busy);
    assertArrayEquals(new byte[] {9}, to.fifo);
    assertEquals(0xa6, to.derived, "derived behind all values");
    assertEquals(snapshot.hash(), Snapshot.of(to.tree(1)).hash());
    to.fifo = new byte[] {8};
    assertNotEquals(snapshot.hash(), Snapshot.of(to.tree(1)).hash());
  }

  @Test
  void shouldNameWhatDoesNotFit() {
    Snapshot snapshot = Snapshot.of(new Thing().tree(1));
    Thing other = new Thing();
    other.value = 7;
    StateException version =
        assertThrows(StateException.class, () -> snapshot.restoreTo(other.tree(2)));
    assertEquals("pc/thing: version 1 in the snapshot, here 2", version.getMessage());
    StateGroup more = other.tree(1);
    more.group("extra", "new");
    assertEquals(
        "pc/extra: the snapshot has no such part",
        assertThrows(StateException.class, () -> snapshot.restoreTo(more)).getMessage());
    StateGroup fewer = StateGroup.root("pc", "a machine");
    assertEquals(
        "pc: the snapshot has parts that this machine has not",
        assertThrows(StateException.class, () -> snapshot.restoreTo(fewer)).getMessage());
    assertEquals(7, other.value, "nothing changed");
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    byte[] file = file(Snapshot.of(new Thing().tree(1)));
    assertEquals("not a snapshot", complaint("\u007fELF".getBytes(UTF_8)));
    assertEquals("cut off", complaint(Arrays.copyOf(file, 10)));
    assertEquals("cut off", complaint(Arrays.copyOf(file, file.length - 20)));
    byte[] later = file.clone();
    later[11] = 9;
    assertEquals("a snapshot of format 9, known is 1", complaint(later));
  }

  @Test
  void shouldRefuseAnyDamageInOneLine() throws IOException {
    byte[] file = file(Snapshot.of(new Thing().tree(1)));
    for (int i = 0; i < file.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = file.clone();
        bad[i] ^= (byte) (1 << bit);
        try {
          read(bad).restoreTo(new Thing().tree(1));
        } catch (StateException e) {
          assertEquals(1, e.getMessage().lines().count());
        }
      }
    }
  }

  @Test
  void shouldShowRegistersWithTheirFields() {
    Thing thing = new Thing();
    thing.value = 0b11;
    RegisterValues shown = new RegisterValues.Reader(thing.tree(1)).read();
    thing.value = 0;
    RegisterInfo info = shown.groups().get(0).registers().get(0);
    assertEquals("pc/thing/VAL", info.path());
    assertEquals(3, shown.value("pc/thing/VAL"), "as it was when it was read");
    assertEquals("1", info.fields().get(0).text(3));
    assertEquals("fast", info.fields().get(1).text(3));
    assertEquals("3", info.fields().get(1).text(6));
  }

  @Test
  void shouldRefuseTwoOfOneName() {
    StateGroup root = new Thing().tree(1);
    assertThrows(IllegalArgumentException.class, () -> root.group("thing", "again"));
  }
}
