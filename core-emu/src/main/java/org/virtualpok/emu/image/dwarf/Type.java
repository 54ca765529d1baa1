// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A type of the C family as DWARF describes it (DWARF 5, section 5). Types may be cyclic through
 * pointers and members: do not compare or print them by their components.
 */
public sealed interface Type {
  /**
   * As C writes it: "unsigned int", "struct thread *"; "&lt;anonymous struct&gt;" without a tag.
   */
  String name();

  /** Bytes in memory; empty where it is incomplete, a function, or void. */
  OptionalInt sizeBytes();

  /** Without typedefs and qualifiers around it. */
  default Type stripped() {
    return this;
  }

  /** DW_TAG_base_type. */
  record Base(String name, int bytes, Encoding encoding) implements Type {
    @Override
    public OptionalInt sizeBytes() {
      return OptionalInt.of(bytes);
    }
  }

  /** How a base type's bytes are meant. */
  enum Encoding {
    BOOLEAN,
    SIGNED,
    UNSIGNED,
    SIGNED_CHAR,
    UNSIGNED_CHAR,
    FLOAT,
    ADDRESS,
    OTHER
  }

  /**
   * An enumeration.
   *
   * @param signed whether its values are to be sign-extended
   */
  record Enumeration(String name, int bytes, boolean signed, List<Enumerator> enumerators)
      implements Type {
    public Enumeration {
      enumerators = List.copyOf(enumerators);
    }

    @Override
    public OptionalInt sizeBytes() {
      return OptionalInt.of(bytes);
    }

    /** Name of a value; empty if it has none. */
    public Optional<String> nameOf(long value) {
      return enumerators.stream().filter(e -> e.value == value).map(Enumerator::name).findFirst();
    }
  }

  /** A named value of an enumeration. */
  record Enumerator(String name, long value) {}

  /** A struct, union or class; its members are looked up late, since they may lead back to it. */
  interface MemberSource {
    List<Member> members();
  }

  /** DW_TAG_structure_type, DW_TAG_union_type, DW_TAG_class_type. */
  record Struct(Kind kind, String name, OptionalInt sizeBytes, MemberSource source)
      implements Type {
    /** Which of the three it is. */
    public enum Kind {
      STRUCT,
      UNION,
      CLASS
    }

    /** In their order; empty for an incomplete type. */
    public List<Member> members() {
      return source.members();
    }

    /** A member by name; those of anonymous members count, their offsets added up. */
    public Optional<Member> member(String wanted) {
      return Members.find(this, wanted);
    }
  }

  /**
   * A member of a struct.
   *
   * @param name empty for an anonymous struct or union
   * @param offsetBytes from the struct's first byte
   * @param bitOffset of a bit field: its lowest bit, counted from bit 0 of the byte at {@code
   *     offsetBytes}; 0 for others
   * @param bitSize of a bit field; 0 for others
   */
  record Member(String name, TypeSource source, int offsetBytes, int bitOffset, int bitSize) {
    public Type type() {
      return source.type();
    }
  }

  /** A type that is looked up late, so that cycles do no harm. */
  interface TypeSource {
    Type type();
  }

  /** DW_TAG_pointer_type and references; 4 bytes on an i386. */
  record Pointer(TypeSource source, int bytes) implements Type {
    /** What it points to; {@link Void} for {@code void *}. */
    public Type target() {
      return source.type();
    }

    @Override
    public String name() {
      return Members.name(this);
    }

    @Override
    public OptionalInt sizeBytes() {
      return OptionalInt.of(bytes);
    }
  }

  /**
   * One dimension of an array; more are arrays of arrays.
   *
   * @param count elements; empty where the source did not say
   */
  record Array(TypeSource source, OptionalInt count) implements Type {
    public Type element() {
      return source.type();
    }

    @Override
    public String name() {
      return Members.name(this);
    }

    @Override
    public OptionalInt sizeBytes() {
      return Members.sizeBytes(this);
    }
  }

  /** DW_TAG_typedef. */
  record Typedef(String name, TypeSource source) implements Type {
    public Type target() {
      return source.type();
    }

    @Override
    public OptionalInt sizeBytes() {
      return stripped().sizeBytes();
    }

    @Override
    public Type stripped() {
      return Members.stripped(this);
    }
  }

  /** {@code const}, {@code volatile}, {@code restrict}, {@code _Atomic}. */
  record Qualified(String qualifier, TypeSource source) implements Type {
    public Type target() {
      return source.type();
    }

    @Override
    public String name() {
      return Members.name(this);
    }

    @Override
    public OptionalInt sizeBytes() {
      return stripped().sizeBytes();
    }

    @Override
    public Type stripped() {
      return Members.stripped(this);
    }
  }

  /** The type of a function. */
  record FunctionType(TypeSource source, List<TypeSource> parameters) implements Type {
    public FunctionType {
      parameters = List.copyOf(parameters);
    }

    public Type result() {
      return source.type();
    }

    @Override
    public String name() {
      return Members.name(this);
    }

    @Override
    public OptionalInt sizeBytes() {
      return OptionalInt.empty();
    }
  }

  /** {@code void}, or a type that the information does not describe. */
  record Void(String name) implements Type {
    public static final Void VOID = new Void("void");

    @Override
    public OptionalInt sizeBytes() {
      return OptionalInt.empty();
    }
  }
}
