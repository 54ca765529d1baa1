// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.image.ElfImage;

/** Damaged debugging information gives problems: no exception, no endless loop, no flood. */
class DamagedDwarfTest {
  private static final int ROUNDS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> SECTIONS =
      List.of(
          ".debug_info",
          ".debug_types",
          ".debug_abbrev",
          ".debug_str",
          ".debug_line",
          ".debug_line_str",
          ".debug_ranges",
          ".debug_rnglists",
          ".debug_loc",
          ".debug_loclists");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-2", "-gdwarf-4 -O2 -fdebug-types-section", "-gdwarf-5 -O2"})
  void shouldBeReadAsFarAsItGoes(String options) throws Exception {
    Path program = Gcc.compile(directory, "-nostdlib -static " + options, "lines.c", "lines.h");
    ElfImage image = ElfImage.parse("damaged", Files.readAllBytes(program));
    long seed = 20261123;
    System.out.println("seed " + seed + ", " + options);
    Random random = new Random(seed);
    for (String name : SECTIONS) {
      byte[] good = image.debugSection(name);
      for (int i = 0; i < ROUNDS && good.length > 0; i++) {
        byte[] bad = damaged(good, random, i);
        String what = name + ", round " + i;
        assertTimeoutPreemptively(PATIENCE, () -> readAll(image, name, bad), what);
      }
    }
  }

  /** Cut off, some bytes changed, a stretch of one value, or all of it random. */
  private static byte[] damaged(byte[] good, Random random, int round) {
    byte[] bad = good.clone();
    switch (round % 4) {
      case 0 -> bad = Arrays.copyOf(good, random.nextInt(good.length));
      case 1 -> {
        for (int i = 0; i <= random.nextInt(8); i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        int from = random.nextInt(bad.length);
        int to = Math.min(bad.length, from + 1 + random.nextInt(40));
        Arrays.fill(bad, from, to, random.nextBoolean() ? (byte) 0xff : 0);
      }
      default -> random.nextBytes(bad);
    }
    return bad;
  }

  private static void readAll(ElfImage image, String name, byte[] bytes) {
    DwarfSections sections = DwarfSections.of(n -> n.equals(name) ? bytes : image.debugSection(n));
    DebugInfo info = new DwarfInfo(sections, a -> true);
    GuestMemory memory = (address, length) -> new byte[Math.max(0, Math.min(length, 64))];
    for (String type : List.of("struct pair", "int", "struct nothing")) {
      info.type(type).ifPresent(t -> walk(GuestValue.at(t, 0x1000, memory), 0));
    }
    info.variable("counter").ifPresent(v -> walk(GuestValue.at(v.type(), 0x1000, memory), 0));
    for (String function : List.of("sum", "branch", "other", "_start")) {
      info.function(function)
          .ifPresent(
              f -> f.variables().forEach(v -> walk(GuestValue.at(v.type(), 0x1000, memory), 0)));
    }
    for (int address = 0x8048000; address < 0x8050000; address += 97) {
      info.functionAt(address);
      info.lineAt(address);
    }
    info.rows("lines.c", 12);
    info.enumerator("NONE");
    List<String> problems = info.problems();
    assertTrue(problems.size() <= 60, () -> problems.size() + " problems");
    assertTrue(problems.stream().allMatch(p -> p.startsWith(".debug_")), problems::toString);
  }

  private static void walk(GuestValue value, int depth) {
    if (depth > 20) {
      return;
    }
    value.integer();
    value.text();
    value.type().name();
    value.type().sizeBytes();
    if (value.type().stripped() instanceof Type.Struct s) {
      s.members().stream().limit(20).forEach(m -> walk(value.member(m.name()), depth + 1));
    }
    if (value.type().stripped() instanceof Type.Array) {
      walk(value.element(0), depth + 1);
    }
    if (value.type().stripped() instanceof Type.Pointer) {
      walk(value.target(), depth + 1);
    }
  }
}
