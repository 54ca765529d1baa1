// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.EventLog;

/** A machine that asks another one for everything; who knows more of it overrides what changes. */
public abstract class ForwardingMachine implements Machine {
  private final Machine machine;

  protected ForwardingMachine(Machine machine) {
    this.machine = machine;
  }

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public StopReason run(RunLimit limit) {
    return machine.run(limit);
  }

  @Override
  public StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException {
    return machine.step(context, kind, limit);
  }

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    return machine.capture(sequence, running, stop);
  }

  @Override
  public long timeNanos() {
    return machine.timeNanos();
  }

  @Override
  public long instructions() {
    return machine.instructions();
  }

  @Override
  public void restart() {
    machine.restart();
  }

  @Override
  public int setBreakpoint(Breakpoint breakpoint) throws TargetException {
    return machine.setBreakpoint(breakpoint);
  }

  @Override
  public void removeBreakpoint(int id) throws TargetException {
    machine.removeBreakpoint(id);
  }

  @Override
  public void setBreakpointCondition(IntPredicate fires) {
    machine.setBreakpointCondition(fires);
  }

  @Override
  public byte[] readMemory(Address address, int lengthBytes) throws TargetException {
    return machine.readMemory(address, lengthBytes);
  }

  @Override
  public List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) throws TargetException {
    return machine.disassemble(context, offset, count, syntax);
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return machine.symbols(context);
  }

  @Override
  public EventLog events() {
    return machine.events();
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return machine.hypercalls();
  }

  @Override
  public HealthTables health() {
    return machine.health();
  }

  @Override
  public Optional<InterruptHistory> interruptHistory() {
    return machine.interruptHistory();
  }

  @Override
  public void stands() {
    machine.stands();
  }

  @Override
  public List<ConsoleInfo> consoles() {
    return machine.consoles();
  }

  @Override
  public void consoleInput(int console, byte[] bytes) throws TargetException {
    machine.consoleInput(console, bytes);
  }

  @Override
  public boolean hasKeyboard() {
    return machine.hasKeyboard();
  }

  @Override
  public void keyboardInput(byte[] scanCodes) throws TargetException {
    machine.keyboardInput(scanCodes);
  }

  @Override
  public void injectInterrupt(int context, int line) throws TargetException {
    machine.injectInterrupt(context, line);
  }
}
