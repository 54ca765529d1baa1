// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A number of the tree: where it lives, and how it reads. Who describes it adds its fields. */
public final class StateRegister {
  private final String group;
  private final String name;
  private final int bits;
  private final String meaning;
  private final LongSupplier getter;
  private final LongConsumer setter;
  private final List<BitField> fields = new ArrayList<>();

  StateRegister(
      String group, String name, int bits, String meaning, LongSupplier get, LongConsumer set) {
    if (bits < 1 || bits > Long.SIZE) {
      throw new IllegalArgumentException(group + "/" + name + ": " + bits + " bits");
    }
    this.group = group;
    this.name = name;
    this.bits = bits;
    this.meaning = meaning;
    this.getter = get;
    this.setter = set;
  }

  /** Names a bit. */
  public StateRegister bit(int number, String bitName, String bitMeaning) {
    return field(number, 1, bitName, bitMeaning);
  }

  /** Names some bits, and what their values mean, from 0. */
  public StateRegister field(
      int low, int width, String fieldName, String fieldMeaning, String... words) {
    fields.add(new BitField(fieldName, low, width, fieldMeaning, List.of(words)));
    return this;
  }

  public RegisterInfo info() {
    return new RegisterInfo(group, name, bits, meaning, fields);
  }

  String path() {
    return group + "/" + name;
  }

  /** The value now, zero-extended from its width. */
  long get() {
    return getter.getAsLong() & mask();
  }

  /** Puts a value back; false if it has more bits than the register. */
  boolean set(long value) {
    if ((value & ~mask()) != 0) {
      return false;
    }
    setter.accept(value);
    return true;
  }

  private long mask() {
    return bits == Long.SIZE ? -1 : ~(-1L << bits);
  }
}
