// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.PortBus;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.device.pc.DebugConsole;
import org.virtualpok.emu.device.pc.DebugExit;
import org.virtualpok.emu.device.pc.FpuErrorLatch;
import org.virtualpok.emu.device.pc.PciHost;
import org.virtualpok.emu.device.pc.PicPair;
import org.virtualpok.emu.device.pc.Pit8254;
import org.virtualpok.emu.device.pc.PostCode;
import org.virtualpok.emu.device.pc.PowerControl;
import org.virtualpok.emu.device.pc.Ps2Controller8042;
import org.virtualpok.emu.device.pc.Ps2Keyboard;
import org.virtualpok.emu.device.pc.RtcCmos;
import org.virtualpok.emu.device.pc.SystemControlPortA;
import org.virtualpok.emu.device.pc.SystemControlPortB;
import org.virtualpok.emu.device.pc.Uart16550;
import org.virtualpok.emu.device.pc.VgaText;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.state.StateGroup;

/**
 * A uniprocessor PC without APIC, ACPI tables and disks: the only place that wires.
 *
 * <pre>
 *   0000-003F                  4D0 4D1
 *  PIT 40-43 --IRQ0--> PIC 20 21, A0 A1 --INTR--> processor --FERR#--> F0 --IRQ13--> PIC
 *  8042 60 64 -IRQ1-->  |    COM2 2F8 --IRQ3-->   COM1 3F8 --IRQ4-->   RTC 70 71 --IRQ8-->
 *  port 61: gate and output of PIT counter 2        92: A20, reset     CF8 CFC: PCI, CF9 reset
 *  VGA 3B0-3DF, text at B8000                       80: POST codes     604: power off
 *  E9: debug console                                F4: debug exit
 * </pre>
 */
final class PcBoard {
  /** Memory below the extended BIOS data area. */
  static final int LOW_MEMORY_BYTES = 0x9fc00;

  static final int COM1 = 10;
  static final int COM2 = 11;
  static final int DEBUG = 12;

  private static final int TEXT_MEMORY = 0xb8000;
  private static final int VIDEO_HOLE = 0xa0000;
  private static final int ROM_HOLE = 0xc0000;
  private static final int ROM_AT = 0xf0000;
  private static final int ROM_TOP = 0xffff0000;
  private static final int MIB = 1 << 20;

  /** What the board tells the machine. */
  interface Listener extends ConsoleOutput.Sink {
    void powerOff();

    void debugExit(int value);

    /** RESET is pulled; the processor and the devices stand as they stood. */
    void reset();
  }

  final VirtualClock clock;
  final PortBus ports = new PortBus();
  final PhysicalMemory memory;
  final Processor processor;
  final PicPair pic;
  final Pit8254 pit;
  final RtcCmos rtc;
  final Uart16550 com1;
  final Uart16550 com2;
  final VgaText vga;
  final Ps2Keyboard keyboard;
  final StateGroup state = StateGroup.root("pc", "the machine");
  final StateGroup devices;

  /** What INTA gave last. */
  int lastVector;

  private final boolean[] a20 = new boolean[2];
  private final ConsoleOutput[] outputs = new ConsoleOutput[3];
  private final Device[] all;

  /**
   * @param rom 64 KiB at F0000 and at the top of the address space; null for none
   */
  PcBoard(PcConfig config, byte[] rom, Listener listener) {
    clock = new VirtualClock(config.nanosPerInstruction());
    memory = memory(config, rom);
    FpuErrorLatch[] fpuErrors = new FpuErrorLatch[1];
    processor = new Processor(memory, ports, this::acknowledge, () -> fpuErrors[0].raise());
    CpuState cpu = processor.cpu();
    cpu.model = config.model();
    clock.attach(() -> cpu.retired, processor::pause);

    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new ConsoleOutput(COM1 + i, clock, listener);
    }
    pic = new PicPair(level -> cpu.interruptRequest = level);
    pit = new Pit8254(clock, pic.line(0));
    com1 = new Uart16550(0x3f8, clock, pic.line(4), outputs[0]::write);
    com2 = new Uart16550(0x2f8, clock, pic.line(3), outputs[1]::write);
    vga = new VgaText(clock, offset -> memory.byteAt(TEXT_MEMORY + offset));
    fpuErrors[0] = new FpuErrorLatch(pic.line(13));
    keyboard = new Ps2Keyboard(clock);
    Ps2Controller8042 controller =
        new Ps2Controller8042(
            keyboard, pic.line(1), pic.line(12), level -> gateA20(0, level), listener::reset);
    SystemControlPortB portB = new SystemControlPortB(clock, pit);
    SystemControlPortA portA = new SystemControlPortA(level -> gateA20(1, level), listener::reset);
    rtc = new RtcCmos(clock, pic.line(8), config.start(), config.memoryBytes());
    PciHost pci = new PciHost(listener::reset);
    PowerControl power = new PowerControl(clock, listener::powerOff);
    DebugConsole debug = new DebugConsole(outputs[2]::write);
    DebugExit exit = new DebugExit(listener::debugExit);
    PostCode post = new PostCode();
    all =
        new Device[] {
          pit,
          com1,
          com2,
          keyboard,
          controller,
          vga,
          rtc,
          portB,
          portA,
          fpuErrors[0],
          pci,
          power,
          post,
          pic
        };

    ports.map(0x20, 2, pic);
    ports.map(0xa0, 2, pic);
    ports.map(0x4d0, 2, pic);
    ports.map(0x40, 4, pit);
    ports.map(0x60, 1, controller);
    ports.map(0x64, 1, controller);
    ports.map(0x61, 1, portB);
    ports.map(0x70, 2, rtc);
    ports.map(0x80, 16, post);
    ports.map(0xed, 1, post);
    ports.map(0x92, 1, portA);
    ports.map(0xe9, 1, debug);
    ports.map(0xf0, 2, fpuErrors[0]);
    ports.mapWide(0xf4, 4, exit);
    ports.map(0x2f8, 8, com2);
    ports.map(0x3f8, 8, com1);
    ports.map(0x3b0, 0x30, vga);
    ports.mapWide(0x600, 12, power);
    ports.mapWide(0xcf8, 8, pci);

    devices = describe();
  }

  private static PhysicalMemory memory(PcConfig config, byte[] rom) {
    PhysicalMemory memory =
        new PhysicalMemory(config.memoryBytes(), rom == null ? new byte[0] : rom);
    if (rom != null) {
      memory.mapRom(ROM_AT);
      memory.mapRom(ROM_TOP);
    }
    memory.mapHole(VIDEO_HOLE, TEXT_MEMORY - VIDEO_HOLE);
    memory.mapHole(ROM_HOLE, MIB - ROM_HOLE);
    return memory;
  }

  /** Either of two gates lets address line 20 through: the 8042's and that of port 92. */
  private void gateA20(int gate, boolean open) {
    a20[gate] = open;
    memory.setA20(a20[0] || a20[1]);
  }

  private int acknowledge() {
    lastVector = pic.acknowledge();
    return lastVector;
  }

  private StateGroup describe() {
    StateGroup time = state.group("clock", "guest time");
    time.register("idle", 63, "idle cycles", clock::idleCycles, clock::setIdleCycles);
    new ProcessorState(processor).describe(state.group("cpu", "processor"));
    StateGroup ram = state.group("memory", "RAM");
    ram.flag("A20-8042", "let through", () -> a20[0], v -> gateA20(0, v));
    ram.flag("A20-92", "let through", () -> a20[1], v -> gateA20(1, v));
    ram.memory("ram", memory.sizeBytes(), "all of it", memory::ram, memory::setRam);
    StateGroup text = state.group("console", "pieces of text that have not ended yet");
    String[] names = {"com1", "com2", "debug"};
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].describe(text.group(names[i], "console"));
    }
    StateGroup group = state.group("devices", "devices");
    pic.describe(group.group("pic", "8259A interrupt controllers, master 20, slave A0"));
    pit.describe(group.group("pit", "8254 interval timer, 40 to 43"));
    com1.describe(group.group("com1", "16550 serial port, 3F8, IRQ 4"));
    com2.describe(group.group("com2", "16550 serial port, 2F8, IRQ 3"));
    String[] others = {
      "keyboard", "keyboard",
      "8042", "keyboard controller, 60 and 64, IRQ 1",
      "vga", "VGA, 3B0 to 3DF, text at B8000",
      "rtc", "MC146818 clock and CMOS, 70 and 71, IRQ 8",
      "portb", "system control port B, 61",
      "porta", "system control port A, 92",
      "ferr", "FPU error latch, F0, IRQ 13",
      "pci", "PCI configuration, CF8 and CFC; reset CF9",
      "power", "power management, 600",
      "post", "POST codes, 80"
    };
    for (int i = 0; i < others.length; i += 2) {
      all[3 + i / 2].describe(group.group(others[i], others[i + 1]));
    }
    return group;
  }

  /** The IRQ that a vector given by INTA belongs to: what the controllers were programmed for. */
  int irqOf(int vector) {
    return pic.irqOf(vector);
  }

  /** As after power on: RAM all zero, the clock at 0, the processor at its reset vector. */
  void powerOn() {
    memory.clear();
    clock.setIdleCycles(0);
    processor.cpu().retired = 0;
    for (ConsoleOutput o : outputs) {
      o.reset();
    }
    rtc.powerOn();
    reset();
  }

  /** RESET of processor and devices; RAM and the clock go on. The PIC is the last. */
  void reset() {
    processor.cpu().interruptRequest = false;
    for (Device d : all) {
      d.reset();
    }
    processor.reset();
  }

  /** Ends the pieces of text that are not whole yet. */
  void flushConsoles() {
    for (ConsoleOutput o : outputs) {
      o.flush();
    }
  }

  /** The time stamp counter: cycles, not instructions. */
  void idle(long cycles) {
    clock.idle(cycles);
    processor.cpu().tscOffset += cycles;
  }
}
