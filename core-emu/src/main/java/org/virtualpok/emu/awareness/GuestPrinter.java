// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.Type;

/**
 * A guest's values as gdb prints them: {@code {a = 1, b = {...}}}, equal elements once with their
 * number, 200 elements at most. What cannot be read says so in its place.
 */
public final class GuestPrinter {
  private static final int ELEMENTS_MAX = 200;

  /** Fewer equal elements are written one by one; more count as that many. */
  private static final int REPEATS_MAX = 10;

  private static final int DEPTH_MAX = 20;

  /** All of a value, whatever its type claims. */
  private static final int LENGTH_MAX = 100_000;

  /** What is read at once; damaged information has arrays of 2 GB. */
  private static final int BYTES_MAX = 1 << 16;

  /** How far equal elements are counted. */
  private static final int RUN_MAX = 100_000;

  private final SymbolTable symbols;
  private final StringBuilder out = new StringBuilder();
  private int elements;

  private GuestPrinter(SymbolTable symbols) {
    this.symbols = symbols;
  }

  /**
   * One line.
   *
   * @param symbols that pointers are named by
   */
  public static String print(Operand operand, SymbolTable symbols) {
    GuestPrinter printer = new GuestPrinter(symbols);
    Type shape = operand.type().stripped();
    boolean pointer = shape instanceof Type.Pointer;
    if (pointer && !isText(shape)) {
      printer.out.append('(').append(PointerNames.of(operand.type())).append(") ");
    }
    if (operand.place().known()) {
      printer.value(operand.place(), 0);
    } else {
      printer.scalar(operand.type(), OptionalLong.of(operand.number()), operand.place());
    }
    return printer.out.toString();
  }

  private static boolean isText(Type pointer) {
    return pointer instanceof Type.Pointer p && isCharacter(p.target());
  }

  private static boolean isCharacter(Type type) {
    return type.stripped() instanceof Type.Base b
        && b.bytes() == 1
        && (b.encoding() == Type.Encoding.SIGNED_CHAR
            || b.encoding() == Type.Encoding.UNSIGNED_CHAR);
  }

  private void value(GuestValue value, int depth) {
    Type shape = value.type().stripped();
    if (out.length() > LENGTH_MAX) {
      out.append("...");
    } else if (shape instanceof Type.Struct s) {
      struct(value, s, depth);
    } else if (shape instanceof Type.Array a) {
      array(value, a, depth);
    } else if (shape instanceof Type.FunctionType) {
      out.append('{').append(value.type().name()).append("} ");
      out.append(hex(value.address())).append(symbol(value.address(), true));
    } else {
      scalar(value.type(), value.integer(), value);
    }
  }

  private void struct(GuestValue value, Type.Struct struct, int depth) {
    List<Type.Member> members = struct.members();
    if (depth == DEPTH_MAX) {
      out.append("{...}");
      return;
    }
    if (members.isEmpty()) {
      out.append(struct.sizeBytes().isEmpty() ? "<incomplete type>" : "{<No data fields>}");
      return;
    }
    String before = "{";
    for (Type.Member member : members) {
      out.append(before);
      before = ", ";
      if (out.length() > LENGTH_MAX) {
        out.append("...");
        break;
      }
      if (!member.name().isEmpty()) {
        out.append(member.name()).append(" = ");
      }
      value(value.member(member), depth + 1);
    }
    out.append('}');
  }

  private void array(GuestValue value, Type.Array array, int depth) {
    int count = array.count().orElse(0);
    if (count == 0) {
      out.append(hex(value.address())).append(symbol(value.address(), false));
      return;
    }
    OptionalInt size = array.element().sizeBytes();
    if (depth == DEPTH_MAX || size.isEmpty()) {
      out.append("{...}");
      return;
    }
    if (isCharacter(array.element())) {
      int length = Math.min(count, BYTES_MAX);
      Type.Array part = new Type.Array(array.source(), OptionalInt.of(length));
      byte[] bytes = value.as(part).bytes();
      boolean whole = bytes.length == length;
      String text =
          length < count
              ? GuestText.quoted(bytes, length, ELEMENTS_MAX)
              : GuestText.quoted(bytes, ELEMENTS_MAX);
      out.append(whole ? text : unreadable(value));
      out.append(whole && length < count ? "..." : "");
      return;
    }
    if (size.getAsInt() > BYTES_MAX && !(array.element().stripped() instanceof Type.Array)) {
      out.append("{...}");
      return;
    }
    boolean nested = array.element().stripped() instanceof Type.Array;
    out.append('{');
    for (int i = 0; i < count; ) {
      if (!nested && elements >= ELEMENTS_MAX || out.length() > LENGTH_MAX) {
        out.append("...");
        break;
      }
      out.append(i == 0 ? "" : ", ");
      int run = run(value, i, count);
      value(value.element(i), depth + 1);
      if (run > REPEATS_MAX) {
        out.append(" <repeats ").append(run).append(" times>");
        i += run;
        elements += nested ? 0 : REPEATS_MAX;
      } else {
        i++;
        elements += nested ? 0 : 1;
      }
    }
    out.append('}');
  }

  /** How many elements from one on have the same bytes. */
  private static int run(GuestValue array, int from, int count) {
    GuestValue one = array.element(from);
    boolean small = one.type().sizeBytes().orElse(0) <= BYTES_MAX;
    byte[] first = small ? one.bytes() : new byte[0];
    int to = from + 1;
    while (to < count
        && to - from < RUN_MAX
        && first.length > 0
        && Arrays.equals(first, array.element(to).bytes())) {
      to++;
    }
    return to - from;
  }

  /**
   * @param place where it lies, for what is no integer
   */
  private void scalar(Type type, OptionalLong integer, GuestValue place) {
    Type shape = type.stripped();
    if (shape instanceof Type.Base b && b.encoding() == Type.Encoding.FLOAT) {
      byte[] bytes = place.bytes();
      boolean whole = bytes.length == b.bytes() && bytes.length > 0;
      out.append(whole ? GuestText.floating(bytes) : unreadable(place));
    } else if (shape instanceof Type.Void) {
      out.append("void");
    } else if (integer.isEmpty()) {
      out.append(unreadable(place));
    } else if (shape instanceof Type.Pointer p) {
      pointer(p, (int) integer.getAsLong(), place);
    } else if (shape instanceof Type.Enumeration e) {
      out.append(GuestText.enumerators(e, integer.getAsLong()));
    } else if (shape instanceof Type.Base b && b.encoding() == Type.Encoding.BOOLEAN) {
      long n = integer.getAsLong();
      out.append(n == 0 ? "false" : n == 1 ? "true" : Long.toString(n));
    } else {
      long n = integer.getAsLong();
      boolean signed =
          shape instanceof Type.Base b
              && (b.encoding() == Type.Encoding.SIGNED
                  || b.encoding() == Type.Encoding.SIGNED_CHAR);
      out.append(signed ? Long.toString(n) : Long.toUnsignedString(n));
      if (isCharacter(type)) {
        out.append(' ').append(GuestText.character((int) n & 0xff));
      }
    }
  }

  private void pointer(Type.Pointer pointer, int address, GuestValue place) {
    out.append(hex(address));
    if (isText(pointer)) {
      Optional<String> text = place.known() ? place.text() : Optional.empty();
      out.append(symbol(address, false));
      text.ifPresent(t -> out.append(' ').append(GuestText.quoted(t, ELEMENTS_MAX)));
      return;
    }
    out.append(symbol(address, pointer.target().stripped() instanceof Type.FunctionType));
  }

  /** " &lt;name+4&gt;"; empty where no symbol is. */
  private String symbol(int address, boolean function) {
    if (address == 0) {
      return "";
    }
    if (function) {
      String name = symbols.describe(address);
      return name.isEmpty() ? "" : " <" + name + ">";
    }
    return SymbolNames.of(symbols, address).map(n -> " <" + n + ">").orElse("");
  }

  private static String hex(int address) {
    return "0x" + Integer.toHexString(address);
  }

  private static String unreadable(GuestValue value) {
    return value.known()
        ? "<error: cannot read memory at " + hex(value.address()) + ">"
        : "<error: not in memory>";
  }
}
