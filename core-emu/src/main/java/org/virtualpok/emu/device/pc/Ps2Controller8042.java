// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.Arrays;
import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.state.StateGroup;

/**
 * The keyboard controller of a PS/2, at ports 60 and 64 (IBM PS/2 technical reference, keyboard and
 * auxiliary device controller). Nothing is plugged in at the auxiliary port.
 *
 * <p>After reset all is as a BIOS leaves it: the keyboard is enabled and interrupts, its codes are
 * translated to set 1, A20 is open.
 */
public final class Ps2Controller8042 implements Device, BytePorts {
  private static final int DATA = 0x60;
  private static final int COMMAND_STATUS = 0x64;

  private static final int OBF = 0x01;
  private static final int SYS = 0x04;
  private static final int A2 = 0x08;
  private static final int INH = 0x10;
  private static final int AUXB = 0x20;
  private static final int TIMEOUT = 0x40;
  private static final int SOURCE = AUXB | TIMEOUT;

  private static final int CCB_INT = 0x01;
  private static final int CCB_INT2 = 0x02;
  private static final int CCB_SYS = 0x04;
  private static final int CCB_DISABLE = 0x10;
  private static final int CCB_DISABLE_AUX = 0x20;
  private static final int CCB_XLATE = 0x40;
  private static final int CCB_AT_RESET = CCB_XLATE | CCB_DISABLE_AUX | CCB_SYS | CCB_INT;

  private static final int OUTPUT_RESET = 0x01;
  private static final int OUTPUT_A20 = 0x02;
  private static final int OUTPUT_FIXED = 0xcc;
  private static final int INPUT_PORT = 0x80;
  private static final int RAM_BYTES = 32;

  private static final int READ_RAM = 0x20;
  private static final int WRITE_RAM = 0x60;
  private static final int LOAD_PASSWORD = 0xa5;
  private static final int WRITE_OUTPUT_PORT = 0xd1;
  private static final int WRITE_KEYBOARD_BUFFER = 0xd2;
  private static final int WRITE_AUX_BUFFER = 0xd3;
  private static final int WRITE_AUX = 0xd4;

  private final Ps2Keyboard keyboard;
  private final IrqLine irq1;
  private final IrqLine irq12;
  private final IrqLine a20;
  private final Runnable resetProcessor;

  /** The first byte is the command byte. */
  private final byte[] ram = new byte[RAM_BYTES];

  private int output;
  private int status;
  private int outputPort;
  private int command;
  private boolean breakCode;

  /** A byte of the controller itself that found the output buffer full. */
  private int waiting;

  private int waitingStatus;

  /**
   * A controller.
   *
   * @param irq1 output buffer full, by the keyboard or the controller
   * @param irq12 output buffer full, by the auxiliary device
   * @param a20 address line 20 is open
   * @param resetProcessor is called when the guest pulls the processor's reset line
   */
  public Ps2Controller8042(
      Ps2Keyboard keyboard, IrqLine irq1, IrqLine irq12, IrqLine a20, Runnable resetProcessor) {
    this.keyboard = keyboard;
    this.irq1 = irq1;
    this.irq12 = irq12;
    this.a20 = a20;
    this.resetProcessor = resetProcessor;
    keyboard.attach(this::fill);
    reset();
  }

  @Override
  public void reset() {
    Arrays.fill(ram, (byte) 0);
    ram[0] = CCB_AT_RESET;
    output = 0;
    status = A2;
    outputPort = OUTPUT_FIXED | OUTPUT_A20 | OUTPUT_RESET;
    command = 0;
    breakCode = false;
    waiting = 0;
    waitingStatus = 0;
    drive();
  }

  @Override
  public int read(int port) {
    if (port == COMMAND_STATUS) {
      return status();
    }
    if (port != DATA) {
      return 0xff;
    }
    int value = output;
    status &= ~(OBF | SOURCE);
    drive(); // an edge-triggered interrupt controller sees each byte
    if (waitingStatus != 0) {
      output = waiting;
      status |= waitingStatus;
      waitingStatus = 0;
    }
    fill();
    return value;
  }

  @Override
  public void write(int port, int value) {
    if (port == COMMAND_STATUS) {
      status |= A2;
      command = 0;
      command(value);
    } else if (port == DATA) {
      status &= ~A2;
      int argumentOf = command;
      command = argumentOf == LOAD_PASSWORD && value != 0 ? LOAD_PASSWORD : 0;
      data(argumentOf, value);
    }
    fill();
  }

  private void command(int value) {
    if (value >= READ_RAM && value < READ_RAM + RAM_BYTES) {
      put(ram[value - READ_RAM] & 0xff, 0);
      return;
    }
    if (value >= 0xf0) {
      if ((value & OUTPUT_RESET) == 0) {
        resetProcessor.run();
      }
      return;
    }
    switch (value) {
      case 0xa1 -> put(0, 0); // version
      case 0xa4 -> put(0xf1, 0); // no password is set
      case 0xa7 -> ram[0] |= CCB_DISABLE_AUX;
      case 0xa8 -> ram[0] &= ~CCB_DISABLE_AUX;
      case 0xa9, 0xab -> put(0, 0); // the lines of the cable are in order
      case 0xaa -> {
        ram[0] |= CCB_SYS;
        put(0x55, 0);
      }
      case 0xad -> ram[0] |= CCB_DISABLE;
      case 0xae -> ram[0] &= ~CCB_DISABLE;
      case 0xc0 -> put(INPUT_PORT, 0);
      case 0xd0 -> put(outputPort(), 0);
      case 0xdd -> setOutputPort(outputPort & ~OUTPUT_A20);
      case 0xdf -> setOutputPort(outputPort | OUTPUT_A20);
      case 0xe0 -> put(0, 0); // both clocks are low
      default -> command = hasArgument(value) ? value : 0;
    }
  }

  private static boolean hasArgument(int value) {
    return value >= WRITE_RAM && value < WRITE_RAM + RAM_BYTES
        || value == LOAD_PASSWORD
        || value >= WRITE_OUTPUT_PORT && value <= WRITE_AUX;
  }

  private void data(int argumentOf, int value) {
    switch (argumentOf) {
      case 0 -> {
        ram[0] &= ~CCB_DISABLE; // the clock is needed to send
        keyboard.write(value);
      }
      case LOAD_PASSWORD -> {} // up to a zero, for a lock that is not there
      case WRITE_OUTPUT_PORT -> setOutputPort(value);
      case WRITE_KEYBOARD_BUFFER -> put(value, 0);
      case WRITE_AUX_BUFFER -> put(value, AUXB);
      case WRITE_AUX -> put(0xfe, AUXB | TIMEOUT); // nobody acknowledges
      default -> ram[argumentOf - WRITE_RAM] = (byte) value;
    }
  }

  private void setOutputPort(int value) {
    outputPort = value;
    drive();
    if ((value & OUTPUT_RESET) == 0) {
      resetProcessor.run();
    }
  }

  /** The output port's pins; two of them are the interrupt lines. */
  private int outputPort() {
    return outputPort & 0xcf | (interrupt() ? 0x10 : 0) | (interruptAux() ? 0x20 : 0);
  }

  private boolean ccb(int bit) {
    return (ram[0] & bit) != 0;
  }

  private boolean full() {
    return (status & OBF) != 0;
  }

  private int status() {
    return status | (ccb(CCB_SYS) ? SYS : 0) | INH;
  }

  /** A byte of the controller's own. */
  private void put(int value, int source) {
    if (full()) {
      waiting = value;
      waitingStatus = OBF | source;
    } else {
      output = value;
      status |= OBF | source;
    }
  }

  /** Takes what the keyboard has to say, if there is room, and drives the lines. */
  private void fill() {
    while (!full() && !ccb(CCB_DISABLE) && keyboard.hasByte()) {
      int value = keyboard.read();
      if (!ccb(CCB_XLATE)) {
        output = value;
        status |= OBF;
      } else if (value == ScanCodes.BREAK) {
        breakCode = true;
      } else {
        output = ScanCodes.toSet1(value) | (breakCode ? 0x80 : 0);
        status |= OBF;
        breakCode = false;
      }
    }
    drive();
  }

  private boolean interrupt() {
    return full() && (status & AUXB) == 0 && ccb(CCB_INT);
  }

  private boolean interruptAux() {
    return full() && (status & AUXB) != 0 && ccb(CCB_INT2);
  }

  private void drive() {
    irq1.set(interrupt());
    irq12.set(interruptAux());
    a20.set((outputPort & OUTPUT_A20) != 0);
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("status", 8, "status", this::status, v -> status = (int) v & (OBF | A2 | SOURCE))
        .bit(0, "OBF", "output buffer full: 60 has a byte for the processor")
        .bit(1, "IBF", "input buffer full; never")
        .bit(2, "SYS", "system flag: self test passed")
        .bit(3, "A2", "the last write was a command")
        .bit(4, "INH", "keyboard is not locked")
        .bit(5, "AUXB", "the byte is the auxiliary device's")
        .bit(6, "TIMEOUT", "a device did not answer")
        .bit(7, "PARITY", "a byte was damaged on its way; never");
    group
        .register("CCB", 8, "controller command byte", () -> ram[0] & 0xff, v -> ram[0] = (byte) v)
        .bit(0, "INT", "keyboard interrupts")
        .bit(1, "INT2", "auxiliary device interrupts")
        .bit(2, "SYS", "system flag")
        .bit(4, "EN", "keyboard is disabled")
        .bit(5, "EN2", "auxiliary device is disabled")
        .bit(6, "XLATE", "translation to scan code set 1");
    group.register("output", 8, "output buffer, port 60", () -> output, v -> output = (int) v);
    group
        .register("output port", 8, "pins", this::outputPort, v -> outputPort = (int) v)
        .bit(0, "RESET", "processor's reset line is released")
        .bit(1, "A20", "address line 20 is open")
        .bit(4, "IRQ1", "keyboard's interrupt")
        .bit(5, "IRQ12", "auxiliary device's interrupt");
    group.register(
        "command",
        8,
        "command that awaits its argument",
        () -> command,
        v -> command = hasArgument((int) v) ? (int) v : 0);
    group.flag("break", "F0 came from the keyboard", () -> breakCode, v -> breakCode = v);
    group.register(
        "waiting", 8, "controller's byte that waits", () -> waiting, v -> waiting = (int) v);
    group.register(
        "waiting status",
        8,
        "its status bits, 0 if none waits",
        () -> waitingStatus,
        v -> waitingStatus = (int) v & (OBF | SOURCE));
    group.memory(
        "RAM",
        RAM_BYTES,
        "command byte and the bytes behind it",
        () -> ram,
        b -> System.arraycopy(b, 0, ram, 0, b.length));
    group.onRestored(this::drive);
  }
}
