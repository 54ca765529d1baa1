// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.bsp.GuestImages;

/** A program says the same on a PC, which QEMU stands for, as in a partition. */
class NativeTextTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("basedir", "")).resolve("guest/samples");

  static List<String> samples() {
    return GuestImages.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesShouldSayTheSameAsInAPartition(String name) throws IOException {
    String expected =
        Files.readString(SAMPLES.resolve(name).resolve("expected.txt"), StandardCharsets.UTF_8);
    assertEquals(new QemuRecord(0, expected), QemuRecord.read(name));
  }

  @Test
  void executiveShouldPassItsTest() throws IOException {
    QemuRecord record = QemuRecord.read("exectest");
    assertEquals(0, record.status());
    assertTrue(record.text().contains(", 0 errors\n"), record.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "base_sp", "bench"})
  void recordShouldEqualQemuItselfWhereItIsInstalled(String name) throws IOException {
    assumeTrue(Qemu.present(), "no QEMU here; the record speaks for it");
    Qemu.Run run = Qemu.run(GuestImages.read(name + GuestImages.NATIVE_SUFFIX));
    assertEquals(QemuRecord.read(name), new QemuRecord(run.status(), run.text()));
  }
}
