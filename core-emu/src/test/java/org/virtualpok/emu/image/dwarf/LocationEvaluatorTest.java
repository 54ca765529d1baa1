// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.awareness.GuestMemory;

/** Expressions as gcc writes them for the i386, and some that it does not write. */
class LocationEvaluatorTest {
  private static final GuestMemory MEMORY =
      (address, length) -> {
        byte[] b = new byte[address >= 0x1000 && address < 0x2000 ? length : 0];
        for (int i = 0; i < b.length; i++) {
          b[i] = (byte) (address + i);
        }
        return b;
      };

  private static byte[] bytes(int... values) {
    byte[] b = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      b[i] = (byte) values[i];
    }
    return b;
  }

  private static Frame frame(Location base) {
    int[] registers = {0xa, 0xc, 0xd, 0xb, 0x1400, 0x1500, 0x51, 0xd1, 0x8048010};
    return new Frame(0x8048010, registers, OptionalInt.of(0x1508), base, MEMORY);
  }

  private static Place at(int... expression) {
    Location cfa = Location.everywhere(bytes(0x9c));
    return LocationEvaluator.evaluate(Location.everywhere(bytes(expression)), frame(cfa));
  }

  @Test
  void shouldFindMemory() {
    assertEquals(new Place.Memory(0x804a010), at(0x03, 0x10, 0xa0, 0x04, 0x08));
    assertEquals(new Place.Memory(0x14f4), at(0x91, 0x6c)); // fbreg -20
    assertEquals(new Place.Memory(0x1510), at(0x75, 0x10)); // breg5 16
    assertEquals(new Place.Memory(0x151c), at(0x75, 0x10, 0x23, 0x0c)); // plus_uconst 12
    assertEquals(new Place.Memory(0x03020100), at(0x74, 0, 0x06)); // [esp]
    assertEquals(new Place.Memory(0x0100), at(0x74, 0, 0x94, 2));
  }

  @Test
  void frameBaseMayBeARegister() {
    Location base = Location.everywhere(bytes(0x55));
    Location local = Location.everywhere(bytes(0x91, 0x7c));
    assertEquals(new Place.Memory(0x14fc), LocationEvaluator.evaluate(local, frame(base)));
    Place endless = LocationEvaluator.evaluate(local, frame(Location.everywhere(bytes(0x91, 0))));
    assertEquals(new Place.Unavailable("a frame's base that is relative to itself"), endless);
  }

  @Test
  void shouldFindRegistersAndValues() {
    assertEquals(new Place.Register(3), at(0x53));
    assertEquals(new Place.Register(17), at(0x90, 17));
    assertEquals(new Place.Value(-5), at(0x11, 0x7b, 0x9f));
    assertEquals(new Place.Value(0xa * 4 + 0xc), at(0x70, 0, 0x34, 0x1e, 0x71, 0, 0x22, 0x9f));
    Place.Constant text = assertInstanceOf(Place.Constant.class, at(0x9e, 3, 1, 2, 3));
    assertArrayEquals(bytes(1, 2, 3), text.bytes());
  }

  @Test
  void shouldCompose() {
    assertEquals(
        new Place.Composite(
            List.of(
                new Place.Piece(new Place.Register(0), 4),
                new Place.Piece(new Place.Unavailable("optimised out"), 2),
                new Place.Piece(new Place.Memory(0x1500), 2))),
        at(0x50, 0x93, 4, 0x93, 2, 0x75, 0, 0x93, 2));
  }

  @Test
  void shouldCalculate() {
    assertEquals(new Place.Value(7), at(0x33, 0x34, 0x22, 0x9f));
    assertEquals(new Place.Value(-1), at(0x33, 0x34, 0x1c, 0x9f));
    assertEquals(
        new Place.Value(4), at(0x33, 0x34, 0x16, 0x13, 0x12, 0x1a, 0x9f)); // swap, drop, dup
    assertEquals(new Place.Value(6), at(0x32, 0x34, 0x14, 0x22, 0x9f)); // over, plus
    assertEquals(new Place.Value(1), at(0x33, 0x34, 0x2d, 0x9f)); // 3 < 4
    assertEquals(new Place.Value(0x3fffffff), at(0x11, 0x7f, 0x32, 0x25, 0x9f)); // -1 >>> 2
    assertEquals(new Place.Value(-1), at(0x11, 0x7f, 0x32, 0x26, 0x9f));
    assertEquals(new Place.Value(2), at(0x31, 0x28, 1, 0, 0x35, 0x32, 0x9f)); // branches over lit5
    assertEquals(new Place.Value(2), at(0x31, 0x32, 0x33, 0x17, 0x9f)); // rot: 3 1 2
    assertEquals(new Place.Value(3), at(0x31, 0x32, 0x33, 0x17, 0x15, 2, 0x9f)); // pick 2
  }

  @Test
  void shouldSayWhatIsNotToBeHad() {
    assertEquals(new Place.Unavailable("optimised out"), at());
    assertEquals(new Place.Unavailable("DW_OP 0xa3 is not known"), at(0xa3, 1, 0x50, 0x9f));
    assertEquals(new Place.Unavailable("memory at 0x0 cannot be read"), at(0x30, 0x06));
    assertEquals(new Place.Unavailable("the expression divides by 0"), at(0x31, 0x30, 0x1b));
    assertEquals(new Place.Unavailable("the expression does not end"), at(0x2f, 0xfd, 0xff));
    assertEquals(new Place.Unavailable("register 20 is not known"), at(0x84, 0));
    assertEquals(new Place.Unavailable("the expression's stack is empty"), at(0x22));
  }

  @Test
  void listsShouldDependOnThePlace() {
    Location list =
        new Location(
            List.of(
                new Location.Entry(0x8048000, 0x8048010, bytes(0x50)),
                new Location.Entry(0x8048010, 0x8048020, bytes(0x56))));
    assertEquals(new Place.Register(6), LocationEvaluator.evaluate(list, frame(Location.NONE)));
    Frame later = new Frame(0x8048020, new int[0], OptionalInt.empty(), Location.NONE, MEMORY);
    assertEquals(new Place.Unavailable("optimised out"), LocationEvaluator.evaluate(list, later));
  }

  @Test
  void anyBytesShouldGiveAPlace() {
    long seed = 20261123;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      byte[] expression = new byte[random.nextInt(24)];
      random.nextBytes(expression);
      Location any = Location.everywhere(expression);
      assertInstanceOf(Place.class, LocationEvaluator.evaluate(any, frame(any)));
    }
  }
}
