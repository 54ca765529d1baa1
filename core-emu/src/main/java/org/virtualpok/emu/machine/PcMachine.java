// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.ConsoleInfo;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.Machine;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.device.pc.Uart16550;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.state.StateException;
import org.virtualpok.emu.trace.EventLog;

/**
 * A PC that runs a kernel or a boot ROM. One thread owns it; given the same orders at the same
 * instructions it does the same, event for event.
 *
 * <p>Contexts: the machine is 1, its processor 2. Consoles: COM1 is 10, COM2 11, the debug port 12.
 */
public final class PcMachine implements Machine {
  public static final int MACHINE_CONTEXT = 1;
  public static final int CPU_CONTEXT = 2;

  private static final List<ConsoleInfo> CONSOLES =
      List.of(
          new ConsoleInfo(PcBoard.COM1, "COM1", true),
          new ConsoleInfo(PcBoard.COM2, "COM2", true),
          new ConsoleInfo(PcBoard.DEBUG, "Port E9", false));

  private final String name;
  private final PcConfig config;
  private final KernelImage kernel;
  private final byte[] rom;
  private final Supplier<EventLog> eventLogs;
  private final PcBoard board;
  private final PcRunLoop runLoop;
  private final PcMemory memory;
  private final PcBreakpoints breakpoints;
  private final PcView view;
  private PcPrograms programs = PcPrograms.NONE;
  private volatile EventLog log;

  private PcMachine(
      String name, PcConfig config, KernelImage kernel, byte[] rom, Supplier<EventLog> eventLogs) {
    this.name = name;
    this.config = config;
    this.kernel = kernel;
    this.rom = rom;
    this.eventLogs = eventLogs;
    log = eventLogs.get();
    PcRecorder recorder = new PcRecorder(() -> log);
    runLoop = new PcRunLoop(recorder, rom != null);
    board = new PcBoard(config, rom, runLoop);
    recorder.attach(board.clock, board.processor.cpu());
    memory = new PcMemory(board.memory, board.processor.cpu());
    breakpoints =
        new PcBreakpoints(
            board.processor.interpreter(),
            board.processor.cpu(),
            memory,
            board.ports,
            runLoop::portAccess);
    runLoop.attach(board, memory, breakpoints, symbols());
    view = new PcView(name, board, breakpoints, runLoop);
    PcConfigState.describe(board.state.group("config", "what the machine is made of"), this);
    runLoop.describe(board.state.group("run", "how far the machine has come"));
  }

  /**
   * A PC that is about to run a kernel's first instruction.
   *
   * @param eventLogs makes a log, now and at each restart
   * @throws ImageException if the kernel does not fit into the memory
   */
  public static PcMachine boot(PcConfig config, KernelImage kernel, Supplier<EventLog> eventLogs)
      throws ImageException {
    PcMachine machine = new PcMachine(kernel.name(), config, kernel, null, eventLogs);
    machine.powerOn();
    machine.runLoop.begin();
    return machine;
  }

  /**
   * A PC at the reset vector of a ROM.
   *
   * @param rom 64 KiB
   */
  public static PcMachine rom(
      String name, PcConfig config, byte[] rom, Supplier<EventLog> eventLogs) {
    if (rom.length != 1 << 16) {
      throw new IllegalArgumentException("a ROM of " + rom.length + " bytes");
    }
    PcMachine machine = new PcMachine(name, config, null, rom, eventLogs);
    machine.board.powerOn();
    machine.runLoop.begin();
    return machine;
  }

  /**
   * A PC that goes on where another one was saved.
   *
   * @throws StateException if the snapshot is of no PC, or of one that this program does not know
   */
  public static PcMachine restore(String name, Snapshot snapshot, Supplier<EventLog> eventLogs)
      throws StateException {
    PcConfigState.Saved saved = PcConfigState.read(name, snapshot);
    PcMachine machine =
        new PcMachine(saved.name(), saved.config(), saved.kernel(), saved.rom(), eventLogs);
    machine.board.reset();
    snapshot.restoreTo(machine.board.state);
    machine.runLoop.begin();
    return machine;
  }

  /** Who knows the programs of the kernel from now on; to be called before anybody drives it. */
  public void setPrograms(PcPrograms newPrograms) {
    programs = newPrograms;
    memory.setPrograms(newPrograms);
    breakpoints.setPrograms(newPrograms);
    runLoop.setPrograms(newPrograms);
  }

  /** The whole state now, that {@link #restore} takes. */
  public Snapshot save() {
    return Snapshot.of(board.state);
  }

  private void powerOn() throws ImageException {
    board.powerOn();
    if (kernel != null) {
      PcFirmware.leave(board.memory, board.ports);
      MultibootLoader.load(kernel, board.memory, board.processor.cpu());
      board.processor.stateChanged(false);
    }
  }

  @Override
  public void restart() {
    EventLog old = log;
    log = eventLogs.get();
    old.close();
    runLoop.forget();
    try {
      powerOn();
    } catch (ImageException e) {
      throw new AssertionError("it was loaded before", e);
    }
    breakpoints.replant();
    runLoop.begin();
  }

  PcConfig config() {
    return config;
  }

  /** Null for a machine with a ROM. */
  KernelImage kernel() {
    return kernel;
  }

  /** Null for a machine with a kernel. */
  byte[] romBytes() {
    return rom;
  }

  PcBoard board() {
    return board;
  }

  /** How the machine came to its end; empty while it has not. From any thread. */
  public Optional<PcEnding> ending() {
    return runLoop.ending();
  }

  /** What happened at a triple fault; empty if there was none. From any thread. */
  public Optional<PcFaultReport> fault() {
    return runLoop.fault();
  }

  /** The registers of every device with their meaning, for documentation. */
  public org.virtualpok.emu.state.RegisterValues devices() {
    return new org.virtualpok.emu.state.RegisterValues.Reader(board.devices).read();
  }

  /** The processor's registers, for traces; to be read only, by the machine's thread. */
  public CpuState cpu() {
    return board.processor.cpu();
  }

  /** The processor's registers now; by the machine's thread. */
  public Registers registers() {
    return PcView.registers(cpu());
  }

  /** Those that only a kernel sees; by the machine's thread. */
  public SystemRegisters system() {
    return PcView.system(cpu());
  }

  /** Where the processor stands: "0008:00101234 <main+0x1c>". */
  public String place() {
    return runLoop.place();
  }

  /** The text screen, as lines. */
  public String screenText() {
    return board.vga.screen().text();
  }

  @Override
  public void stands() {
    board.flushConsoles();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long timeNanos() {
    return board.clock.nanos();
  }

  @Override
  public long instructions() {
    return board.processor.cpu().retired;
  }

  /** External interrupts that were delivered since power on. */
  public long interrupts() {
    return runLoop.interrupts();
  }

  @Override
  public StopReason run(RunLimit limit) {
    return runLoop.run(limit);
  }

  @Override
  public StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException {
    if (kind == StepKind.NEXT_HYPERCALL && programs == PcPrograms.NONE) {
      throw new TargetException("A PC has no hypercalls; set a breakpoint at a vector instead");
    }
    if (context != MACHINE_CONTEXT && context != CPU_CONTEXT && !programs.isProgram(context)) {
      throw new TargetException("there is no context " + context);
    }
    return runLoop.step(context, kind, limit);
  }

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    return view.capture(sequence, running, stop);
  }

  @Override
  public int setBreakpoint(Breakpoint breakpoint) throws TargetException {
    return breakpoints.set(breakpoint);
  }

  @Override
  public void removeBreakpoint(int id) throws TargetException {
    breakpoints.remove(id);
  }

  @Override
  public void setBreakpointCondition(IntPredicate fires) {
    breakpoints.setCondition(fires);
  }

  @Override
  public byte[] readMemory(Address address, int lengthBytes) throws TargetException {
    return memory.read(address, lengthBytes);
  }

  @Override
  public List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) throws TargetException {
    return memory.disassemble(context, offset, count, syntax);
  }

  /** The kernel that it runs; empty for a PC with a boot ROM. Fixed, from any thread. */
  public Optional<KernelImage> image() {
    return Optional.ofNullable(kernel);
  }

  private Optional<SymbolTable> symbols() {
    return Optional.ofNullable(kernel).map(k -> k.elf().symbols());
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return symbols();
  }

  @Override
  public EventLog events() {
    return log;
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return List.of();
  }

  @Override
  public List<ConsoleInfo> consoles() {
    return CONSOLES;
  }

  @Override
  public void consoleInput(int console, byte[] bytes) throws TargetException {
    Uart16550 port =
        switch (console) {
          case PcBoard.COM1 -> board.com1;
          case PcBoard.COM2 -> board.com2;
          default -> throw new TargetException("there is no console " + console + " with input");
        };
    for (byte b : bytes) {
      if (!port.receive(b & 0xff)) {
        throw new TargetException("The serial port has too much unread input");
      }
    }
    log.appendText(timeNanos(), instructions(), PcEvents.CONSOLE_INPUT, console, bytes.clone(), 0);
  }

  @Override
  public boolean hasKeyboard() {
    return true;
  }

  @Override
  public void keyboardInput(byte[] scanCodes) throws TargetException {
    if (!board.keyboard.keys(scanCodes)) {
      throw new TargetException("The keyboard has too much unread input");
    }
    log.appendText(
        timeNanos(),
        instructions(),
        PcEvents.KEYBOARD_INPUT,
        MACHINE_CONTEXT,
        scanCodes.clone(),
        0);
  }
}
