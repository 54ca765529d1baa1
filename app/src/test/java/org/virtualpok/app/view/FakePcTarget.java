// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.ConsoleInfo;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.SystemRegisters.SystemSegment;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.device.pc.TextScreen;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.state.RegisterValues;
import org.virtualpok.emu.state.StateGroup;

/**
 * A PC that stands in its kernel; a step changes some registers. The test may change everything.
 */
public final class FakePcTarget extends LogTarget {
  public static final int MACHINE = 1;
  public static final int CPU = 2;
  public static final int COM1 = 10;

  public final FakePcMemory memory = new FakePcMemory();
  public final List<byte[]> keys = new ArrayList<>();
  public final int[] gpr = {0x36, 0, 0x21, 0x100, 0x9efe0, 0x9eff8, 0, 0};
  public int eip = FakePcMemory.CODE + 6;
  public int cr0 = 0x8001_0013;
  public int cr4 = 0x10;
  public int gdtBase = FakePcMemory.GDT;
  public int gdtLimit = FakePcMemory.GDT_LIMIT;
  public boolean running;
  public byte[] cells = new byte[2 * 80 * 25];
  public final int[] pic = {0xf9, 0x01, 0x00};
  public final int[] pit = {0x36, 0x04a9, 0x0312};
  public final int[] uart = {0x03, 0x01, 0x60, 0x0b};
  private final List<Consumer<TargetSnapshot>> listeners = new ArrayList<>();
  private final RegisterValues.Reader devices = new RegisterValues.Reader(tree());
  private long sequence = 1;
  private long time;

  /** A PC that stands. */
  public FakePcTarget() {
    for (int i = 1; i < cells.length; i += 2) {
      cells[i] = 7;
    }
    print(0, 0, 0x1f, " VirtualPOK kernel 0.1 ".repeat(4).substring(0, 80));
    print(2, 0, 0x07, "GDT 16 entries, IDT 256 entries, paging on");
    print(3, 0, 0x0a, "[ ok ]");
    print(3, 7, 0x07, "PIT 1000 Hz");
    print(4, 0, 0x0c, "[fail]");
    print(4, 7, 0x07, "PCI: no bus");
    for (int i = 0; i < 16; i++) {
      print(6, 4 * i, i, "\u00db\u00db\u00db");
    }
    print(8, 0, 0x0f, "\u00c9\u00cd\u00cd\u00cd\u00cd\u00bb");
    print(9, 0, 0x0f, "\u00ba ok \u00ba");
    print(10, 0, 0x0f, "\u00c8\u00cd\u00cd\u00cd\u00cd\u00bc");
    print(24, 0, 0x70, " F1 help ");
  }

  /** Writes characters of code page 437 to the screen. */
  public void print(int row, int column, int attribute, String codes) {
    for (int i = 0; i < codes.length(); i++) {
      cells[2 * (80 * row + column + i)] = (byte) codes.charAt(i);
      cells[2 * (80 * row + column + i) + 1] = (byte) attribute;
    }
  }

  private StateGroup tree() {
    StateGroup pc = StateGroup.root("pc", "a PC");
    StateGroup master =
        pc.group("pic", "interrupt controllers").group("master", "8259A, lines 0–7");
    String[] lines = {"timer", "keyboard", "slave", "COM2", "COM1", "LPT2", "floppy", "LPT1"};
    for (int r = 0; r < 3; r++) {
      int index = r;
      String[] names = {"IMR", "IRR", "ISR"};
      String[] means = {"masked lines", "lines that ask", "lines in service"};
      var register = master.register(names[r], 8, means[r], () -> pic[index], v -> {});
      for (int bit = 0; bit < 8; bit++) {
        register.bit(bit, "IR" + bit, lines[bit]);
      }
    }
    StateGroup counter = pc.group("pit", "8254 timer").group("counter0", "channel of IRQ 0");
    counter
        .register("control", 8, "how the counter works", () -> pit[0], v -> {})
        .field(0, 1, "BCD", "counts in", "binary", "BCD")
        .field(1, 3, "mode", "mode", "terminal count", "one-shot", "rate generator", "square wave")
        .field(4, 2, "RW", "access", "latch", "low byte", "high byte", "low, then high");
    counter.register("reload", 16, "counts from here", () -> pit[1], v -> {});
    counter.register("count", 16, "counts now", () -> pit[2], v -> {});
    StateGroup com1 = pc.group("com1", "16550A at 3F8, IRQ 4");
    com1.register("LCR", 8, "line control", () -> uart[0], v -> {})
        .field(0, 2, "WLS", "word length", "5 bits", "6 bits", "7 bits", "8 bits")
        .field(2, 1, "STB", "stop bits", "1", "2")
        .bit(3, "PEN", "parity")
        .bit(7, "DLAB", "divisor latch access");
    com1.register("IER", 8, "interrupts enabled", () -> uart[1], v -> {})
        .bit(0, "ERBFI", "data received")
        .bit(1, "ETBEI", "transmitter empty");
    com1.register("LSR", 8, "line status", () -> uart[2], v -> {})
        .bit(0, "DR", "data ready")
        .bit(5, "THRE", "holding register empty")
        .bit(6, "TEMT", "transmitter empty");
    com1.register("MCR", 8, "modem control", () -> uart[3], v -> {})
        .bit(0, "DTR", "terminal ready")
        .bit(1, "RTS", "request to send")
        .bit(3, "OUT2", "interrupt line open");
    return pc;
  }

  @Override
  public String name() {
    return "kernel.elf";
  }

  @Override
  public TargetSnapshot snapshot() {
    String mode =
        (cr0 & 1) == 0
            ? "real mode"
            : cr0 < 0 ? "protected mode with paging" : "protected mode without paging";
    Context.State state = running ? Context.State.RUNNING : Context.State.SUSPENDED;
    return new TargetSnapshot(
        sequence,
        running,
        new StopReason(
            StopReason.Kind.STEP, CPU, eip, 0, "Suspended: step", "In the kernel, at CPL 0."),
        time,
        time / 10,
        CPU,
        List.of(
            new Context(MACHINE, 0, Context.Kind.MODULE, 0, "kernel.elf", state, "PC"),
            new Context(CPU, MACHINE, Context.Kind.CPU, 0, "CPU", state, mode + ", CPL 0")),
        Map.of(CPU, registers()),
        breakpoints,
        Optional.empty(),
        List.of(),
        Optional.of(new HardwareState(devices.read(), screen(), system(mode))));
  }

  private TextScreen screen() {
    return new TextScreen(80, 25, cells, 5 * 80 + 2, true, 13, 14);
  }

  private Registers registers() {
    Registers.Segment[] segments = new Registers.Segment[6];
    for (int i = 0; i < 6; i++) {
      segments[i] = new Registers.Segment(0x10, 0, -1, true);
    }
    segments[SegmentName.CS.ordinal()] = new Registers.Segment(0x08, 0, -1, true);
    segments[SegmentName.FS.ordinal()] = new Registers.Segment(0, 0, 0, false);
    return new Registers(gpr, eip, 0x10202, 0, segments);
  }

  private SystemRegisters system(String mode) {
    return new SystemRegisters(
        mode,
        cr0,
        0xb8000,
        FakePcMemory.DIRECTORY,
        cr4,
        gdtBase,
        gdtLimit,
        FakePcMemory.IDT,
        FakePcMemory.IDT_LIMIT,
        new SystemSegment(0x30, FakePcMemory.LDT, FakePcMemory.LDT_LIMIT, true),
        new SystemSegment(0x28, FakePcMemory.TSS, FakePcMemory.TSS_LIMIT, true),
        new int[] {0x100400, 0, 0, 0},
        0xffff0ff0,
        0x402,
        123_456_789L + time);
  }

  @Override
  public void addListener(Consumer<TargetSnapshot> listener) {
    listeners.add(listener);
  }

  /** Shows what the test changed; time passes. */
  public void publish() {
    sequence++;
    time += 1000;
    TargetSnapshot now = snapshot();
    listeners.forEach(l -> l.accept(now));
  }

  @Override
  public CompletableFuture<Void> step(int context, StepKind kind) {
    gpr[0]++;
    pit[2]--;
    pic[1] ^= 0x10;
    eip += 2;
    publish();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Integer> setBreakpoint(Breakpoint breakpoint) {
    int id = breakpoint.id() == 0 ? breakpoints.size() + 1 : breakpoint.id();
    breakpoints.removeIf(b -> b.id() == id);
    breakpoints.add(breakpoint.withId(id));
    publish();
    return CompletableFuture.completedFuture(id);
  }

  @Override
  public CompletableFuture<byte[]> readMemory(Address address, int lengthBytes) {
    int at =
        address instanceof Address.Linear linear
            ? linear.value()
            : address instanceof Address.Physical physical
                ? physical.value()
                : ((Address.Logical) address).offset();
    return CompletableFuture.completedFuture(memory.read(at, lengthBytes));
  }

  @Override
  public CompletableFuture<List<Disassembler.Line>> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return Optional.of(
        new SymbolTable(
            List.of(
                new SymbolTable.Symbol("kernel_main", FakePcMemory.CODE, 0x18, true),
                new SymbolTable.Symbol("isr_divide", FakePcMemory.HANDLER, 0x10, true),
                new SymbolTable.Symbol("isr_page", FakePcMemory.HANDLER + 0xe0, 0x10, true),
                new SymbolTable.Symbol("isr_clock", FakePcMemory.HANDLER + 0x200, 0x10, true),
                new SymbolTable.Symbol("syscall", FakePcMemory.HANDLER + 0x400, 0x40, true))));
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return List.of();
  }

  @Override
  public Optional<Consoles> consoles() {
    return Optional.of(
        new Consoles() {
          @Override
          public List<ConsoleInfo> list() {
            return List.of(
                new ConsoleInfo(COM1, "COM1", true),
                new ConsoleInfo(11, "COM2", true),
                new ConsoleInfo(12, "E9", false));
          }

          @Override
          public CompletableFuture<Void> input(int console, byte[] bytes) {
            return CompletableFuture.completedFuture(null);
          }
        });
  }

  @Override
  public Optional<Keyboard> keyboard() {
    return Optional.of(
        codes -> {
          keys.add(codes.clone());
          return CompletableFuture.completedFuture(null);
        });
  }
}
