// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The registers of a tree at one instant, for views; immutable. Descriptions are shared between
 * instants, only values are new.
 */
public final class RegisterValues {
  /** A group with what it says of itself, and its registers. */
  public record Group(String path, String meaning, List<RegisterInfo> registers) {
    public Group {
      registers = List.copyOf(registers);
    }
  }

  /** No registers. */
  public static final RegisterValues NONE = new RegisterValues(List.of(), new long[0][]);

  private final List<Group> groups;
  private final long[][] values;

  private RegisterValues(List<Group> groups, long[][] values) {
    this.groups = groups;
    this.values = values;
  }

  /** Groups that have registers, in the order of their description. */
  public List<Group> groups() {
    return groups;
  }

  /** The value of register {@code register} of group {@code group}. */
  public long value(int group, int register) {
    return values[group][register];
  }

  /** The value at a path. */
  public long value(String path) {
    for (int g = 0; g < groups.size(); g++) {
      List<RegisterInfo> registers = groups.get(g).registers();
      for (int r = 0; r < registers.size(); r++) {
        if (registers.get(r).path().equals(path)) {
          return values[g][r];
        }
      }
    }
    throw new IllegalArgumentException("no register " + path);
  }

  /** Reads a tree again and again, without building its description again. */
  public static final class Reader {
    private final List<StateGroup> live = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    public Reader(StateGroup root) {
      for (StateGroup g : root.all()) {
        List<RegisterInfo> registers = g.registers();
        if (!registers.isEmpty()) {
          live.add(g);
          groups.add(new Group(g.path(), g.meaning(), registers));
        }
      }
    }

    /** On the machine's thread. */
    public RegisterValues read() {
      long[][] values = new long[live.size()][];
      for (int i = 0; i < values.length; i++) {
        values[i] = live.get(i).values();
      }
      return new RegisterValues(groups, values);
    }
  }
}
