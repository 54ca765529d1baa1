// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.Optional;
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
