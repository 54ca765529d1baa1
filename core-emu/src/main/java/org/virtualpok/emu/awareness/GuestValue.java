// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.image.dwarf.Type;

/**
 * A typed place in a guest's memory. Every method is total: what has no such member, leads nowhere
 * or cannot be read gives {@link #UNKNOWN}, an empty answer or a shorter one, so that whole paths
 * can be written without a check at each step.
 */
public final class GuestValue {
  private static final int TEXT_BYTES_MAX = 4096;

  /** Nothing is known of it, nor of anything that it leads to. */
  public static final GuestValue UNKNOWN =
      new GuestValue(Type.Void.VOID, 0, 0, 0, (address, length) -> new byte[0], false);

  private final Type type;
  private final int address;
  private final int bitOffset;
  private final int bitSize;
  private final GuestMemory memory;
  private final boolean known;

  private GuestValue(
      Type type, int address, int bitOffset, int bitSize, GuestMemory memory, boolean known) {
    this.type = type;
    this.address = address;
    this.bitOffset = bitOffset;
    this.bitSize = bitSize;
    this.memory = memory;
    this.known = known;
  }

  /** What lies at an address. */
  public static GuestValue at(Type type, int address, GuestMemory memory) {
    return new GuestValue(type, address, 0, 0, memory, true);
  }

  /** Whether there is such a place; it may still be unreadable. */
  public boolean known() {
    return known;
  }

  /** Bits of a bit field; 0 for everything else. */
  public int bitSize() {
    return bitSize;
  }

  /** As declared. */
  public Type type() {
    return type;
  }

  /** Of its first byte, in the image's addresses. */
  public int address() {
    return address;
  }

  /** A member of a struct or union, those of anonymous members among them. */
  public GuestValue member(String name) {
    if (!(type.stripped() instanceof Type.Struct struct)) {
      return UNKNOWN;
    }
    return struct.member(name).map(this::member).orElse(UNKNOWN);
  }

  /** A member as this value's type lists it: the way to one without a name. */
  public GuestValue member(Type.Member m) {
    return new GuestValue(
        m.type(), address + m.offsetBytes(), m.bitOffset(), m.bitSize(), memory, known);
  }

  /** Members one after the other: {@code path("Wait", "queue")}; pointers are followed. */
  public GuestValue path(String... names) {
    GuestValue at = this;
    for (String name : names) {
      if (at.type.stripped() instanceof Type.Pointer) {
        at = at.target();
      }
      at = at.member(name);
    }
    return at;
  }

  /** An element of an array, or of the memory that a pointer points to; not bounds-checked. */
  public GuestValue element(int index) {
    Type shape = type.stripped();
    Type element;
    int start;
    if (shape instanceof Type.Array array) {
      element = array.element();
      start = address;
    } else if (shape instanceof Type.Pointer pointer && pointerValue().isPresent()) {
      element = pointer.target();
      start = pointerValue().getAsInt();
    } else {
      return UNKNOWN;
    }
    OptionalInt size = element.sizeBytes();
    return size.isEmpty() ? UNKNOWN : at(element, start + index * size.getAsInt(), memory);
  }

  /** How many elements an array has by its type. */
  public OptionalInt elements() {
    return type.stripped() instanceof Type.Array array ? array.count() : OptionalInt.empty();
  }

  /** What a pointer points to; {@link #UNKNOWN} for a null pointer. */
  public GuestValue target() {
    OptionalInt to = pointerValue();
    if (to.isEmpty() || to.getAsInt() == 0) {
      return UNKNOWN;
    }
    return at(((Type.Pointer) type.stripped()).target(), to.getAsInt(), memory);
  }

  /** The same place, taken for another type. */
  public GuestValue as(Type other) {
    return known ? at(other, address, memory) : UNKNOWN;
  }

  /** The address that a pointer holds; 0 for a null pointer. */
  public OptionalInt pointerValue() {
    if (!(type.stripped() instanceof Type.Pointer)) {
      return OptionalInt.empty();
    }
    OptionalLong raw = little(4);
    return raw.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) raw.getAsLong());
  }

  /** An integer, enumeration, boolean, character or pointer; sign-extended if it is signed. */
  public OptionalLong integer() {
    Type shape = type.stripped();
    OptionalInt size = shape.sizeBytes();
    boolean signed =
        shape instanceof Type.Enumeration e && e.signed()
            || shape instanceof Type.Base b
                && (b.encoding() == Type.Encoding.SIGNED
                    || b.encoding() == Type.Encoding.SIGNED_CHAR);
    boolean scalar =
        shape instanceof Type.Enumeration
            || shape instanceof Type.Pointer
            || shape instanceof Type.Base base && base.encoding() != Type.Encoding.FLOAT;
    if (!known || !scalar || size.isEmpty() || size.getAsInt() < 1 || size.getAsInt() > 8) {
      return OptionalLong.empty();
    }
    int bits = bitSize > 0 ? bitSize : size.getAsInt() * 8;
    int bytes = bitSize > 0 ? (bitOffset + bitSize + 7) / 8 : size.getAsInt();
    OptionalLong raw = bytes > 8 ? OptionalLong.empty() : little(bytes);
    if (raw.isEmpty()) {
      return raw;
    }
    int above = 64 - bits;
    long aligned = raw.getAsLong() >>> bitOffset << above;
    return OptionalLong.of(signed ? aligned >> above : aligned >>> above);
  }

  /** The integer, or a value that stands for what cannot be read. */
  public long integerOr(long missing) {
    return integer().orElse(missing);
  }

  /** The name of an enumeration's value. */
  public Optional<String> enumerator() {
    return type.stripped() instanceof Type.Enumeration e && integer().isPresent()
        ? e.nameOf(integer().getAsLong())
        : Optional.empty();
  }

  /** Text up to a NUL: of an array of characters, or where a pointer to characters points. */
  public Optional<String> text() {
    Type shape = type.stripped();
    int from;
    int max = TEXT_BYTES_MAX;
    if (shape instanceof Type.Array array) {
      from = address;
      max = Math.min(max, array.count().orElse(max));
    } else if (pointerValue().orElse(0) != 0) {
      from = pointerValue().getAsInt();
    } else {
      return Optional.empty();
    }
    byte[] bytes = known ? memory.read(from, max) : new byte[0];
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
  }

  /** Its bytes; shorter than its type where memory ends, empty where the size is unknown. */
  public byte[] bytes() {
    OptionalInt size = type.sizeBytes();
    return known && size.isPresent() ? memory.read(address, size.getAsInt()) : new byte[0];
  }

  /** The members that its type has; empty for what is no struct. */
  public List<String> members() {
    return type.stripped() instanceof Type.Struct s
        ? s.members().stream().map(Type.Member::name).toList()
        : List.of();
  }

  private OptionalLong little(int bytes) {
    byte[] read = known ? memory.read(address, bytes) : new byte[0];
    if (read.length < bytes) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | read[i] & 0xff;
    }
    return OptionalLong.of(value);
  }

  @Override
  public String toString() {
    return known ? type.name() + " at 0x" + Integer.toHexString(address) : "unknown";
  }
}
