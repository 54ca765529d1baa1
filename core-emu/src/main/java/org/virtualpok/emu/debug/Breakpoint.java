// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * A place or an event at which the target stops.
 *
 * @param id above 0, unique inside the target; 0 asks the target to choose one
 * @param scope id of a context; 0 for all
 * @param hits how often it stopped the target
 */
public record Breakpoint(int id, boolean enabled, int scope, Trigger trigger, long hits) {
  /** What makes a breakpoint fire. */
  public sealed interface Trigger {}

  /** Before the instruction at this offset in CS of the scope. */
  public record AtAddress(int offset) implements Trigger {}

  /**
   * At the boundary of a hypercall.
   *
   * @param vector interrupt vector, 42 or 45; 0 for both
   * @param number the call's number; -1 for any
   */
  public record AtHypercall(int vector, int number, boolean entry) implements Trigger {}

  /**
   * Behind an instruction that accesses one of some I/O ports; of a wide access any byte counts.
   *
   * @param first 0 to FFFF
   * @param last at least first, at most FFFF
   */
  public record AtPort(int first, int last, boolean reads, boolean writes) implements Trigger {}

  /**
   * At the first instruction of the handler of an interrupt or exception.
   *
   * @param vector 0 to 255; -1 for any
   */
  public record AtVector(int vector) implements Trigger {}

  /** Behind an instruction that turned protected mode, paging or virtual-8086 mode on or off. */
  public record AtModeChange() implements Trigger {}

  /**
   * When an interrupt of the scope is dropped.
   *
   * @param line number of its line; -1 for any
   */
  public record AtInterruptDropped(int line) implements Trigger {}

  /**
   * When an interrupt of the scope has waited for so long, at that very moment.
   *
   * @param nanos guest time since its raise, ns, above 0
   * @param line number of its line; -1 for any
   */
  public record AtInterruptHeld(long nanos, int line) implements Trigger {}

  /**
   * When the health monitor has answered an error of the scope.
   *
   * @param error its code, as the target's {@link HealthTables} have it; -1 for any
   */
  public record AtHealthError(int error) implements Trigger {}

  public static Breakpoint atHealthError(int scope, int error) {
    return new Breakpoint(0, true, scope, new AtHealthError(error), 0);
  }

  public static Breakpoint atInterruptDropped(int scope, int line) {
    return new Breakpoint(0, true, scope, new AtInterruptDropped(line), 0);
  }

  public static Breakpoint atInterruptHeld(int scope, long nanos, int line) {
    return new Breakpoint(0, true, scope, new AtInterruptHeld(nanos, line), 0);
  }

  public static Breakpoint atPort(int first, int last, boolean reads, boolean writes) {
    return new Breakpoint(0, true, 0, new AtPort(first, last, reads, writes), 0);
  }

  public static Breakpoint atVector(int vector) {
    return new Breakpoint(0, true, 0, new AtVector(vector), 0);
  }

  public static Breakpoint atModeChange() {
    return new Breakpoint(0, true, 0, new AtModeChange(), 0);
  }

  public static Breakpoint atAddress(int scope, int offset) {
    return new Breakpoint(0, true, scope, new AtAddress(offset), 0);
  }

  public static Breakpoint atHypercall(int scope, int vector, int number, boolean entry) {
    return new Breakpoint(0, true, scope, new AtHypercall(vector, number, entry), 0);
  }

  public Breakpoint withId(int newId) {
    return new Breakpoint(newId, enabled, scope, trigger, hits);
  }

  public Breakpoint withScope(int context) {
    return new Breakpoint(id, enabled, context, trigger, hits);
  }

  public Breakpoint withEnabled(boolean on) {
    return new Breakpoint(id, on, scope, trigger, hits);
  }

  public Breakpoint withHits(long count) {
    return new Breakpoint(id, enabled, scope, trigger, count);
  }
}
