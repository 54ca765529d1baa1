// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds where variables are at one moment: evaluates location expressions and lists (DWARF 5,
 * sections 2.5 and 2.6) over a frame's registers and a guest's memory. Total: what cannot be
 * evaluated is {@link Place.Unavailable} with the reason; it takes a bounded number of operations.
 */
public final class LocationEvaluator {
  /** No compiler writes more; a loop in damaged information ends here. */
  static final int OPERATIONS_MAX = 10_000;

  private static final int OBJECT_BYTES_MAX = 1 << 20;

  private final Registers registers;
  private final Memory memory;

  /** The registers of one frame. */
  public interface Registers {
    /**
     * A register's value.
     *
     * @param number by DWARF's numbering of the i386: 0 to 7 are EAX, ECX, EDX, EBX, ESP, EBP, ESI,
     *     EDI, 8 is EIP, 9 EFLAGS
     * @return empty where it is not known
     */
    OptionalInt value(int number);

    /**
     * The canonical frame address: ESP before the call that made the frame (DWARF 5, section 6.4).
     *
     * @return empty where it is not known
     */
    OptionalInt canonicalFrameAddress();
  }

  /** A guest's memory in the addresses of its image. */
  public interface Memory {
    /** Shorter than asked where nothing can be read. */
    byte[] read(int address, int lengthBytes);
  }

  /** Works on one frame; ask again with the memory of another moment. */
  public LocationEvaluator(Registers registers, Memory memory) {
    this.registers = registers;
    this.memory = memory;
  }

  /**
   * Where an object is.
   *
   * @param address of the instruction that runs next in the frame
   * @param frameBase of the function; {@link Location#NONE} where there is none
   */
  public Place place(Location location, int address, Location frameBase) {
    Optional<byte[]> expression = expression(location, address);
    if (expression.isEmpty()) {
      return new Place.Unavailable("optimised out");
    }
    return new ExpressionRun(registers, memory, () -> frameBase(frameBase, address))
        .place(expression.get());
  }

  private OptionalInt frameBase(Location frameBase, int address) {
    Optional<byte[]> expression = expression(frameBase, address);
    if (expression.isEmpty()) {
      return OptionalInt.empty();
    }
    // One that needs itself has none.
    Place base = new ExpressionRun(registers, memory, OptionalInt::empty).place(expression.get());
    if (base instanceof Place.InMemory m) {
      return OptionalInt.of(m.address());
    }
    return base instanceof Place.InRegister r ? registers.value(r.number()) : OptionalInt.empty();
  }

  private static Optional<byte[]> expression(Location location, int address) {
    byte[] everywhere = null;
    for (Location.Entry e : location.entries()) {
      if (e.low() == 0 && e.high() == 0) {
        everywhere = e.expression();
      } else if (new CodeRange(e.low(), e.high()).contains(address)) {
        return Optional.of(e.expression());
      }
    }
    return Optional.ofNullable(everywhere);
  }

  /**
   * The bytes of an object, little endian.
   *
   * @param size of the object, bytes
   * @return empty where some of it cannot be read
   */
  public Optional<byte[]> bytes(Place place, int size) {
    if (size < 0 || size > OBJECT_BYTES_MAX) {
      return Optional.empty();
    }
    if (place instanceof Place.InMemory m) {
      byte[] read = memory.read(m.address(), size);
      return read.length == size ? Optional.of(read) : Optional.empty();
    }
    if (place instanceof Place.InRegister r) {
      OptionalInt value = registers.value(r.number());
      return value.isEmpty() || size > 4
          ? Optional.empty()
          : Optional.of(resized(ExpressionRun.little(value.getAsInt()), size));
    }
    if (place instanceof Place.Value v) {
      return Optional.of(resized(v.bytes(), size));
    }
    return place instanceof Place.Pieces p ? assembled(p, size) : Optional.empty();
  }

  private static byte[] resized(byte[] bytes, int size) {
    return Arrays.copyOf(bytes, size);
  }

  private Optional<byte[]> assembled(Place.Pieces pieces, int size) {
    byte[] whole = new byte[size];
    long at = 0;
    for (Place.Piece piece : pieces.pieces()) {
      long end = Math.min(at + piece.bits(), size * 8L);
      int length = (int) ((piece.bitOffset() + (end - at) + 7) / 8);
      Optional<byte[]> part = bytes(piece.place(), length);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      for (long bit = at; bit < end; bit++) {
        int from = (int) (bit - at) + piece.bitOffset();
        if ((part.get()[from >> 3] >> (from & 7) & 1) != 0) {
          whole[(int) (bit >> 3)] |= (byte) (1 << (bit & 7));
        }
      }
      at = end;
    }
    return at < size * 8L ? Optional.empty() : Optional.of(whole);
  }
}
