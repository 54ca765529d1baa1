// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A node of the state tree: a component's registers and byte areas, and the groups below it.
 *
 * <p>A component describes itself once, when the machine is built. From then on the tree is fixed;
 * what is read from it is always the component's own fields, so that nothing has to be kept in
 * step. All methods that read or write values are for the machine's thread.
 */
public final class StateGroup {
  /** A byte area; its length may change, up to a limit. */
  record Bytes(
      String path,
      int lengthMin,
      int lengthMax,
      String meaning,
      Supplier<byte[]> get,
      Consumer<byte[]> set) {}

  private final String path;
  private final String meaning;
  private final List<StateGroup> groups = new ArrayList<>();
  private final List<StateRegister> registers = new ArrayList<>();
  private final List<Bytes> areas = new ArrayList<>();
  private final List<Runnable> restored = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int version = 1;

  private StateGroup(String path, String meaning) {
    this.path = path;
    this.meaning = meaning;
  }

  /** A tree of its own. */
  public static StateGroup root(String name, String meaning) {
    return new StateGroup(name, meaning);
  }

  /** A new group below this one. */
  public StateGroup group(String name, String groupMeaning) {
    StateGroup child = new StateGroup(path + "/" + claim(name), groupMeaning);
    groups.add(child);
    return child;
  }

  /** The version of what this group says; to be raised when its registers or areas change. */
  public StateGroup version(int newVersion) {
    version = newVersion;
    return this;
  }

  /**
   * A number.
   *
   * @param bits its width, 1 to 64; a getter's higher bits are dropped
   * @param set is called on restore only
   */
  public StateRegister register(
      String name, int bits, String registerMeaning, LongSupplier get, LongConsumer set) {
    StateRegister r = new StateRegister(path, claim(name), bits, registerMeaning, get, set);
    registers.add(r);
    return r;
  }

  /** Takes a flag back on restore. */
  public interface FlagSetter {
    void accept(boolean value);
  }

  /** A flag that belongs to no register. */
  public void flag(String name, String flagMeaning, BooleanSupplier get, FlagSetter set) {
    register(name, 1, flagMeaning, () -> get.getAsBoolean() ? 1 : 0, v -> set.accept(v != 0));
  }

  /**
   * Bytes: a memory, a FIFO.
   *
   * @param lengthMax the setter is never given more
   * @param get a copy, or an array that nobody changes while the tree is read
   */
  public void bytes(
      String name, int lengthMax, String areaMeaning, Supplier<byte[]> get, Consumer<byte[]> set) {
    areas.add(new Bytes(path + "/" + claim(name), 0, lengthMax, areaMeaning, get, set));
  }

  /** A memory of fixed length; as {@link #bytes}. */
  public void memory(
      String name, int length, String areaMeaning, Supplier<byte[]> get, Consumer<byte[]> set) {
    areas.add(new Bytes(path + "/" + claim(name), length, length, areaMeaning, get, set));
  }

  /** To be run when all values of the tree are restored: to derive what is kept twice. */
  public void onRestored(Runnable action) {
    restored.add(action);
  }

  private String claim(String name) {
    if (name.isEmpty() || name.contains("/") || !names.add(name)) {
      throw new IllegalArgumentException(path + ": \"" + name + "\" is no new name");
    }
    return name;
  }

  public String path() {
    return path;
  }

  public String meaning() {
    return meaning;
  }

  public int version() {
    return version;
  }

  public List<StateGroup> groups() {
    return List.copyOf(groups);
  }

  /** What the registers of this group alone are. */
  public List<RegisterInfo> registers() {
    return registers.stream().map(StateRegister::info).toList();
  }

  /** The registers' values now, in the same order. */
  public long[] values() {
    return registers.stream().mapToLong(StateRegister::get).toArray();
  }

  List<StateRegister> liveRegisters() {
    return registers;
  }

  List<Bytes> liveAreas() {
    return areas;
  }

  List<Runnable> restoreActions() {
    return restored;
  }

  /** This group and all below it, in the order of their description. */
  public List<StateGroup> all() {
    List<StateGroup> found = new ArrayList<>();
    collect(found);
    return found;
  }

  private void collect(List<StateGroup> into) {
    into.add(this);
    groups.forEach(g -> g.collect(into));
  }
}
