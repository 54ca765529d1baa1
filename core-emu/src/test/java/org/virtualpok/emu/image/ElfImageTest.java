// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.image.ElfImage.Segment;

class ElfImageTest {
  private static final byte[] SAMPLE = TinyElf.sample().bytes();

  /** The message for the sample with something changed. */
  private static String refusal(Consumer<ByteBuffer> change) {
    byte[] bytes = SAMPLE.clone();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return assertThrows(ImageException.class, () -> ElfImage.parse("x.elf", bytes)).getMessage();
  }

  @Test
  void shouldReadSegmentsSectionsAndEntry() throws ImageException {
    ElfImage image = ElfImage.parse("x.elf", SAMPLE);
    assertEquals("x.elf", image.fileName());
    assertEquals(0x1000, image.entry());
    assertEquals(3, image.segments().size());
    Segment data = image.segments().get(1);
    assertEquals(ElfImage.PT_LOAD, data.type());
    assertEquals(0x2000, data.vaddr());
    assertEquals(4, data.fileBytes().length);
    assertEquals(64, data.memSize());
    assertEquals(6, data.flags());
    assertEquals(4, image.segments().get(2).type());
    assertEquals(0x2040, image.sizeInMemory());
    assertEquals(2, image.sections().size());
    assertEquals(".text", image.sections().get(0).name());
    assertTrue(image.sections().get(0).executable());
    assertEquals(8, image.sections().get(0).bytes().length);
    assertFalse(image.sections().get(1).executable());
    assertFalse(image.isMultiboot());
  }

  @Test
  void shouldReadTheAbiNote() throws ImageException {
    assertEquals("pok-2014", ElfImage.parse("x.elf", SAMPLE).abi().orElseThrow());
    byte[] other =
        new TinyElf(new byte[8], new byte[4], TinyElf.note("GNU", 1, 1, "linux")).bytes();
    assertTrue(ElfImage.parse("x.elf", other).abi().isEmpty());
  }

  @Test
  void shouldRefuseANoteOfALaterVersion() {
    byte[] later =
        new TinyElf(new byte[8], new byte[4], TinyElf.note("VirtualPOK", 1, 2, "new")).bytes();
    ImageException e = assertThrows(ImageException.class, () -> ElfImage.parse("x.elf", later));
    assertTrue(e.getMessage().contains("has version 2"), e.getMessage());
  }

  @Test
  void shouldReadSymbols() throws ImageException {
    SymbolTable symbols = ElfImage.parse("x.elf", SAMPLE).symbols();
    assertTrue(symbols.named("main").orElseThrow().function());
    assertEquals(5, symbols.named("main").orElseThrow().size());
    assertTrue(symbols.named("spin").orElseThrow().function());
    assertEquals(0, symbols.named("spin").orElseThrow().size());
    assertTrue(symbols.named("local_label").isEmpty());
    assertTrue(symbols.named("missing").isEmpty());
    assertFalse(symbols.named("counter").orElseThrow().function());
    assertFalse(symbols.named("_end").orElseThrow().function());
    assertEquals("main+0x2", symbols.describe(0x1002));
    assertEquals("spin+0x1", symbols.describe(0x1006));
  }

  @Test
  void shouldReadAStrippedFile() throws ImageException {
    byte[] bytes = SAMPLE.clone();
    Arrays.fill(bytes, 46, 52, (byte) 0);
    Arrays.fill(bytes, 32, 36, (byte) 0);
    ElfImage image = ElfImage.parse("x.elf", bytes);
    assertTrue(image.symbols().all().isEmpty());
    assertTrue(image.sections().isEmpty());
    assertEquals(3, image.segments().size());
  }

  @Test
  void shouldTellAMultibootKernelByAValidChecksum() throws ImageException {
    assertTrue(ElfImage.parse("k", kernel(0x1BADB002, 3, -(0x1BADB002 + 3))).isMultiboot());
    assertFalse(ElfImage.parse("k", kernel(0x1BADB002, 3, 7)).isMultiboot());
    assertFalse(ElfImage.parse("k", kernel(0x1BADB003, 3, -(0x1BADB002 + 3))).isMultiboot());
  }

  private static byte[] kernel(int magic, int flags, int checksum) {
    byte[] text = new byte[32];
    ByteBuffer.wrap(text)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(magic)
        .putInt(flags)
        .putInt(checksum);
    return new TinyElf(text, new byte[4], new byte[0]).bytes();
  }

  @Test
  void shouldSayWhatIsWrongAndWhere() {
    assertEquals(
        "x.elf: not an ELF file: no ELF magic at file offset 0",
        refusal(b -> b.put(1, (byte) 'X')));
    assertEquals(
        "x.elf: a 64-bit ELF file (class at file offset 4); an i386 image must be 32-bit",
        refusal(b -> b.put(4, (byte) 2)));
    assertEquals(
        "x.elf: a big-endian ELF file (data encoding at file offset 5); the i386 is little-endian",
        refusal(b -> b.put(5, (byte) 2)));
    assertEquals(
        "x.elf: a shared object or position-independent executable (type at file offset 16);"
            + " an executable is needed",
        refusal(b -> b.putShort(16, (short) 3)));
    assertEquals(
        "x.elf: a relocatable object file, not yet linked (type at file offset 16);"
            + " an executable is needed",
        refusal(b -> b.putShort(16, (short) 1)));
    assertEquals(
        "x.elf: wrong machine 40 at file offset 18; an i386 image has 3 (EM_386)",
        refusal(b -> b.putShort(18, (short) 40)));
    assertEquals(
        "x.elf: truncated or damaged: segment 0 (program header at file offset 0x34) at file"
            + " offset 0xffffff00 needs 8 bytes, the file has "
            + SAMPLE.length,
        refusal(b -> b.putInt(TinyElf.PHDR + 4, -256)));
    assertEquals(
        "x.elf: segment 1 (program header at file offset 0x54): 4 bytes in the file but only 1"
            + " in memory",
        refusal(b -> b.putInt(TinyElf.PHDR + 32 + 20, 1)));
    assertEquals(
        "x.elf: segment 1 at address 0x1004 overlaps the one at address 0x1000",
        refusal(b -> b.putInt(TinyElf.PHDR + 32 + 8, 0x1004)));
    assertEquals(
        "x.elf: segment 1 (program header at file offset 0x54): 2147483648 bytes in memory;"
            + " at most 536870912 can be meant",
        refusal(b -> b.putInt(TinyElf.PHDR + 32 + 20, 0x80000000)));
    assertEquals(
        "x.elf: segment 1 (program header at file offset 0x54): 0xfffffff0 + 64 bytes goes beyond"
            + " 4 GiB",
        refusal(b -> b.putInt(TinyElf.PHDR + 32 + 8, 0xfffffff0)));
    assertEquals(
        "x.elf: nothing to load: none of 0 program headers at file offset 0x34 is PT_LOAD",
        refusal(b -> b.putShort(44, (short) 0)));
    assertEquals(
        "x.elf: 5000 program headers (file offset 44); at most 64 are read",
        refusal(b -> b.putShort(44, (short) 5000)));
  }

  @Test
  void shouldNameTheEmptyAndTheCutFile() {
    assertEquals(
        "x.elf: not an ELF file: it is empty",
        assertThrows(ImageException.class, () -> ElfImage.parse("x.elf", new byte[0]))
            .getMessage());
    assertEquals(
        "x.elf: truncated or damaged: the ELF header at file offset 0x0 needs 52 bytes, the file"
            + " has 40",
        assertThrows(ImageException.class, () -> ElfImage.parse("x.elf", Arrays.copyOf(SAMPLE, 40)))
            .getMessage());
  }

  @Test
  void shouldRefuseEveryTruncation() {
    for (int length = 0; length < SAMPLE.length; length++) {
      byte[] cut = Arrays.copyOf(SAMPLE, length);
      ImageException e = assertThrows(ImageException.class, () -> ElfImage.parse("x.elf", cut));
      assertOneLine(e);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20261122})
  void shouldSurviveRandomDamage(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = SAMPLE.clone();
      int flips = 1 + random.nextInt(6);
      for (int i = 0; i < flips; i++) {
        // Half of the damage goes where it hurts: into the headers.
        int at = random.nextInt(random.nextBoolean() ? TinyElf.PHDR + 96 : bytes.length);
        bytes[at] = random.nextInt(4) == 0 ? (byte) 0xff : (byte) random.nextInt(256);
      }
      try {
        ElfImage image = ElfImage.parse("x.elf", bytes);
        assertTrue(image.sizeInMemory() > 0);
      } catch (ImageException e) {
        assertOneLine(e);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  private static void assertOneLine(ImageException e) {
    assertTrue(e.getMessage().startsWith("x.elf: "), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void aFunctionHasTheNameOfItsPlaceBeforeAMarkWithoutSize() {
    SymbolTable symbols =
        new SymbolTable(
            List.of(
                new SymbolTable.Symbol("off", 0, 230, true),
                new SymbolTable.Symbol("__partition_begin", 0, 0, true),
                new SymbolTable.Symbol("__end", 230, 0, true)));
    assertEquals("off", symbols.describe(0));
    assertEquals("off+0x10", symbols.describe(0x10));
    assertEquals("__end", symbols.describe(230));
  }
}
