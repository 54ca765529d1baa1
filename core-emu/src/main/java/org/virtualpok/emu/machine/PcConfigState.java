// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.state.StateException;
import org.virtualpok.emu.state.StateGroup;

/**
 * What a snapshot says of the machine that it was taken from, so that a fresh process can build the
 * same one. Never restored into a machine: it is what the machine was built from.
 */
final class PcConfigState {
  private static final String PATH = "pc/config/";
  private static final int FILE_BYTES_MAX = 256 << 20;
  private static final int TEXT_BYTES_MAX = 1 << 20;

  /** What a machine is to be built from; either a kernel or a ROM, the other is null. */
  record Saved(String name, PcConfig config, KernelImage kernel, byte[] rom) {}

  private PcConfigState() {}

  static void describe(StateGroup group, PcMachine machine) {
    group.version(2);
    PcConfig c = machine.config();
    KernelImage kernel = machine.kernel();
    group.register("memory", 31, "bytes of RAM", c::memoryBytes, v -> {});
    group.register("model", 8, "which processor", () -> c.model().ordinal(), v -> {});
    group.register("cost", 31, "ns per instruction", c::nanosPerInstruction, v -> {});
    group.register(
        "start", 63, "seconds from 1970", () -> c.start().toEpochSecond(ZoneOffset.UTC), v -> {});
    group.bytes("name", TEXT_BYTES_MAX, "of the file", () -> bytes(machine.name()), b -> {});
    group.bytes(
        "kernel",
        FILE_BYTES_MAX,
        "its file",
        () -> orNone(kernel == null ? null : kernel.file()),
        b -> {});
    group.bytes(
        "append",
        TEXT_BYTES_MAX,
        "command line",
        () -> bytes(kernel == null ? "" : kernel.commandLine()),
        b -> {});
    group.bytes(
        "modules",
        FILE_BYTES_MAX,
        "of the kernel: count; of each name, length and bytes",
        () -> kernel == null ? new byte[0] : modules(kernel.modules()),
        b -> {});
    group.bytes("rom", 1 << 16, "boot ROM", () -> orNone(machine.romBytes()), b -> {});
  }

  private static byte[] modules(List<KernelImage.Module> modules) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(modules.size());
      for (KernelImage.Module m : modules) {
        out.writeUTF(m.name());
        out.writeInt(m.bytes().length);
        out.write(m.bytes());
      }
    } catch (IOException e) {
      throw new AssertionError("an array takes everything", e);
    }
    return bytes.toByteArray();
  }

  private static List<KernelImage.Module> modules(byte[] bytes) throws IOException {
    List<KernelImage.Module> modules = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      byte[] content = new byte[Math.max(0, Math.min(in.readInt(), in.available()))];
      in.readFully(content);
      modules.add(new KernelImage.Module(name, content));
    }
    return modules;
  }

  private static byte[] orNone(byte[] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Saved read(String file, Snapshot s) throws StateException {
    int model = (int) number(s, "model");
    if (model >= CpuModel.values().length) {
      throw new StateException(PATH + "model: no processor " + model);
    }
    PcConfig config;
    try {
      config =
          new PcConfig(
              (int) number(s, "memory"),
              CpuModel.values()[model],
              (int) number(s, "cost"),
              LocalDateTime.ofEpochSecond(number(s, "start"), 0, ZoneOffset.UTC));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new StateException(PATH + "memory: " + e.getMessage());
    }
    String name = text(area(s, "name"));
    byte[] rom = area(s, "rom");
    byte[] kernel = area(s, "kernel");
    if (kernel.length == 0) {
      if (rom.length != 1 << 16) {
        throw new StateException(PATH + "kernel: there is neither a kernel nor a ROM");
      }
      return new Saved(name, config, null, rom);
    }
    try {
      // In RAM they are already; a restart needs them.
      List<KernelImage.Module> modules = modules(area(s, "modules"));
      String append = text(area(s, "append"));
      return new Saved(name, config, KernelImage.read(name, kernel, append, modules), null);
    } catch (IOException e) {
      throw new StateException(PATH + "modules: damaged");
    } catch (ImageException e) {
      throw new StateException(PATH + "kernel: " + e.getMessage());
    }
  }

  private static long number(Snapshot s, String name) throws StateException {
    Long value = s.register(PATH + name);
    if (value == null) {
      throw new StateException(PATH + name + ": the snapshot does not have it");
    }
    return value;
  }

  private static byte[] area(Snapshot s, String name) throws StateException {
    byte[] bytes = s.area(PATH + name);
    if (bytes == null) {
      throw new StateException(PATH + name + ": the snapshot does not have it");
    }
    return bytes;
  }
}
