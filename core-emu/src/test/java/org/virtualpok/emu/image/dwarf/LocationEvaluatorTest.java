// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions by their bytes: registers hold 0x1000 + number, memory its own low address byte. */
class LocationEvaluatorTest {
  private static final LocationEvaluator.Registers REGISTERS =
      new LocationEvaluator.Registers() {
        @Override
        public OptionalInt value(int number) {
          return number <= 8 ? OptionalInt.of(0x1000 + number) : OptionalInt.empty();
        }

        @Override
        public OptionalInt canonicalFrameAddress() {
          return OptionalInt.of(0x2000);
        }
      };

  private static final LocationEvaluator EVALUATOR =
      new LocationEvaluator(REGISTERS, LocationEvaluatorTest::read);

  private static byte[] read(int address, int length) {
    if (address < 0x1000) {
      return new byte[0];
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (address + i);
    }
    return bytes;
  }

  private static Location everywhere(String hex) {
    return Location.everywhere(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static Place place(String hex) {
    return EVALUATOR.place(everywhere(hex), 0x100, everywhere("9c"));
  }

  private static String text(Place place) {
    if (place instanceof Place.InMemory m) {
      return "memory " + Integer.toHexString(m.address());
    }
    if (place instanceof Place.InRegister r) {
      return "register " + r.number();
    }
    if (place instanceof Place.Value v) {
      return "value " + HexFormat.of().formatHex(v.bytes());
    }
    return place.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "03 78 56 34 12, memory 12345678", // addr
    "91 68, memory 1fe8", // fbreg -24
    "75 08, memory 100d", // breg5 8
    "92 04 7c, memory 1000", // bregx 4, -4
    "50, register 0",
    "90 0b, register 11", // regx
    "9c 23 84 01, memory 2084", // call_frame_cfa, plus_uconst 132
    "35 9f, value 05000000", // lit5 stack_value
    "9e 02 aa bb, value aabb", // implicit_value
    "70 00 06, memory 3020100", // breg0, deref
    "70 00 94 02, memory 100", // deref_size 2
    "09 ff 31 1c 9f, value feffffff", // const1s -1, lit1, minus
    "0b fe ff 32 1b 9f, value ffffffff", // const2s -2 / 2, signed
    "0c fe ff ff ff 37 1d 9f, value 02000000", // const4u, 7, mod is unsigned
    "33 34 1e 9f, value 0c000000", // mul
    "31 32 33 17 9f, value 02000000", // rot: 3 1 2
    "31 32 33 17 13 13 9f, value 03000000",
    "31 32 16 9f, value 01000000", // swap
    "31 32 14 9f, value 01000000", // over
    "31 32 33 15 02 9f, value 01000000", // pick 2
    "09 80 31 26 9f, value c0ffffff", // shra
    "09 80 4c 25 9f, value 0f000000", // shr 28
    "31 08 20 24 9f, value 00000000", // shl by 32
    "09 80 19 9f, value 80000000", // abs
    "31 1f 20 9f, value 00000000", // neg, not
    "33 35 1a 36 21 3f 27 9f, value 08000000", // and, or, xor
    "31 32 2d 9f, value 01000000", // lt
    "09 ff 31 2a 9f, value 00000000", // ge is signed
    "31 28 01 00 96 37 9f, value 07000000", // bra over a nop
    "2f 01 00 a3 37 9f, value 07000000", // skip over what is unknown
    "33 12 29 9f, value 01000000", // dup, eq
    "33 22, unavailable: an expression takes more than it has",
    "a3 01 50 9f, unavailable: DW_OP_entry_value",
    "f3 01 50 9f, unavailable: DW_OP_GNU_entry_value",
    "ee, unavailable: DW_OP_0xee",
    "2f fd ff, unavailable: more than 10000 operations", // skip to itself
    "2f 00 80, unavailable: expression: offset 0xffffffffffff8003 lies outside its 3 bytes",
    "03 78, 'unavailable: expression: cut off at offset 0x2, 1 bytes needed'",
    "31 30 1b, unavailable: a division by 0",
    "31 06, unavailable: 0x1 cannot be read",
    "79 00, unavailable: register 9 is not known",
    "'', unavailable: optimised out"
  })
  void shouldFindThePlace(String expression, String expected) {
    assertEquals(expected, text(place(expression)));
  }

  @Test
  void piecesShouldBePutTogether() {
    // EAX (low 2 bytes), 4 bits of memory at 0x2000 from bit 4 on, 4 bits of a value, 1 byte.
    Place place = place("50 93 02 9c 9d 04 04 3a 9f 9d 04 00 9e 01 77 93 01");
    assertArrayEquals(
        new byte[] {0x00, 0x10, (byte) 0xa0, 0x77}, EVALUATOR.bytes(place, 4).orElseThrow());
    assertEquals(Optional.empty(), EVALUATOR.bytes(place, 5));
    assertEquals(Optional.empty(), EVALUATOR.bytes(place("50 93 04 93 04"), 8));
  }

  @Test
  void bytesShouldComeFromWhereItIs() {
    assertArrayEquals(
        new byte[] {(byte) 0xe8, (byte) 0xe9}, EVALUATOR.bytes(place("91 68"), 2).orElseThrow());
    assertArrayEquals(new byte[] {3, 0x10}, EVALUATOR.bytes(place("53"), 2).orElseThrow());
    assertEquals(Optional.empty(), EVALUATOR.bytes(place("53"), 8));
    assertEquals(Optional.empty(), EVALUATOR.bytes(place("5b"), 4));
    assertEquals(Optional.empty(), EVALUATOR.bytes(place("91 68"), -1));
  }

  @Test
  void aListShouldHoldInItsRanges() {
    Location list =
        new Location(
            List.of(
                new Location.Entry(0x10, 0x20, new byte[] {0x50}),
                new Location.Entry(0x20, 0x30, new byte[] {0x51})));
    assertEquals("register 0", text(EVALUATOR.place(list, 0x1f, Location.NONE)));
    assertEquals("register 1", text(EVALUATOR.place(list, 0x20, Location.NONE)));
    assertEquals("unavailable: optimised out", text(EVALUATOR.place(list, 0x30, Location.NONE)));
  }

  @Test
  void aFrameBaseMayBeARegisterButNotItself() {
    Location local = everywhere("91 04");
    assertEquals("memory 1009", text(EVALUATOR.place(local, 0, everywhere("55"))));
    String unknown = "unavailable: the frame base is not known";
    assertEquals(unknown, text(EVALUATOR.place(local, 0, local)));
    assertEquals(unknown, text(EVALUATOR.place(local, 0, Location.NONE)));
  }

  @Test
  void noiseShouldEndSomewhere() {
    long seed = 20261124;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);
      Place place =
          EVALUATOR.place(
              Location.everywhere(noise), 0, Location.everywhere(Arrays.copyOf(noise, 3)));
      EVALUATOR.bytes(place, random.nextInt(40) - 2);
    }
  }
}
