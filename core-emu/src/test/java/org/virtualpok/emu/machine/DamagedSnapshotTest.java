// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.state.StateException;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** A snapshot's file may hold anything: it is refused in words, or the machine runs. */
class DamagedSnapshotTest {
  private static final int HEAD_BYTES = 12;

  /** Changes a value on the way from one file to another. */
  private interface Change {
    long register(String path, long value);

    default byte[] area(String path, byte[] bytes) {
      return bytes;
    }
  }

  private static byte[] file(PcMachine pc) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pc.save().write(out);
    return out.toByteArray();
  }

  private static PcMachine machine() throws ImageException {
    PcMachine pc =
        new TinyKernel()
            .print("so far")
            .bytes(0x90, 0x90, 0xeb, 0xfc)
            .boot(PcConfig.DEFAULT.withMemory(1 << 21));
    pc.run(RunLimit.atInstruction(100));
    return pc;
  }

  private static PcMachine open(byte[] file) throws IOException, StateException {
    Snapshot read = Snapshot.read(new ByteArrayInputStream(file), 1 << 28);
    return PcMachine.restore("damaged.vps", read, ChunkedEventLog::new);
  }

  private static String refused(byte[] file) {
    return assertThrows(StateException.class, () -> open(file)).getMessage();
  }

  /** The same file with other values, and a right checksum. */
  private static byte[] changed(byte[] file, Change change) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new GZIPInputStream(
                new ByteArrayInputStream(file, HEAD_BYTES, file.length - HEAD_BYTES)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(file, 0, HEAD_BYTES);
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      for (int kind = in.readUnsignedByte(); kind != 0; kind = in.readUnsignedByte()) {
        String path = in.readUTF();
        out.writeByte(kind);
        out.writeUTF(path);
        switch (kind) {
          case 1 -> out.writeInt(in.readInt());
          case 2 -> out.writeLong(change.register(path, in.readLong()));
          default -> {
            byte[] area = change.area(path, in.readNBytes(in.readInt()));
            out.writeInt(area.length);
            out.write(area);
          }
        }
      }
      out.writeByte(0);
    }
    return bytes.toByteArray();
  }

  private static Change onlyArea(String which, byte[] by) {
    return new Change() {
      @Override
      public long register(String path, long value) {
        return value;
      }

      @Override
      public byte[] area(String path, byte[] bytes) {
        return path.equals(which) ? by : bytes;
      }
    };
  }

  private static Change onlyRegister(String which, long by) {
    return (path, value) -> path.equals(which) ? by : value;
  }

  @Test
  void shouldRefuseWhatIsCutOff() throws Exception {
    byte[] file = file(machine());
    for (int length = 8; length < file.length; length += 1 + length / 7) {
      String why = refused(Arrays.copyOf(file, length));
      assertTrue(why.contains("cut off"), length + ": " + why);
    }
    assertEquals("cut off", refused(Arrays.copyOf(file, file.length - 1)));
  }

  @Test
  void shouldRefuseDamagedBytes() throws Exception {
    PcMachine pc = machine();
    byte[] file = file(pc);
    int refused = 0;
    Random random = new Random(7);
    System.out.println("damaged snapshots: seed 7");
    for (int i = 0; i < 300; i++) {
      byte[] damaged = file.clone();
      // Behind the header of gzip, whose time and system mean nothing.
      int at = HEAD_BYTES + 10 + random.nextInt(file.length - HEAD_BYTES - 10);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      try {
        // Some bits of the compressed form mean nothing.
        assertEquals(List.of(), pc.save().differences(open(damaged).save()), "byte " + at);
      } catch (StateException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 50, "only " + refused);
  }

  @Test
  void shouldRefuseWhatDoesNotFit() throws Exception {
    byte[] file = file(machine());
    String ram = "pc/memory/ram";
    assertTrue(refused(changed(file, onlyArea(ram, new byte[4096]))).startsWith(ram));
    assertTrue(refused(changed(file, onlyRegister("pc/config/memory", 1 << 28))).contains("ram"));
    String small = refused(changed(file, onlyRegister("pc/config/memory", 4096)));
    assertTrue(small.startsWith("pc/config/memory: "), small);
    String model = refused(changed(file, onlyRegister("pc/config/model", 200)));
    assertEquals("pc/config/model: no processor 200", model);
    String kernel =
        refused(
            changed(file, onlyArea("pc/config/kernel", "no ELF".getBytes(StandardCharsets.UTF_8))));
    assertTrue(kernel.startsWith("pc/config/kernel: "), kernel);
  }

  /** Every register at any value: it is refused, or what runs then breaks nothing. */
  @Test
  void shouldRunOnFromAnyValues() throws Exception {
    byte[] file = file(machine());
    long seed = 99;
    Random random = new Random(seed);
    System.out.println("random snapshots: seed " + seed);
    Map<String, Integer> widths = new HashMap<>();
    for (StateGroup g : machine().board().state.all()) {
      g.registers().forEach(r -> widths.put(g.path() + "/" + r.name(), r.bits()));
    }
    int ran = 0;
    for (int i = 0; i < 400; i++) {
      int chance = 1 + random.nextInt(60);
      byte[] other =
          changed(
              file,
              new Change() {
                @Override
                public long register(String path, long value) {
                  return path.startsWith("pc/config") || random.nextInt(chance) != 0
                      ? value
                      : value(random, value) & -1L >>> (64 - widths.get(path));
                }

                @Override
                public byte[] area(String path, byte[] bytes) {
                  boolean kept =
                      path.startsWith("pc/config")
                          || path.equals("pc/memory/ram")
                          || random.nextInt(chance) != 0;
                  byte[] another = new byte[random.nextInt(40)];
                  random.nextBytes(another);
                  return kept ? bytes : another;
                }
              });
      try {
        PcMachine pc = open(other);
        Snapshot again = pc.save();
        assertEquals(List.of(), again.differences(pc.save()));
        pc.run(new RunLimit(pc.timeNanos() + 3_000_000, pc.instructions() + 20_000));
        ran++;
      } catch (StateException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
    System.out.println("random snapshots: " + ran + " of 400 ran");
    assertTrue(ran > 20, "only " + ran);
  }

  private static long value(Random random, long value) {
    return switch (random.nextInt(6)) {
      case 0 -> value ^ 1L << random.nextInt(64);
      case 1 -> value ^ 1L << random.nextInt(8);
      case 2 -> value + random.nextInt(9) - 4;
      case 3 -> random.nextInt(256);
      case 4 -> random.nextInt() & 0xffffffffL;
      default -> random.nextLong() >>> random.nextInt(64);
    };
  }
}
