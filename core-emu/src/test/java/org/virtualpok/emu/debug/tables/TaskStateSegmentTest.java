// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.tables.TaskStateSegment.Field;
import org.virtualpok.emu.debug.tables.TaskStateSegment.PortRange;

/** Task state segments and the ports that they open. */
final class TaskStateSegmentTest {
  private static ByteBuffer tss(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Field field(TaskStateSegment tss, String name) {
    return tss.fields().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void fieldsStandWhereTheManualHasThem() {
    ByteBuffer b = tss(0x68);
    b.putInt(4, 0x9f000).putInt(8, 0xffff0010).putInt(0x1c, 0x10000).putInt(0x20, 0x1234);
    b.putInt(0x38, 0x8000).putInt(0x5c, 0x23).putInt(0x60, 0x30).putInt(0x64, 0x0068_0001);
    TaskStateSegment tss = TaskStateSegment.decode(b.array(), true);
    assertEquals(new Field("ESP0", 4, 32, 0x9f000), field(tss, "ESP0"));
    assertEquals(new Field("SS0", 8, 16, 0x10), field(tss, "SS0"), "the upper half is reserved");
    assertEquals(new Field("CR3", 0x1c, 32, 0x10000), field(tss, "CR3"));
    assertEquals(new Field("EIP", 0x20, 32, 0x1234), field(tss, "EIP"));
    assertEquals(new Field("ESP", 0x38, 32, 0x8000), field(tss, "ESP"));
    assertEquals(new Field("GS", 0x5c, 16, 0x23), field(tss, "GS"));
    assertEquals(new Field("LDT", 0x60, 16, 0x30), field(tss, "LDT"));
    assertEquals(new Field("T", 0x64, 16, 1), field(tss, "T"));
    assertEquals(0x68, tss.ioMapBase());
    assertEquals(List.of(), tss.openPorts(), "the map lies beyond the limit");
  }

  @Test
  void aShortOneHasFewerFields() {
    TaskStateSegment tss = TaskStateSegment.decode(new byte[0x0d], true);
    assertEquals(List.of("link", "ESP0", "SS0"), tss.fields().stream().map(Field::name).toList());
  }

  @Test
  void sixteenBits() {
    ByteBuffer b = tss(0x2c);
    b.putShort(2, (short) 0xfff0).putShort(0x0e, (short) 0x100).putShort(0x2a, (short) 0x28);
    TaskStateSegment tss = TaskStateSegment.decode(b.array(), false);
    assertEquals(0xfff0, field(tss, "SP0").value());
    assertEquals(new Field("IP", 0x0e, 16, 0x100), field(tss, "IP"));
    assertEquals(new Field("LDT", 0x2a, 16, 0x28), field(tss, "LDT"));
    assertEquals(0, tss.ioMapBase());
  }

  @Test
  void openPortsAreRunsOfZeroBits() {
    byte[] bytes = new byte[0x68 + 0x81];
    Arrays.fill(bytes, 0x68, bytes.length, (byte) 0xff);
    bytes[0x67] = 0;
    bytes[0x66] = 0x68;
    bytes[0x68] = (byte) 0xfe;
    bytes[0x68 + 0x1d] = (byte) 0xfd;
    bytes[0x68 + 0x7f] = 0;
    assertEquals(
        List.of(new PortRange(0, 0), new PortRange(0xe9, 0xe9), new PortRange(0x3f8, 0x3ff)),
        TaskStateSegment.decode(bytes, true).openPorts());
  }

  @Test
  void theLastByteOfTheMapOpensNothing() {
    byte[] bytes = new byte[0x68 + 2];
    bytes[0x66] = 0x68;
    assertEquals(List.of(new PortRange(0, 7)), TaskStateSegment.decode(bytes, true).openPorts());
  }
}
