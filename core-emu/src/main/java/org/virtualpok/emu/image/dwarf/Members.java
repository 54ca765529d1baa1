// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.image.dwarf.Type.Member;
import org.virtualpok.emu.image.dwarf.Type.Qualified;
import org.virtualpok.emu.image.dwarf.Type.Struct;
import org.virtualpok.emu.image.dwarf.Type.Typedef;

/** Walks through types; damaged information may be cyclic where C is not, so walks are bounded. */
final class Members {
  private static final int DEPTH_MAX = 64;

  private Members() {}

  static Type stripped(Type type) {
    Type at = type;
    for (int i = 0; i < DEPTH_MAX; i++) {
      if (at instanceof Typedef t) {
        at = t.target();
      } else if (at instanceof Qualified q) {
        at = q.target();
      } else {
        return at;
      }
    }
    return Type.Void.VOID;
  }

  /** As C writes it; what is nested too deeply becomes "...". */
  static String name(Type type) {
    return name(type, 0);
  }

  private static String name(Type type, int depth) {
    if (depth == DEPTH_MAX) {
      return "...";
    }
    if (type instanceof Type.Pointer p) {
      Type target = p.target();
      return name(target, depth + 1) + (target instanceof Type.Pointer ? "*" : " *");
    }
    if (type instanceof Type.Array) {
      StringBuilder dimensions = new StringBuilder(" ");
      Type at = type;
      for (int i = 0; i < DEPTH_MAX && at instanceof Type.Array a; i++) {
        String count = a.count().isPresent() ? Integer.toString(a.count().getAsInt()) : "";
        dimensions.append('[').append(count).append(']');
        at = a.element();
      }
      return name(at, depth + 1) + dimensions;
    }
    if (type instanceof Qualified q) {
      String target = name(q.target(), depth + 1);
      return q.target() instanceof Type.Pointer
          ? target + " " + q.qualifier()
          : q.qualifier() + " " + target;
    }
    if (type instanceof Type.FunctionType f) {
      return name(f.result(), depth + 1) + " (...)";
    }
    return type.name();
  }

  /** Of all dimensions. */
  static OptionalInt sizeBytes(Type.Array array) {
    long bytes = 1;
    Type at = array;
    for (int i = 0; i < DEPTH_MAX && at instanceof Type.Array a; i++) {
      if (a.count().isEmpty()) {
        return OptionalInt.empty();
      }
      bytes *= a.count().getAsInt();
      at = a.element().stripped();
      if (bytes > Integer.MAX_VALUE) {
        return OptionalInt.empty();
      }
    }
    OptionalInt one = at instanceof Type.Array ? OptionalInt.empty() : at.sizeBytes();
    if (one.isEmpty() || bytes * one.getAsInt() > Integer.MAX_VALUE) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) (bytes * one.getAsInt()));
  }

  static Optional<Member> find(Struct struct, String name) {
    return find(struct, name, 0);
  }

  private static Optional<Member> find(Struct struct, String name, int depth) {
    for (Member member : struct.members()) {
      if (member.name().equals(name) && !name.isEmpty()) {
        return Optional.of(member);
      }
    }
    if (depth == DEPTH_MAX) {
      return Optional.empty();
    }
    for (Member member : struct.members()) {
      if (member.name().isEmpty() && member.type().stripped() instanceof Struct inner) {
        Optional<Member> found = find(inner, name, depth + 1);
        if (found.isPresent()) {
          Member m = found.get();
          int offset = member.offsetBytes() + m.offsetBytes();
          return Optional.of(new Member(m.name(), m.source(), offset, m.bitOffset(), m.bitSize()));
        }
      }
    }
    return Optional.empty();
  }
}
