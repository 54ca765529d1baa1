// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.BytePorts;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.state.StateGroup;

/**
 * The interrupt controllers of a PC: two {@link Pic8259}, the slave's INT at IR2 of the master.
 * Ports 20 and 21 master, A0 and A1 slave, 4D0 and 4D1 their ELCR (82371SB data sheet, 2.5.4).
 *
 * <p>After devices are reset, this is to be reset as the last one: it forgets the edges that the
 * others made.
 */
public final class PicPair implements Device, BytePorts {
  private static final int MASTER_COMMAND = 0x20;
  private static final int MASTER_DATA = 0x21;
  private static final int SLAVE_COMMAND = 0xa0;
  private static final int SLAVE_DATA = 0xa1;
  private static final int ELCR1 = 0x4d0;
  private static final int ELCR2 = 0x4d1;

  private static final int CASCADE = 2;

  /** Timer, keyboard and the cascade are edge triggered, always. */
  private static final int ELCR1_WRITABLE = 0xf8;

  /** So are the clock and the coprocessor. */
  private static final int ELCR2_WRITABLE = 0xde;

  private final Pic8259 master;
  private final Pic8259 slave;
  private final IrqLine[] lines = new IrqLine[16];

  /**
   * Both chips.
   *
   * @param intr the processor's INTR
   */
  public PicPair(IrqLine intr) {
    master =
        new Pic8259(
            intr,
            CASCADE,
            ELCR1_WRITABLE,
            "timer",
            "keyboard",
            "slave",
            "COM2",
            "COM1",
            "IRQ 5",
            "floppy disk",
            "IRQ 7, spurious ones");
    slave =
        new Pic8259(
            level -> master.set(CASCADE, level),
            Pic8259.NONE,
            ELCR2_WRITABLE,
            "real time clock",
            "IRQ 9",
            "IRQ 10",
            "IRQ 11",
            "mouse",
            "coprocessor",
            "IRQ 14",
            "IRQ 15, spurious ones");
    for (int irq = 0; irq < 16; irq++) {
      Pic8259 chip = irq < 8 ? master : slave;
      int input = irq & 7;
      lines[irq] = level -> chip.set(input, level);
    }
  }

  /**
   * A request input.
   *
   * @param irq 0 to 15, without 2, where the slave is
   */
  public IrqLine line(int irq) {
    if (irq < 0 || irq >= lines.length || irq == CASCADE) {
      throw new IllegalArgumentException("IRQ " + irq + " has no line");
    }
    return lines[irq];
  }

  /**
   * INTA.
   *
   * @return the vector, 0 to FF; that of IRQ 7 or IRQ 15 if the request is gone
   */
  public int acknowledge() {
    int input = master.acknowledge();
    if (input == CASCADE) {
      return vector(slave, slave.acknowledge());
    }
    return vector(master, input);
  }

  private static int vector(Pic8259 chip, int input) {
    return chip.vector(input == Pic8259.NONE ? Pic8259.SPURIOUS : input);
  }

  /** The IRQ, 0 to 15, whose vector this is as the chips are programmed; -1 if it is none's. */
  public int irqOf(int vector) {
    int input = master.inputOf(vector);
    if (input >= 0) {
      return input;
    }
    input = slave.inputOf(vector);
    return input < 0 ? -1 : 8 + input;
  }

  @Override
  public int read(int port) {
    return switch (port) {
      case MASTER_COMMAND -> master.readCommand();
      case MASTER_DATA -> master.readData();
      case SLAVE_COMMAND -> slave.readCommand();
      case SLAVE_DATA -> slave.readData();
      case ELCR1 -> master.readElcr();
      case ELCR2 -> slave.readElcr();
      default -> 0xff;
    };
  }

  @Override
  public void write(int port, int value) {
    switch (port) {
      case MASTER_COMMAND -> master.writeCommand(value);
      case MASTER_DATA -> master.writeData(value);
      case SLAVE_COMMAND -> slave.writeCommand(value);
      case SLAVE_DATA -> slave.writeData(value);
      case ELCR1 -> master.writeElcr(value);
      case ELCR2 -> slave.writeElcr(value);
      default -> {
        // not wired here
      }
    }
  }

  @Override
  public void reset() {
    slave.reset();
    master.reset();
  }

  @Override
  public void describe(StateGroup group) {
    master.describe(group.group("master", "IRQ 0 to 7, ports 20 and 21"));
    slave.describe(group.group("slave", "IRQ 8 to 15, ports A0 and A1"));
  }
}
