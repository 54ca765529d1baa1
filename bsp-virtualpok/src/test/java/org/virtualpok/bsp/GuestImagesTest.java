// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;

class GuestImagesTest {
  private static final int LARGEST = 200 * 1024;

  static List<String> all() {
    return GuestImages.all();
  }

  static List<String> partitions() {
    return GuestImages.partitions();
  }

  static List<String> natives() {
    return GuestImages.natives();
  }

  @Test
  void samplesHaveTheNamesOfTheCommandLine() {
    assertEquals(List.of("hello", "base_sp", "ticker", "messages"), GuestImages.samples());
  }

  @Test
  void samplesOfTheKernelOf2013SayItInTheirNames() {
    assertEquals(List.of("hello-2013", "base_sp-2013", "ticker-2013"), GuestImages.samplesOf2013());
  }

  @Test
  void everySampleHasItsNativeVariant() {
    for (String name : GuestImages.samples()) {
      assertTrue(GuestImages.nativeSamples().contains(name + GuestImages.NATIVE_SUFFIX), name);
    }
  }

  @Test
  void onlyNamesOfNativeImagesEndInNative() {
    for (String name : GuestImages.all()) {
      assertEquals(
          GuestImages.natives().contains(name), name.endsWith(GuestImages.NATIVE_SUFFIX), name);
    }
  }

  @Test
  void onlyNamesOfTheCatalogueAreImages() {
    assertTrue(GuestImages.contains("irqstress"));
    assertFalse(GuestImages.contains("nobody"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> GuestImages.read("../images/hello"));
    assertTrue(e.getMessage().contains("base_sp"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void imageFitsTheSmallestPartition(String name) throws ImageException {
    byte[] file = GuestImages.read(name);
    ElfImage image = ElfImage.parse(name, file);

    assertTrue(file.length < LARGEST, "size of the file");
    assertTrue(image.sizeInMemory() < 512 * 1024, "size in memory");
    boolean of2013 = GuestImages.samplesOf2013().contains(name);
    assertEquals(Optional.of(of2013 ? "pok-2013" : "virtualpok"), image.abi());
    for (ElfImage.Segment segment : image.segments()) {
      assertTrue(segment.vaddr() >= 0x1000, "page 0 stays unused");
      assertFalse((segment.flags() & 3) == 3, "no segment is written and executed");
    }
    assertEquals(image.entry(), image.symbols().named("start").orElseThrow().address());
    assertFalse(image.isMultiboot());
  }

  @ParameterizedTest
  @MethodSource("natives")
  void nativeImageIsForAMultibootLoader(String name) throws ImageException {
    byte[] file = GuestImages.read(name);
    ElfImage image = ElfImage.parse(name, file);

    assertTrue(image.isMultiboot());
    assertEquals(Optional.empty(), image.abi(), "speaks to no hypervisor");
    assertTrue(file.length < LARGEST, "size of the file");
    for (ElfImage.Segment segment : image.segments()) {
      assertTrue(segment.paddr() >= 1 << 20, "the first MiB stays as it is");
      assertTrue(segment.paddr() + segment.memSize() <= 2 << 20, "small");
      assertEquals(segment.vaddr(), segment.paddr(), "no paging");
      assertFalse((segment.flags() & 3) == 3, "no segment is written and executed");
    }
    assertEquals(image.entry(), image.symbols().named("start").orElseThrow().address());
    for (String layer : List.of("_virtualpok_upcall", "_BSP_Virtual_Char_write")) {
      assertTrue(image.symbols().named(layer).isEmpty(), layer);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void imageTellsNothingOfTheMachineThatBuiltIt(String name) {
    String text = new String(GuestImages.read(name), StandardCharsets.ISO_8859_1);
    for (String directory : List.of("/home/", "/usr/", "/tmp/", "/root/", "/var/", "/opt/")) {
      assertFalse(text.contains(directory), directory);
    }
  }

  @Test
  void demoOfThePcNamesItsInterruptHandlers() throws ImageException {
    ElfImage image = ElfImage.parse("vgademo", GuestImages.read("vgademo-native"));
    for (String symbol : List.of("timer_interrupt", "keyboard_interrupt")) {
      assertTrue(image.symbols().named(symbol).isPresent(), symbol);
    }
  }

  @Test
  void samplesWithClockHaveTheSymbolsOfTheExecutive() throws ImageException {
    for (String name : List.of("base_sp", "ticker", "messages", "irqstress")) {
      ElfImage image = ElfImage.parse(name, GuestImages.read(name));
      for (String symbol :
          List.of("Clock_driver_ticks", "_Thread_Executing", "_CPU_Virtual_idle_thread")) {
        assertTrue(image.symbols().named(symbol).isPresent(), name + ": " + symbol);
      }
    }
  }
}
