// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.stream.Collectors;
import org.virtualpok.emu.image.dwarf.Type;

/** Pointers' types as C writes them where a name and a star are not enough. */
final class PointerNames {
  private PointerNames() {}

  /** "struct task *", "int (*)(int)", "short int (*)[3]". */
  static String of(Type type) {
    if (type instanceof Type.Pointer p && p.target() instanceof Type.FunctionType f) {
      String parameters =
          f.parameters().stream().map(s -> of(s.type())).collect(Collectors.joining(", "));
      return of(f.result()) + " (*)(" + (parameters.isEmpty() ? "void" : parameters) + ")";
    }
    if (type instanceof Type.Pointer p && unqualified(p.target()) instanceof Type.Array array) {
      String name = array.name();
      int bracket = name.indexOf('[');
      String element = name.substring(0, bracket);
      boolean star = element.endsWith("* ");
      return (star ? element.stripTrailing() : element) + "(*)" + name.substring(bracket);
    }
    return type.name().replaceAll("<anonymous (\\w+)>", "$1 {...}");
  }

  private static Type unqualified(Type type) {
    return type instanceof Type.Qualified q ? q.target() : type;
  }
}
