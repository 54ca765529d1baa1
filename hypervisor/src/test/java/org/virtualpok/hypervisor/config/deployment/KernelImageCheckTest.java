// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.hypervisor.config.Finding;

class KernelImageCheckTest {
  private static final int KERNEL = 0x100000;
  private static final String GOOD = Headers.KERNEL_2025;
  private static final byte[] SMALL = new TinyElf(0).object("main", new byte[64]).build(16, 0x4000);

  private static byte[] slots(long... nanos) {
    return TinyElf.numbers(8, nanos);
  }

  private static TinyElf kernel(byte[]... partitions) {
    long[] sizes = new long[partitions.length];
    TinyElf elf = new TinyElf(KERNEL);
    for (int i = 0; i < partitions.length; i++) {
      sizes[i] = partitions[i].length;
    }
    elf.object("part_sizes", TinyElf.numbers(4, sizes));
    for (int i = 0; i < partitions.length; i++) {
      elf.object(i == 0 ? "__archive2_begin" : "p" + i, partitions[i]);
    }
    return elf;
  }

  private static List<String> compare(String header, TinyElf kernel) throws ImageException {
    ElfImage image = ElfImage.parse("pok.elf", kernel.build(KERNEL, 0));
    return KernelImageCheck.check(Headers.read(header, HeaderFiles.NONE), image).stream()
        .map(Finding::text)
        .toList();
  }

  private static String at(String macro) {
    return "deployment.h:" + Headers.line(GOOD, "#define " + macro + " ") + ": ";
  }

  @Test
  void aKernelOfItsHeaderHasNoFinding() throws ImageException {
    TinyElf kernel =
        kernel(SMALL, SMALL)
            .object("pok_sched_slots", slots(20_000_000, 30_000_000))
            .object("pok_sched_slots_allocation", TinyElf.numbers(1, 0, 1));
    assertEquals(List.of(), compare(GOOD, kernel));
    TinyElf old =
        kernel(SMALL)
            .object("pok_sched_slots", slots(100))
            .object("pok_sched_slots_allocation", TinyElf.numbers(2, 0));
    assertEquals(List.of(), compare(Headers.KERNEL_2013, old));
  }

  @Test
  void anotherNumberOfPartitionsIsFound() throws ImageException {
    assertEquals(
        List.of(
            at("POK_CONFIG_NB_PARTITIONS")
                + "POK_CONFIG_NB_PARTITIONS is 2; pok.elf carries 1 partition"),
        compare(GOOD, kernel(SMALL)));
  }

  @Test
  void aPartitionThatDoesNotFitIsFound() throws ImageException {
    byte[] wide = new TinyElf(0).object("main", new byte[64]).build(0, 0x15000);
    assertEquals(
        List.of(
            at("POK_CONFIG_PARTITIONS_SIZE")
                + "partition 1's image takes 86016 bytes and the stacks of its 2 threads 24580; 98304"
                + " are configured"),
        compare(GOOD, kernel(SMALL, wide)));
    byte[] long1 = new TinyElf(0).object("main", new byte[100_000]).build(0, 0);
    List<String> findings = compare(GOOD, kernel(SMALL, long1));
    assertEquals(1, findings.size());
    assertTrue(
        findings.get(0).endsWith("98304 are configured (POK's partition error 30)"),
        findings::toString);
    byte[] far = new TinyElf(0).object("main", new byte[64]).build(0x20000, 0);
    assertEquals(
        List.of(
            at("POK_CONFIG_PARTITIONS_SIZE")
                + "partition 0's entry 0x00020000 lies outside the 131072 bytes that are configured"),
        compare(GOOD, kernel(far, SMALL)));
  }

  @Test
  void slotsOfAnotherHeaderAreFound() throws ImageException {
    TinyElf kernel =
        kernel(SMALL, SMALL).object("pok_sched_slots", slots(20_000_000, 10_000_000, 20_000_000));
    assertEquals(
        List.of(
            at("POK_CONFIG_SCHEDULING_SLOTS")
                + "POK_CONFIG_SCHEDULING_SLOTS is {20000000, 30000000}; pok.elf was built with"
                + " {20000000, 10000000, 20000000}"),
        compare(GOOD, kernel));
  }

  @Test
  void damageIsOneLineEach() throws ImageException {
    assertEquals(
        List.of(
            "deployment.h: warning: pok.elf has no symbols part_sizes and __archive2_begin; the"
                + " partitions in it are not compared"),
        compare(GOOD, new TinyElf(KERNEL).object("x", new byte[4])));
    assertEquals(
        List.of(
            "deployment.h: pok.elf: partition 0: not an ELF file: no ELF magic at file offset 0"),
        compare(Headers.KERNEL_2013, kernel(new byte[100])));
    TinyElf cut =
        new TinyElf(KERNEL)
            .object("part_sizes", TinyElf.numbers(4, 0xffff_fff0L, 0x7fff_ffffL))
            .object("__archive2_begin", new byte[8]);
    assertEquals(
        List.of("deployment.h: pok.elf: partition 0's file of 4294967280 bytes is not in it"),
        compare(GOOD, cut));
    assertEquals(
        List.of("deployment.h:1: this header configures a partition; pok.elf is a kernel"),
        compare(Headers.PARTITION, kernel(SMALL)));
  }
}
