// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.rtos;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.debug.RtosState.Stack;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.image.SymbolTable;

/** One operating system at one instant, in words. Names come from guests and are made printable. */
public final class RtosWords {
  /** What stands where nothing is known. */
  public static final String UNKNOWN = "?";

  private static final int NAME_MAX = 32;
  private static final int TEXT_MAX = 200;

  /** So much of a stack in use is worth a look: 9 of 10 parts. */
  private static final double NEARLY_FULL = 0.9;

  private final RtosState state;
  private final SymbolTable symbols;

  /** Words for a state; the image's symbols name entries. */
  public RtosWords(RtosState state, SymbolTable symbols) {
    this.state = state;
    this.symbols = symbols;
  }

  /** What a guest calls something: one line, printable, not too long. */
  public static String name(String raw) {
    return shortened(raw, NAME_MAX);
  }

  private static String shortened(String raw, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < raw.length() && text.length() < max; i++) {
      char c = raw.charAt(i);
      text.append(c < ' ' || c >= 0x7f && c < 0xa0 ? '·' : c);
    }
    return (raw.length() > max ? text + "…" : text.toString()).strip();
  }

  /** "0a010002". */
  public static String id(long id) {
    return String.format(Locale.ROOT, "%08x", id & 0xffff_ffffL);
  }

  /** The name of the task or object with an id; the id in hexadecimal if there is none. */
  public String nameOf(long id) {
    return task(id)
        .map(t -> named(t.name(), id))
        .or(() -> object(id).map(o -> named(o.name(), id)))
        .orElseGet(() -> id(id));
  }

  private static String named(String raw, long id) {
    String name = name(raw);
    return name.isEmpty() ? id(id) : name;
  }

  /** The task with an id. */
  public Optional<Task> task(long id) {
    return state.tasks().stream().filter(t -> t.id() == id).findFirst();
  }

  /** The object with an id. */
  public Optional<RtosObject> object(long id) {
    return state.objects().stream().filter(o -> o.id() == id).findFirst();
  }

  /** "semaphore", "message queue". */
  public static String kind(RtosObject object) {
    return object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether a task runs with another priority than its own. */
  public static boolean inherits(Task task) {
    return task.priority().isPresent()
        && task.basePriority().isPresent()
        && task.priority().getAsLong() != task.basePriority().getAsLong();
  }

  /** "15", or "15, base 40". */
  public static String priority(Task task) {
    String now = number(task.priority());
    return inherits(task) ? now + ", base " + number(task.basePriority()) : now;
  }

  private static String number(OptionalLong value) {
    return value.isEmpty() ? UNKNOWN : Long.toString(value.getAsLong());
  }

  /** "READY, current". */
  public static String state(Task task) {
    String now = shortened(task.state(), TEXT_MAX);
    return task.current() ? now + ", current" : now;
  }

  /** What a task waits for: the system's words, else the object's kind and name; may be empty. */
  public String waits(Task task) {
    if (!task.waits().isEmpty() || task.waitsFor().isEmpty()) {
      return shortened(task.waits(), TEXT_MAX);
    }
    long id = task.waitsFor().getAsLong();
    return object(id).map(o -> kind(o) + " ").orElse("") + nameOf(id);
  }

  /** What a task holds: "MTX1", or "MTX1 (MTXW waits)"; empty if it is nothing. */
  public String owns(Task task) {
    return String.join(
        ", ",
        state.objects().stream()
            .filter(o -> o.owner().isPresent() && o.owner().getAsLong() == task.id())
            .map(
                o ->
                    named(o.name(), o.id())
                        + (o.waiting().isEmpty()
                            ? ""
                            : " (" + names(o.waiting()) + (one(o) ? " waits)" : " wait)")))
            .toList());
  }

  private static boolean one(RtosObject o) {
    return o.waiting().size() == 1;
  }

  /** Whether somebody waits for what a task holds. */
  public boolean blocksOthers(Task task) {
    return state.objects().stream()
        .anyMatch(
            o ->
                o.owner().isPresent()
                    && o.owner().getAsLong() == task.id()
                    && !o.waiting().isEmpty());
  }

  /** "5000, in 1234", in ticks; empty if nothing wakes the task. */
  public String wakes(Task task) {
    if (task.wakes().isEmpty()) {
      return "";
    }
    String at = Long.toUnsignedString(task.wakes().getAsLong());
    if (state.ticks().isEmpty()) {
      return at;
    }
    // Counters of ticks have 32 bits and wrap.
    int left = (int) (task.wakes().getAsLong() - state.ticks().getAsLong());
    return at + (left > 0 ? ", in " + left : ", due");
  }

  /** "Test_task", or "0x00001040" where no symbol says it. */
  public String entry(Task task) {
    if (task.entry().isEmpty()) {
      return "";
    }
    int at = task.entry().getAsInt();
    String symbol = symbols.describe(at);
    return symbol.isEmpty() ? String.format(Locale.ROOT, "0x%08x", at) : symbol;
  }

  /** "312 of 4096", in bytes; empty if it has no stack of its own. */
  public static String stack(Task task) {
    if (task.stack().isEmpty()) {
      return "";
    }
    Stack stack = task.stack().get();
    OptionalLong used = used(stack);
    String size = Integer.toUnsignedString(stack.sizeBytes());
    String most =
        stack.highWaterBytes().isEmpty() ? "" : ", most " + stack.highWaterBytes().getAsInt();
    return stack.pointer().isEmpty()
        ? UNKNOWN + " of " + size + most
        : (used.isEmpty() ? "outside, " + size : used.getAsLong() + " of " + size) + most;
  }

  /** Bytes above the stack pointer; empty if that is not known, or does not lie in the stack. */
  private static OptionalLong used(Stack stack) {
    if (stack.pointer().isEmpty()) {
      return OptionalLong.empty();
    }
    long size = Integer.toUnsignedLong(stack.sizeBytes());
    long free = Integer.toUnsignedLong(stack.pointer().getAsInt() - stack.low());
    return free <= size ? OptionalLong.of(size - free) : OptionalLong.empty();
  }

  /** How full a stack is, 0 to 1; negative if that is not known. */
  public static double stackFill(Task task) {
    return task.stack().isEmpty() || task.stack().get().sizeBytes() == 0
        ? -1
        : task.stack()
            .map(s -> used(s).isEmpty() ? -1 : ratio(used(s).getAsLong(), s.sizeBytes()))
            .get();
  }

  private static double ratio(long used, int sizeBytes) {
    return (double) used / Integer.toUnsignedLong(sizeBytes);
  }

  /** Whether a stack is nearly full. */
  public static boolean nearlyFull(Task task) {
    return stackFill(task) >= NEARLY_FULL;
  }

  /** Whether the stack pointer is known, and not in the stack. */
  public static boolean outside(Task task) {
    return task.stack().isPresent()
        && task.stack().get().pointer().isPresent()
        && used(task.stack().get()).isEmpty();
  }

  /** What an object says of itself. */
  public static String state(RtosObject object) {
    return shortened(object.state(), TEXT_MAX);
  }

  /** The name of who has an object; empty if nobody has. */
  public String owner(RtosObject object) {
    return object.owner().isEmpty() ? "" : nameOf(object.owner().getAsLong());
  }

  /** Names, in this order. */
  public String names(List<Long> ids) {
    return String.join(", ", ids.stream().map(this::nameOf).toList());
  }

  /** "tick 1234"; empty if it does not count, or cannot be read. */
  public String ticks() {
    return state.ticks().isEmpty()
        ? ""
        : "tick " + Long.toUnsignedString(state.ticks().getAsLong());
  }

  /** One line for each thing that is wrong in memory. */
  public List<String> problems() {
    return state.problems().stream().map(p -> shortened(p, TEXT_MAX)).toList();
  }
}
