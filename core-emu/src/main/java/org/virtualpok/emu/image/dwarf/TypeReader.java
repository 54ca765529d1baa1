// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.image.dwarf.Type.Enumerator;
import org.virtualpok.emu.image.dwarf.Type.Member;
import org.virtualpok.emu.image.dwarf.Type.Struct;

/** Makes types of entries; each entry's once, so that cycles close. */
final class TypeReader {
  private static final int DW_OP_CONSTU = 0x10;
  private static final int DW_OP_PLUS_UCONST = 0x23;
  private static final int COUNT_MAX = Integer.MAX_VALUE;

  private final Map<Die, Type> made = new HashMap<>();
  private final Lookup lookup;

  /** How entries find one another. */
  interface Lookup {
    /** The entry that an attribute refers to; null if there is none. */
    Die referred(Die from, int attribute);

    /** The complete definition of a type that is only declared; null if there is none. */
    Die complete(Die declaration);
  }

  TypeReader(Lookup lookup) {
    this.lookup = lookup;
  }

  /** The type that DW_AT_type names; void without one. */
  synchronized Type typeOf(Die die) {
    Die to = lookup.referred(die, Dw.AT_TYPE);
    return to == null ? Type.Void.VOID : type(to);
  }

  synchronized Type type(Die die) {
    Type type = made.get(die);
    if (type == null) {
      made.put(die, Type.Void.VOID); // what damaged information finds where it leads in a circle
      type = make(die);
      made.put(die, type);
    }
    return type;
  }

  private Type make(Die die) {
    Type.TypeSource inner = new LateType(die);
    return switch (die.tag) {
      case Dw.TAG_BASE_TYPE -> new Type.Base(die.name(), size(die).orElse(0), encoding(die));
      case Dw.TAG_POINTER_TYPE, Dw.TAG_REFERENCE_TYPE, Dw.TAG_RVALUE_REFERENCE_TYPE ->
          new Type.Pointer(inner, size(die).orElse(die.unit.addressBytes()));
      case Dw.TAG_STRUCTURE_TYPE -> struct(die, Struct.Kind.STRUCT, "struct");
      case Dw.TAG_UNION_TYPE -> struct(die, Struct.Kind.UNION, "union");
      case Dw.TAG_CLASS_TYPE -> struct(die, Struct.Kind.CLASS, "class");
      case Dw.TAG_ENUMERATION_TYPE -> enumeration(die);
      case Dw.TAG_ARRAY_TYPE -> array(die, inner);
      case Dw.TAG_TYPEDEF -> new Type.Typedef(die.name(), inner);
      case Dw.TAG_CONST_TYPE -> new Type.Qualified("const", inner);
      case Dw.TAG_VOLATILE_TYPE -> new Type.Qualified("volatile", inner);
      case Dw.TAG_RESTRICT_TYPE -> new Type.Qualified("restrict", inner);
      case Dw.TAG_ATOMIC_TYPE -> new Type.Qualified("_Atomic", inner);
      case Dw.TAG_SUBROUTINE_TYPE -> {
        List<Type.TypeSource> parameters = new ArrayList<>();
        for (Die child : die.children) {
          if (child.tag == Dw.TAG_FORMAL_PARAMETER) {
            parameters.add(new LateType(child));
          }
        }
        yield new Type.FunctionType(inner, parameters);
      }
      case Dw.TAG_UNSPECIFIED_TYPE -> new Type.Void(die.name());
      default -> new Type.Void(String.format("<type of tag 0x%x>", die.tag));
    };
  }

  private static OptionalInt size(Die die) {
    return small(die.number(Dw.AT_BYTE_SIZE));
  }

  private static OptionalInt small(OptionalLong n) {
    return n.isPresent() && n.getAsLong() >= 0 && n.getAsLong() <= COUNT_MAX
        ? OptionalInt.of((int) n.getAsLong())
        : OptionalInt.empty();
  }

  private static Type.Encoding encoding(Die die) {
    return switch ((int) die.number(Dw.AT_ENCODING).orElse(0)) {
      case 0x01 -> Type.Encoding.ADDRESS;
      case 0x02 -> Type.Encoding.BOOLEAN;
      case 0x04 -> Type.Encoding.FLOAT;
      case 0x05 -> Type.Encoding.SIGNED;
      case 0x06 -> Type.Encoding.SIGNED_CHAR;
      case 0x07 -> Type.Encoding.UNSIGNED;
      case 0x08, 0x10 -> Type.Encoding.UNSIGNED_CHAR;
      default -> Type.Encoding.OTHER;
    };
  }

  private Type struct(Die die, Struct.Kind kind, String word) {
    if (die.flag(Dw.AT_DECLARATION)) {
      Die complete = lookup.complete(die);
      if (complete != null && complete != die && !complete.flag(Dw.AT_DECLARATION)) {
        return type(complete);
      }
    }
    return new Struct(kind, tagged(die, word), size(die), new LateMembers(die));
  }

  private static String tagged(Die die, String word) {
    return die.name().isEmpty() ? "<anonymous " + word + ">" : word + " " + die.name();
  }

  /**
   * The type that an entry names, found once: whoever reads a guest asks for it again and again.
   */
  private final class LateType implements Type.TypeSource {
    private final Die die;
    private volatile Type type;

    LateType(Die die) {
      this.die = die;
    }

    @Override
    public Type type() {
      Type found = type;
      if (found == null) {
        found = typeOf(die);
        type = found == Type.Void.VOID ? null : found; // it may stand for one that is being made
      }
      return found;
    }
  }

  /** Members are read when somebody asks: they may lead back to their struct. */
  private final class LateMembers implements Type.MemberSource {
    private final Die die;
    private volatile List<Member> members;

    LateMembers(Die die) {
      this.die = die;
    }

    @Override
    public List<Member> members() {
      List<Member> all = members;
      if (all == null) {
        List<Member> read = new ArrayList<>();
        for (Die child : die.children) {
          if (child.tag == Dw.TAG_MEMBER && !child.flag(Dw.AT_EXTERNAL)) {
            read.add(member(child));
          }
        }
        all = List.copyOf(read);
        members = all;
      }
      return all;
    }
  }

  private Member member(Die die) {
    Type.TypeSource source = new LateType(die);
    long at = memberLocation(die.value(Dw.AT_DATA_MEMBER_LOCATION));
    int bits = small(die.number(Dw.AT_BIT_SIZE)).orElse(0);
    if (bits == 0) {
      return new Member(die.name(), source, (int) at, 0, 0);
    }
    long lowest;
    if (die.has(Dw.AT_DATA_BIT_OFFSET)) {
      lowest = at * 8 + die.number(Dw.AT_DATA_BIT_OFFSET).orElse(0);
    } else {
      // Counted from the highest bit of a unit of storage (DWARF 3, section 5.5.6).
      int unit = size(die).orElseGet(() -> source.type().sizeBytes().orElse(4));
      lowest = at * 8 + unit * 8L - die.number(Dw.AT_BIT_OFFSET).orElse(0) - bits;
    }
    return new Member(die.name(), source, (int) (lowest >> 3), (int) (lowest & 7), bits);
  }

  private static long memberLocation(Object value) {
    if (value instanceof Long n) {
      return n;
    }
    if (value instanceof byte[] expression && expression.length > 1) {
      try {
        DwarfCursor in = new DwarfCursor("member", expression, 0, expression.length);
        int operation = in.u8();
        if (operation == DW_OP_PLUS_UCONST || operation == DW_OP_CONSTU) {
          return in.uleb();
        }
      } catch (DwarfException e) {
        return 0; // cut off: as good as not there
      }
    }
    return 0;
  }

  private Type enumeration(Die die) {
    Type underlying = typeOf(die).stripped();
    boolean signed =
        underlying instanceof Type.Base b && b.encoding() == Type.Encoding.SIGNED
            || underlying instanceof Type.Void && encoding(die) == Type.Encoding.SIGNED;
    List<Enumerator> all = new ArrayList<>();
    for (Die child : die.children) {
      OptionalLong value = child.number(Dw.AT_CONST_VALUE);
      if (child.tag == Dw.TAG_ENUMERATOR && value.isPresent()) {
        all.add(new Enumerator(child.name(), value.getAsLong()));
        signed |= value.getAsLong() < 0;
      }
    }
    int bytes = size(die).orElse(underlying.sizeBytes().orElse(4));
    return new Type.Enumeration(tagged(die, "enum"), bytes, signed, all);
  }

  private Type array(Die die, Type.TypeSource element) {
    List<Die> dimensions =
        die.children.stream().filter(c -> c.tag == Dw.TAG_SUBRANGE_TYPE).toList();
    Type.TypeSource inner = element;
    Type.Array array = new Type.Array(element, OptionalInt.empty());
    for (int i = dimensions.size() - 1; i >= 0; i--) {
      array = new Type.Array(inner, count(dimensions.get(i)));
      Type.Array below = array;
      inner = () -> below;
    }
    return array;
  }

  private static OptionalInt count(Die range) {
    OptionalLong count = range.number(Dw.AT_COUNT);
    if (count.isEmpty() && range.number(Dw.AT_UPPER_BOUND).isPresent()) {
      long upper = range.number(Dw.AT_UPPER_BOUND).getAsLong();
      boolean none = upper == -1 || upper == 0xffff_ffffL;
      count = OptionalLong.of(none ? 0 : upper + 1);
    }
    return small(count);
  }

  /** The value of an enumerator among an entry's children. */
  static Optional<Long> enumerator(Die enumeration, String name) {
    for (Die child : enumeration.children) {
      if (child.tag == Dw.TAG_ENUMERATOR && child.name().equals(name)) {
        OptionalLong value = child.number(Dw.AT_CONST_VALUE);
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
