// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.image.SymbolTable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a run shall stop, as --break says it: vector:0x20, port:0x3f8, mode, irq-dropped:0,
 * irq-held:5ms, health:numeric_error, an address, a name; a hypercall as the table of breakpoints
 * has it.
 *
 * @param text as the user wrote it
 */
record StopPlace(String text) {
  private static final int LINE_MAX = 15;
  private static final String VECTOR = "vector:";
  private static final String PORT = "port:";
  private static final String MODE = "mode";
  private static final String DROPPED = "irq-dropped";
  private static final String HELD = "irq-held";

  /** Behind irq-dropped a line may follow, behind irq-held a time and a line. */
  private static final Pattern INTERRUPT =
      Pattern.compile("irq-dropped(?::(\\d{1,2}))?|irq-held:([^:]+)(?::(\\d{1,2}))?");

  /** A function, an address or a hypercall, a partition's number or a task, a hypercall's side. */
  private static final Pattern CODE = Pattern.compile("(.+?)(?: in ([^ ,]+))?(?:,? (entry|exit))?");

  /** An error of the health monitor by name or number, and the partition's number. */
  private static final Pattern HEALTH =
      Pattern.compile("health(?::([A-Za-z_]+|\\d{1,3}))?(?: in (\\d{1,4}))?");

  /** Takes what can be a place at all. */
  static final class Converter implements ITypeConverter<StopPlace> {
    @Override
    public StopPlace convert(String text) {
      number(text, VECTOR, 0xff);
      number(text, PORT, 0xffff);
      interrupt(text);
      return new StopPlace(text);
    }
  }

  /** The number behind a prefix; empty if the text does not begin with it. */
  private static Optional<Integer> number(String text, String prefix, int most) {
    if (!text.startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      int value = Integer.decode(text.substring(prefix.length()));
      if (value >= 0 && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // told below, as a number that is too large is
    }
    throw new TypeConversionException(
        String.format("'%s': write %s0x0 to %s0x%x", text, prefix, prefix, most));
  }

  /** A stop at the fate of an interrupt; empty if the text does not begin like one. */
  private static Optional<Breakpoint> interrupt(String text) {
    if (!text.startsWith(DROPPED) && !text.startsWith(HELD)) {
      return Optional.empty();
    }
    Matcher m = INTERRUPT.matcher(text);
    String number = !m.matches() ? null : m.group(1) == null ? m.group(3) : m.group(1);
    int line = number == null ? -1 : Integer.parseInt(number);
    if (!m.matches() || line > LINE_MAX) {
      throw new TypeConversionException(
          "'" + text + "': write irq-dropped[:LINE] or irq-held:TIME[:LINE], LINE 0 to 15");
    }
    if (m.group(2) == null) {
      return Optional.of(Breakpoint.atInterruptDropped(0, line));
    }
    long nanos = new Quantities.Nanos().convert(m.group(2));
    if (nanos == 0) {
      throw new TypeConversionException("'" + text + "': the time must be above 0");
    }
    return Optional.of(Breakpoint.atInterruptHeld(0, nanos, line));
  }

  /** The breakpoint in a target; empty if the target has no such name. */
  Optional<Breakpoint> in(DebugTarget target) {
    if (text.equals(MODE)) {
      return Optional.of(Breakpoint.atModeChange());
    }
    Optional<Breakpoint> numbered =
        number(text, VECTOR, 0xff)
            .map(Breakpoint::atVector)
            .or(() -> number(text, PORT, 0xffff).map(p -> Breakpoint.atPort(p, p, true, true)));
    return numbered.or(() -> interrupt(text)).or(() -> health(target)).or(() -> code(target));
  }

  private Optional<Breakpoint> health(DebugTarget target) {
    Matcher m = HEALTH.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    Optional<Integer> scope = scope(target, m.group(2));
    String error = m.group(1);
    if (error == null) {
      return scope.map(s -> Breakpoint.atHealthError(s, -1));
    }
    String words = error.replace('_', ' ');
    return target.health().errors().entrySet().stream()
        .filter(e -> e.getValue().equalsIgnoreCase(words) || error.equals(e.getKey().toString()))
        .findFirst()
        .flatMap(e -> scope.map(s -> Breakpoint.atHealthError(s, e.getKey())));
  }

  /** The partition with a number, or the task of a name; 0 if none is given, empty if none is. */
  private static Optional<Integer> scope(DebugTarget target, String where) {
    if (where == null) {
      return Optional.of(0);
    }
    boolean number = where.matches("\\d{1,4}");
    return target.snapshot().contexts().stream()
        .filter(
            c ->
                number
                    ? c.kind() == Context.Kind.PARTITION && c.number() == Integer.parseInt(where)
                    : c.kind() == Context.Kind.TASK && c.name().equals(where))
        .map(Context::id)
        .findFirst();
  }

  private Optional<Breakpoint> code(DebugTarget target) {
    Matcher m = CODE.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    Optional<Integer> scope = scope(target, m.group(2));
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    int in = scope.get();
    String what = m.group(1);
    boolean entry = !"exit".equals(m.group(3));
    Optional<Breakpoint> call =
        hypercall(target, what).map(t -> Breakpoint.atHypercall(in, t.vector(), t.number(), entry));
    if (m.group(3) != null) {
      return call;
    }
    return address(target, what, in).or(() -> call);
  }

  /** A call by its name, its number, or both as the table of breakpoints has them. */
  private static Optional<Breakpoint.AtHypercall> hypercall(DebugTarget target, String what) {
    if (what.equalsIgnoreCase("any hypercall") && !target.hypercalls().isEmpty()) {
      return Optional.of(new Breakpoint.AtHypercall(0, -1, true));
    }
    List<HypercallInfo> found =
        target.hypercalls().stream()
            .filter(
                h ->
                    what.equalsIgnoreCase(h.name())
                        || what.equals(Integer.toString(h.number()))
                        || what.equalsIgnoreCase(h.number() + " " + h.name()))
            .toList();
    // 0 is either vector.
    return found.stream()
        .findFirst()
        .map(h -> new Breakpoint.AtHypercall(found.size() == 1 ? h.vector() : 0, h.number(), true));
  }

  /** Of a function in one of a PC's partitions, in that partition; else in the scope. */
  private static Optional<Breakpoint> address(DebugTarget target, String text, int scope) {
    if (text.startsWith("0x")) {
      try {
        int offset = Integer.parseUnsignedInt(text.substring(2), 16);
        return Optional.of(Breakpoint.atAddress(scope, offset));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    boolean pc = target.snapshot().hardware().isPresent();
    for (Context c : target.snapshot().contexts()) {
      if (scope != 0 && c.id() != scope) {
        continue;
      }
      Optional<SymbolTable.Symbol> symbol = target.symbols(c.id()).flatMap(s -> s.named(text));
      if (symbol.isPresent()) {
        boolean own = pc && c.kind() == Context.Kind.PARTITION;
        return Optional.of(Breakpoint.atAddress(own ? c.id() : scope, symbol.get().address()));
      }
    }
    return Optional.empty();
  }
}
