// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.function.IntConsumer;
import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * NS16550A, a serial port, at eight ports from a base on (data sheet: National PC16550D).
 *
 * <p>A byte leaves at once: THRE and TEMT are always set, so that polled output costs a guest no
 * time; the transmitter interrupt follows each byte at once. Received bytes arrive at the pace of
 * the programmed baud rate and wait where they are while the receiver is full: the sender heeds
 * flow control, only the loopback overruns. A byte has 10 bits on the line and passes whole,
 * whatever LCR says of word length, parity and break.
 */
public final class Uart16550 implements Device, BytePorts {
  /** How many received bytes may wait for their time. */
  public static final int INPUT_BYTES_MAX = UartReceiver.INPUT_BYTES_MAX;

  private static final int RBR_THR_DLL = 0;
  private static final int IER_DLM = 1;
  private static final int IIR_FCR = 2;
  private static final int LCR = 3;
  private static final int MCR = 4;
  private static final int LSR = 5;
  private static final int MSR = 6;

  private static final int IER_ERBFI = 1;
  private static final int IER_ETBEI = 2;
  private static final int IER_ELSI = 4;
  private static final int IER_EDSSI = 8;
  private static final int IIR_NONE = 1;
  private static final int IIR_LINE_STATUS = 6;
  private static final int IIR_DATA = 4;
  private static final int IIR_TIMEOUT = 0xc;
  private static final int IIR_THRE = 2;
  private static final int IIR_MODEM = 0;
  private static final int IIR_FIFOS = 0xc0;
  private static final int FCR_ENABLE = 1;
  private static final int FCR_RCVR_RESET = 2;
  private static final int FCR_KEPT = 0xc9;
  private static final int LCR_DLAB = 0x80;
  private static final int MCR_OUT2 = 8;
  private static final int MCR_LOOP = 0x10;
  private static final int LSR_DR = 1;
  private static final int LSR_BI = 0x10;
  private static final int LSR_THRE_TEMT = 0x60;
  private static final int LSR_FIFO_ERROR = 0x80;
  private static final int MSR_TERI = 4;

  /** CTS, DSR and DCD of whoever is at the other end of the line, who is always there. */
  private static final int MSR_PEER = 0xb0;

  private static final int[] TRIGGER_LEVEL = {1, 4, 8, 14};

  /** 9600 baud; the data sheet leaves it open. */
  private static final int DIVISOR_AT_RESET = 12;

  private final int base;
  private final IrqLine irq;
  private final IntConsumer output;
  private final UartReceiver receiver;
  private int ier;
  private int fcr;
  private int lcr;
  private int mcr;
  private int msrDeltas;
  private int scr;
  private int divisor;
  private boolean threPending;

  /**
   * A serial port, reset.
   *
   * @param base first of its ports
   * @param irq its interrupt; open unless MCR's OUT2 is set, as a PC has it
   * @param output takes each byte that leaves, 0 to FF
   */
  public Uart16550(int base, VirtualClock clock, IrqLine irq, IntConsumer output) {
    this.base = base;
    this.irq = irq;
    this.output = output;
    receiver = new UartReceiver(clock, this::updateIrq);
    reset();
  }

  @Override
  public void reset() {
    ier = 0;
    fcr = 0;
    lcr = 0;
    mcr = 0;
    msrDeltas = 0;
    scr = 0;
    divisor = DIVISOR_AT_RESET;
    threPending = false;
    receiver.reset();
    configure();
  }

  /**
   * A byte from the other end of the line, at any time.
   *
   * @return false if too many wait already; then it is lost
   */
  public boolean receive(int b) {
    return receiver.enqueue(b);
  }

  /**
   * The other end holds the line at break for a character.
   *
   * @return false if the receiver is full; then it is lost
   */
  public boolean receiveBreak() {
    boolean taken = receiver.hasRoom();
    if (taken) {
      receiver.arrive(0, LSR_BI);
      updateIrq();
    }
    return taken;
  }

  @Override
  public int read(int port) {
    switch (port - base) {
      case RBR_THR_DLL:
        if (dlab()) {
          return divisor & 0xff;
        }
        int received = receiver.read();
        updateIrq();
        return received;
      case IER_DLM:
        return dlab() ? divisor >> 8 : ier;
      case IIR_FCR:
        int iir = iir();
        if ((iir & ~IIR_FIFOS) == IIR_THRE) {
          threPending = false;
          updateIrq();
        }
        return iir;
      case LCR:
        return lcr;
      case MCR:
        return mcr;
      case LSR:
        int lsr = lsr();
        if (receiver.lineErrors() != 0) {
          receiver.clearLineErrors();
          updateIrq();
        }
        return lsr;
      case MSR:
        int msr = modemLines() | msrDeltas;
        msrDeltas = 0;
        updateIrq();
        return msr;
      default:
        return scr;
    }
  }

  @Override
  public void write(int port, int value) {
    switch (port - base) {
      case RBR_THR_DLL:
        if (dlab()) {
          setDivisor(divisor & 0xff00 | value);
        } else {
          transmit(value);
        }
        break;
      case IER_DLM:
        if (dlab()) {
          setDivisor(divisor & 0xff | value << 8);
        } else {
          int turnedOn = value & ~ier;
          ier = value & 0xf;
          threPending = (ier & IER_ETBEI) != 0 && (threPending || (turnedOn & IER_ETBEI) != 0);
        }
        break;
      case IIR_FCR:
        writeFcr(value);
        break;
      case LCR:
        lcr = value;
        break;
      case MCR:
        writeMcr(value & 0x1f);
        break;
      case LSR:
      case MSR:
        return; // written in the factory's tests only
      default:
        scr = value;
        return;
    }
    updateIrq();
  }

  private boolean dlab() {
    return (lcr & LCR_DLAB) != 0;
  }

  private boolean fifosOn() {
    return (fcr & FCR_ENABLE) != 0;
  }

  private boolean loop() {
    return (mcr & MCR_LOOP) != 0;
  }

  private void setDivisor(int value) {
    divisor = value;
    configure();
    receiver.restart(); // as the baud generator does
  }

  private void configure() {
    receiver.configure(fifosOn(), !loop(), divisor);
    updateIrq();
  }

  private void transmit(int value) {
    threPending = false;
    updateIrq(); // an edge-triggered interrupt controller sees each byte leave
    if (loop()) {
      receiver.arrive(value, 0);
    } else {
      output.accept(value);
    }
    threPending = (ier & IER_ETBEI) != 0;
  }

  private void writeFcr(int value) {
    boolean toggled = ((value ^ fcr) & FCR_ENABLE) != 0;
    if (toggled || (value & FCR_ENABLE) != 0 && (value & FCR_RCVR_RESET) != 0) {
      receiver.clear();
    }
    fcr = (value & FCR_ENABLE) == 0 ? 0 : value & FCR_KEPT;
    configure();
  }

  private void writeMcr(int value) {
    int before = modemLines();
    mcr = value;
    int after = modemLines();
    int changed = (before ^ after) >> 4;
    // of the ring indicator only the trailing edge counts
    msrDeltas |= changed & ~MSR_TERI | changed & before >> 4 & MSR_TERI;
    configure();
  }

  /** CTS, DSR, RI and DCD; in loopback RTS, DTR, OUT1 and OUT2 are wired to them. */
  private int modemLines() {
    if (!loop()) {
      return MSR_PEER;
    }
    return (mcr & 2) << 3 | (mcr & 1) << 5 | (mcr & 0xc) << 4;
  }

  private void updateIrq() {
    irq.set((iir() & IIR_NONE) == 0 && (mcr & (MCR_OUT2 | MCR_LOOP)) == MCR_OUT2);
  }

  private int lsr() {
    return LSR_THRE_TEMT
        | (receiver.size() > 0 ? LSR_DR : 0)
        | receiver.lineErrors()
        | (receiver.hasErrorInFifo() ? LSR_FIFO_ERROR : 0);
  }

  private int iir() {
    int level = fifosOn() ? TRIGGER_LEVEL[fcr >> 6] : 1;
    int source = IIR_NONE;
    if ((ier & IER_ELSI) != 0 && receiver.lineErrors() != 0) {
      source = IIR_LINE_STATUS;
    } else if ((ier & IER_ERBFI) != 0 && receiver.size() >= level) {
      source = IIR_DATA;
    } else if ((ier & IER_ERBFI) != 0 && receiver.timedOut()) {
      source = IIR_TIMEOUT;
    } else if ((ier & IER_ETBEI) != 0 && threPending) {
      source = IIR_THRE;
    } else if ((ier & IER_EDSSI) != 0 && msrDeltas != 0) {
      source = IIR_MODEM;
    }
    return source | (fifosOn() ? IIR_FIFOS : 0);
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("IER", 8, "interrupt enable", () -> ier, v -> ier = (int) v & 0xf)
        .bit(0, "ERBFI", "received data available, character time-out")
        .bit(1, "ETBEI", "transmitter holding register empty")
        .bit(2, "ELSI", "receiver line status")
        .bit(3, "EDSSI", "modem status");
    group
        .register("IIR", 8, "interrupt identification", this::iir, v -> {})
        .bit(0, "none", "no interrupt is pending")
        .field(
            1,
            3,
            "ID",
            "the pending interrupt of highest priority",
            "modem status",
            "transmitter empty",
            "data available",
            "line status",
            "4",
            "5",
            "character time-out")
        .field(6, 2, "FIFOs", "FIFOs enabled", "no", "1", "2", "yes");
    group
        .register("FCR", 8, "FIFO control", () -> fcr, v -> fcr = (int) v & FCR_KEPT)
        .bit(0, "enable", "FIFOs are in use")
        .bit(3, "DMA", "DMA mode 1")
        .field(6, 2, "trigger", "receiver FIFO trigger level", "1", "4", "8", "14");
    group
        .register("LCR", 8, "line control", () -> lcr, v -> lcr = (int) v)
        .field(0, 2, "WLS", "word length", "5 bits", "6 bits", "7 bits", "8 bits")
        .bit(2, "STB", "two stop bits")
        .bit(3, "PEN", "parity")
        .bit(4, "EPS", "even parity")
        .bit(5, "stick", "parity bit is fixed")
        .bit(6, "break", "the transmitter sends a break")
        .bit(7, "DLAB", "ports 0 and 1 are the divisor latch");
    group
        .register("MCR", 8, "modem control", () -> mcr, v -> mcr = (int) v & 0x1f)
        .bit(0, "DTR", "data terminal ready")
        .bit(1, "RTS", "request to send")
        .bit(2, "OUT1", "free output 1")
        .bit(3, "OUT2", "free output 2: opens the interrupt on a PC")
        .bit(4, "LOOP", "loopback of transmitter and modem lines");
    group
        .register("LSR", 8, "line status", this::lsr, v -> {})
        .bit(0, "DR", "a received byte waits")
        .bit(1, "OE", "overrun")
        .bit(2, "PE", "parity error")
        .bit(3, "FE", "framing error")
        .bit(4, "BI", "break received")
        .bit(5, "THRE", "transmitter takes a byte")
        .bit(6, "TEMT", "transmitter has sent all")
        .bit(7, "ERR", "an error in the receiver FIFO");
    group
        .register(
            "MSR",
            8,
            "modem status",
            () -> modemLines() | msrDeltas,
            v -> msrDeltas = (int) v & 0xf)
        .bit(0, "DCTS", "CTS has changed")
        .bit(1, "DDSR", "DSR has changed")
        .bit(2, "TERI", "RI has ended")
        .bit(3, "DDCD", "DCD has changed")
        .bit(4, "CTS", "clear to send")
        .bit(5, "DSR", "data set ready")
        .bit(6, "RI", "ring indicator")
        .bit(7, "DCD", "carrier");
    group.register("SCR", 8, "scratch", () -> scr, v -> scr = (int) v);
    group.register("DL", 16, "divisor of 115200 baud", () -> divisor, v -> divisor = (int) v);
    group.flag("THRE pending", "a byte has left", () -> threPending, v -> threPending = v);
    receiver.describe(group);
    group.onRestored(this::configure);
  }
}
