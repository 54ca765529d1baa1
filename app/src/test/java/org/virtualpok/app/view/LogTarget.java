// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventLog;

/** A target of two partitions that only has a log, which the test writes. */
public class LogTarget implements DebugTarget {
  /** Context of partition 1, "ticker". */
  public static final int TICKER = 2;

  /** Context of partition 2, "messages". */
  public static final int MESSAGES = 4;

  public EventLog log = new ChunkedEventLog();
  public final List<Breakpoint> breakpoints = new ArrayList<>();

  @Override
  public String name() {
    return "test";
  }

  @Override
  public TargetSnapshot snapshot() {
    return new TargetSnapshot(
        1,
        false,
        new StopReason(StopReason.Kind.INITIAL, 0, 0, 0, "", ""),
        0,
        0,
        0,
        List.of(
            context(1, 0, Context.Kind.MODULE, 0, "test"),
            context(TICKER, 1, Context.Kind.PARTITION, 1, "ticker"),
            context(3, TICKER, Context.Kind.VCPU, 0, "vCPU"),
            context(MESSAGES, 1, Context.Kind.PARTITION, 2, "messages"),
            context(5, MESSAGES, Context.Kind.VCPU, 0, "vCPU")),
        Map.of(),
        breakpoints,
        Optional.empty(),
        List.of());
  }

  private static Context context(int id, int parent, Context.Kind kind, int number, String name) {
    return new Context(id, parent, kind, number, name, Context.State.SUSPENDED, "");
  }

  @Override
  public void addListener(Consumer<TargetSnapshot> listener) {}

  @Override
  public void removeListener(Consumer<TargetSnapshot> listener) {}

  private static <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public CompletableFuture<Void> resume() {
    return refused();
  }

  @Override
  public CompletableFuture<Void> suspend() {
    return refused();
  }

  @Override
  public CompletableFuture<Void> step(int context, StepKind kind) {
    return refused();
  }

  @Override
  public CompletableFuture<TargetSnapshot> runUntil(RunLimit limit) {
    return refused();
  }

  @Override
  public CompletableFuture<Void> terminate() {
    return refused();
  }

  @Override
  public CompletableFuture<Void> restart() {
    return refused();
  }

  @Override
  public CompletableFuture<Integer> setBreakpoint(Breakpoint breakpoint) {
    return refused();
  }

  @Override
  public CompletableFuture<Void> removeBreakpoint(int id) {
    return refused();
  }

  @Override
  public void setPace(double guestSecondsPerHostSecond) {}

  @Override
  public double pace() {
    return 1;
  }

  @Override
  public CompletableFuture<byte[]> readMemory(Address address, int lengthBytes) {
    return refused();
  }

  @Override
  public CompletableFuture<List<Disassembler.Line>> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) {
    return refused();
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return context == TICKER
        ? Optional.of(
            new SymbolTable(
                List.of(
                    new SymbolTable.Symbol("main_loop", 0x2000, 0x10, true),
                    new SymbolTable.Symbol("main", 0x1060, 0x10, true))))
        : Optional.empty();
  }

  @Override
  public EventLog events() {
    return log;
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return List.of(
        new HypercallInfo(42, 27, "IRQ_PARTITION_ENABLE", List.of("level"), ""),
        new HypercallInfo(45, 27, "IRQ_PARTITION_ENABLE", List.of("level"), ""),
        new HypercallInfo(45, 28, "IRQ_PARTITION_DISABLE", List.of(), ""),
        new HypercallInfo(45, 10, "CONSWRITE", List.of("text", "length"), ""));
  }

  @Override
  public void close() {}
}
