// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virtualpok.app.guests.SmallKernel;

/** Kernels, ROMs and snapshots where a command takes any guest. */
class PcFilesTest {
  @TempDir private Path directory;

  private String kernel;
  private String faulty;
  private String rom;
  private String snapshot;
  private String damaged;

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }

  @BeforeEach
  void makeFiles() throws IOException {
    SmallKernel hi = new SmallKernel().print("hi\n");
    kernel = file("k.elf", hi.powerOff().elf());
    damaged = file("damaged.elf", hi.elfWith(SmallKernel.HEADER + 8, 1));
    byte[] ud = new SmallKernel().bytes(0x0f, 0x01, 0x1d, 0, 0, 0x20, 0, 0x0f, 0x0b).elf();
    faulty = file("faulty.elf", ud);
    rom = file("r.bin", new byte[] {(byte) 0xb0, 2, (byte) 0xe6, (byte) 0xf4, 0, 0, 0, 0});
    snapshot = directory.resolve("s.vps").toString();
    String[] save = {"boot", kernel, "--instructions", "4", "--memory", "2M", "--save", snapshot};
    assertEquals(0, CommandLineCase.run(save).code());
  }

  @Test
  void shouldRunThem() {
    CommandLineCase run = CommandLineCase.run("run", kernel);
    assertEquals(0, run.code(), run.err());
    assertEquals("[COM1] hi\n", run.out());
    run = CommandLineCase.run("run", faulty);
    assertEquals(3, run.code());
    assertTrue(run.err().contains("Triple fault: in ring 0"), run.err());
    run = CommandLineCase.run("run", snapshot);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().endsWith("i\n"), run.out());
    assertEquals(2, CommandLineCase.run("run", kernel, "--memory", "1M").code());
  }

  @Test
  void shouldOpenThem() {
    assertEquals(List.of("open " + kernel), CommandLineCase.run("open", kernel).windows());
    assertEquals(List.of("open " + kernel), CommandLineCase.run("open", snapshot).windows());
    assertEquals(List.of("open " + rom), CommandLineCase.run("open", "--rom", rom).windows());
  }

  @Test
  void shouldPictureThem() {
    for (String guest : List.of(kernel, faulty, snapshot)) {
      String png = directory.resolve("a.png").toString();
      CommandLineCase run = CommandLineCase.run("screenshot", guest, "--at", "1ms", "-o", png);
      assertEquals(0, run.code(), run.err());
      assertEquals(1, run.windows().size());
    }
  }

  @Test
  void shouldMeasureAndDisassembleThem() {
    CommandLineCase bench = CommandLineCase.run("bench", kernel);
    assertEquals(0, bench.code(), bench.err());
    assertTrue(bench.out().contains("retired  12 instructions\n"), bench.out());
    assertEquals(3, CommandLineCase.run("bench", faulty).code());
    CommandLineCase disasm = CommandLineCase.run("disasm", "hello-native");
    assertEquals(0, disasm.code(), disasm.err());
    assertTrue(disasm.out().contains("<start>:"), disasm.out().substring(0, 300));
  }

  private static String refuse(String... args) {
    CommandLineCase run = CommandLineCase.run(args);
    assertEquals(2, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.windows().isEmpty());
    return run.err().trim();
  }

  @Test
  void shouldRefuseBadOnesEverywhere() throws IOException {
    String cut = file("cut.vps", Files.readAllBytes(Path.of(snapshot)));
    Files.write(Path.of(cut), "VPOKSNAP".getBytes(StandardCharsets.US_ASCII));
    String large = file("large.bin", new byte[65537]);
    for (String command : List.of("run", "open", "bench")) {
      assertEquals(cut + ": cut off", refuse(command, cut));
      String line = refuse(command, damaged);
      assertTrue(line.startsWith(damaged + ": "), line);
      assertTrue(line.contains("checksum"), line);
    }
    assertTrue(refuse("run", "--rom", large).endsWith("this one has 65537 bytes"));
    assertTrue(refuse("open", "--rom", large).endsWith("this one has 65537 bytes"));
    String png = directory.resolve("a.png").toString();
    assertEquals(cut + ": cut off", refuse("screenshot", cut, "--at", "1s", "-o", png));
    assertTrue(refuse("disasm", snapshot).startsWith(snapshot + ": a snapshot"));
    assertTrue(refuse("run", kernel, "--clock", "100").contains("are for modules"));
    assertTrue(refuse("run", snapshot, "--memory", "4M").contains("knows its machine"));
  }
}
