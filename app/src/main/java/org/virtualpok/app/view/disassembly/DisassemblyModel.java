// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.virtualpok.app.view.disassembly.CodeBlocks.Block;
import org.virtualpok.app.view.disassembly.CodeWindow.Row;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;

/**
 * The state of the disassembly: which code is shown, where the current instruction and the
 * breakpoints are; knows no toolkit. Every method is called on the thread of {@code ui}.
 */
final class DisassemblyModel {
  /** Hears what became different. */
  interface Listener {
    /** The rows are others. */
    void windowChanged();

    /** The rows are the same, their marks may be others. */
    void marksChanged();

    /** Bring a row into view. */
    void reveal(int row, boolean select);
  }

  /** Where the user wants to be; a reply for another wish comes too late. */
  private record Wish(int vcpu, int offset, Disassembler.Syntax syntax, boolean select) {}

  private final DebugTarget target;
  private final Executor ui;
  private final Executor worker;
  private final Listener listener;
  private final HypercallNames hypercalls;

  private CodeWindow window = CodeWindow.EMPTY;
  private Disassembler.Syntax syntax = Disassembler.Syntax.INTEL;
  private Wish wish;
  private TargetSnapshot snapshot;
  private int vcpu;
  private Set<Integer> scopes = Set.of();
  private int current = -1;
  private int eip;
  private boolean stale;
  private boolean answered;
  private long stopTime = -1;
  private long stopInstructions = -1;

  /**
   * A model.
   *
   * @param ui runs what touches this object
   * @param worker decodes
   */
  DisassemblyModel(DebugTarget target, Executor ui, Executor worker, Listener listener) {
    this.target = target;
    this.ui = ui;
    this.worker = worker;
    this.listener = listener;
    hypercalls = new HypercallNames(target.hypercalls());
  }

  /** Takes a snapshot in; goes to the current instruction at a new stop or on another vCPU. */
  void update(TargetSnapshot next, int nextVcpu) {
    boolean sameMarks =
        snapshot != null
            && nextVcpu == vcpu
            && next.running() == stale
            && next.breakpoints().equals(snapshot.breakpoints());
    boolean other = nextVcpu != vcpu || snapshot == null;
    boolean newStop =
        !next.running()
            && (stale || next.timeNanos() != stopTime || next.instructions() != stopInstructions);
    snapshot = next;
    vcpu = nextVcpu;
    stale = next.running();
    scopes = scopes(next, nextVcpu);
    Registers registers = next.registers().get(nextVcpu);
    if (registers == null) {
      wish = null;
      current = -1;
      if (!window.rows().isEmpty()) {
        window = CodeWindow.EMPTY;
        listener.windowChanged();
      }
      return;
    }
    if (!next.running()) {
      stopTime = next.timeNanos();
      stopInstructions = next.instructions();
    }
    if (other || newStop) {
      eip = registers.eip();
      goTo(eip, false);
    }
    if (!sameMarks) {
      listener.marksChanged();
    }
  }

  private static Set<Integer> scopes(TargetSnapshot snapshot, int context) {
    Set<Integer> scopes = new HashSet<>();
    scopes.add(0);
    Optional<Context> at = snapshot.context(context);
    while (at.isPresent() && scopes.add(at.get().id())) {
      at = snapshot.context(at.get().parent());
    }
    snapshot.contexts().stream()
        .filter(c -> c.kind() == Context.Kind.TASK && c.parent() == context)
        .forEach(task -> scopes.add(task.id()));
    return scopes;
  }

  /** Shows the current instruction. */
  void goToPc() {
    if (vcpu != 0) {
      goTo(eip, false);
    }
  }

  /**
   * Shows an offset, from the cache or with a new window.
   *
   * @param select whether the user asked for this very place
   */
  void goTo(int offset, boolean select) {
    wish = new Wish(vcpu, offset, syntax, select);
    int row = window.indexOf(offset);
    if (row >= 0 && window.context() == vcpu && window.syntax() == syntax) {
      arrived(wish);
    } else {
      fetch(wish);
    }
  }

  private void fetch(Wish asked) {
    SymbolTable symbols = symbols();
    List<Block> blocks = CodeBlocks.around(symbols, asked.offset);
    long start = blocks.get(0).start();
    int length = (int) (blocks.get(blocks.size() - 1).end() - start);
    CompletableFuture<?> unused =
        target
            .readMemory(new Address.Logical(asked.vcpu, SegmentName.CS, (int) start), length)
            .thenApplyAsync(
                code ->
                    CodeWindow.decode(
                        asked.vcpu, code, blocks, asked.offset, asked.syntax, symbols, hypercalls),
                worker)
            .exceptionally(refused -> CodeWindow.EMPTY)
            .thenAcceptAsync(decoded -> decoded(asked, decoded), ui);
  }

  private void decoded(Wish asked, CodeWindow decoded) {
    if (asked.equals(wish)) {
      window = decoded;
      answered = true;
      listener.windowChanged();
      arrived(asked);
    }
  }

  private void arrived(Wish asked) {
    current = window.indexOf(eip);
    listener.marksChanged();
    int row = window.indexOf(asked.offset);
    if (row >= 0) {
      listener.reveal(row, asked.select);
    }
  }

  /** Understands "0x3163", "3163", a symbol's name, or a name with an offset, "main+0x1c". */
  Optional<Integer> find(String text) {
    String t = text.strip();
    Optional<Integer> symbol = symbols().named(t).map(SymbolTable.Symbol::address);
    if (symbol.isPresent()) {
      return symbol;
    }
    int plus = t.lastIndexOf('+');
    if (plus > 0) {
      Optional<Integer> base = find(t.substring(0, plus));
      Optional<Integer> distance = hex(t.substring(plus + 1));
      return base.isPresent() && distance.isPresent()
          ? Optional.of(base.get() + distance.get())
          : Optional.empty();
    }
    return hex(t);
  }

  private static Optional<Integer> hex(String text) {
    String t = text.strip();
    t = t.startsWith("0x") || t.startsWith("0X") ? t.substring(2) : t;
    try {
      return Optional.of(Integer.parseUnsignedInt(t, 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  void setSyntax(Disassembler.Syntax next, int keepOffset) {
    if (next != syntax) {
      syntax = next;
      if (vcpu != 0) {
        goTo(keepOffset, true);
      }
    }
  }

  Disassembler.Syntax syntax() {
    return syntax;
  }

  List<Row> rows() {
    return window.rows();
  }

  CodeWindow window() {
    return window;
  }

  /** Row of the current instruction; -1 if it is not among the rows. */
  int current() {
    return current;
  }

  /** Whether the current instruction is the one of the last stop, and the target runs on. */
  boolean stale() {
    return stale;
  }

  /** Whether the code that was asked for could not be read. */
  boolean unreadable() {
    return !empty() && answered && window.rows().isEmpty();
  }

  /** The offset that the user or the last stop asked for. */
  int wanted() {
    return wish == null ? 0 : wish.offset;
  }

  boolean empty() {
    return vcpu == 0 || snapshot == null || !snapshot.registers().containsKey(vcpu);
  }

  /** What the right of a row says; at the current instruction EAX is known for certain. */
  String comment(int index) {
    Row row = window.rows().get(index);
    Registers registers = snapshot == null ? null : snapshot.registers().get(vcpu);
    boolean here = index == current && row.hypercall() >= 0 && !stale;
    if (here && registers != null && registers.known(0)) {
      return hypercalls.name(row.hypercall(), registers.gpr(0));
    }
    return row.comment();
  }

  /** The breakpoint at an instruction that concerns the vCPU shown. */
  Optional<Breakpoint> breakpoint(Row row) {
    if (snapshot == null || !row.code()) {
      return Optional.empty();
    }
    return snapshot.breakpoints().stream()
        .filter(
            b ->
                b.trigger() instanceof Breakpoint.AtAddress at
                    && at.offset() == row.offset()
                    && scopes.contains(b.scope()))
        .findFirst();
  }

  /** Sets a breakpoint in the partition shown, or removes the one that is there. */
  CompletableFuture<?> toggleBreakpoint(Row row) {
    if (!row.code() || empty()) {
      return CompletableFuture.completedFuture(null);
    }
    Optional<Breakpoint> there = breakpoint(row);
    if (there.isPresent()) {
      return target.removeBreakpoint(there.get().id());
    }
    int scope = partition().map(Context::id).orElseGet(this::processor);
    return target.setBreakpoint(Breakpoint.atAddress(scope, row.offset()));
  }

  /** The one that runs what is shown: a task stops where its processor does. */
  private int processor() {
    return snapshot
        .context(vcpu)
        .filter(c -> c.kind() == Context.Kind.TASK)
        .map(Context::parent)
        .orElse(vcpu);
  }

  /** The partition whose offsets are shown. */
  Optional<Context> partition() {
    return snapshot == null
        ? Optional.empty()
        : snapshot
            .context(vcpu)
            .flatMap(c -> snapshot.context(c.parent()))
            // The parent of a thread or task is the vCPU.
            .flatMap(
                c -> c.kind() == Context.Kind.VCPU ? snapshot.context(c.parent()) : Optional.of(c))
            .filter(c -> c.kind() == Context.Kind.PARTITION);
  }

  private SymbolTable symbols() {
    return vcpu == 0 ? SymbolTable.EMPTY : target.symbols(vcpu).orElse(SymbolTable.EMPTY);
  }
}
