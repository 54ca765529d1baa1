// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.IrqLine;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.StateRegister;

/**
 * One interrupt controller 8259A (Intel 231468), in 8086 mode whatever ICW4 says of it. The two of
 * a PC with their ports are {@link PicPair}.
 *
 * <p>A rising edge on an edge triggered input stays in IRR until it is acknowledged, even if the
 * input falls again; the data sheet's chip would forget it and answer INTA with IR7. This is what
 * QEMU does, and kernels rely on it: POK runs the 8254 in mode 2 at 108 kHz, whose output falls
 * again before a kernel with interrupts off comes to acknowledge it, and has no gate for a spurious
 * IRQ 7. A level triggered input that falls too early does give a spurious interrupt.
 */
final class Pic8259 implements Device {
  /** No request may be acknowledged. */
  static final int NONE = -1;

  /** INTA without a request is answered as this input (data sheet, "Edge and level triggered"). */
  static final int SPURIOUS = 7;

  private static final int ICW1 = 1 << 4;
  private static final int ICW1_IC4 = 1;
  private static final int ICW1_SNGL = 1 << 1;
  private static final int ICW1_LTIM = 1 << 3;
  private static final int ICW2_T = 0xf8;
  private static final int ICW4_AEOI = 1 << 1;
  private static final int ICW4_SFNM = 1 << 4;

  private static final int OCW2_LEVEL = 7;
  private static final int OCW2_COMMAND = 5;
  private static final int OCW3 = 1 << 3;
  private static final int OCW3_RIS = 1;
  private static final int OCW3_RR = 1 << 1;
  private static final int OCW3_P = 1 << 2;
  private static final int OCW3_SMM = 1 << 5;
  private static final int OCW3_ESMM = 1 << 6;

  private static final int POLL_REQUEST = 1 << 7;

  /** What a write with A0 = 1 means: OCW1, or the word of the initialization that is next. */
  private static final int NEXT_OCW1 = 0;

  private static final int NEXT_ICW2 = 1;
  private static final int NEXT_ICW3 = 2;
  private static final int NEXT_ICW4 = 3;

  private final IrqLine intOutput;
  private final int cascadeInput;
  private final int elcrWritable;
  private final String[] inputs;

  private int irr;
  private int isr;
  private int imr;
  private int icw1 = ICW1;
  private int icw2;
  private int icw3;
  private int icw4;
  private int ocw3 = OCW3_RR;
  private int elcr;
  private int levels;
  private int lowest = 7;
  private int next;
  private boolean rotateInAeoi;

  /** The level INT was last driven to; derived. */
  private boolean requesting;

  /**
   * A chip.
   *
   * @param intOutput pin INT
   * @param cascadeInput the input that a slave's INT is wired to, {@link #NONE} for a slave; the
   *     wiring decides, whatever ICW3 says
   * @param elcrWritable the inputs whose trigger may be set in ELCR
   * @param inputs what is at IR0 to IR7, in a word or two
   */
  Pic8259(IrqLine intOutput, int cascadeInput, int elcrWritable, String... inputs) {
    this.intOutput = intOutput;
    this.cascadeInput = cascadeInput;
    this.elcrWritable = elcrWritable;
    this.inputs = inputs.clone();
  }

  /** Pins IR0 to IR7. */
  void set(int input, boolean level) {
    int bit = 1 << input;
    if ((levels & bit) != 0 == level) {
      return;
    }
    levels ^= bit;
    if (level) {
      irr |= bit;
    } else {
      irr &= ~(bit & levelTriggered());
    }
    update();
  }

  private int levelTriggered() {
    return (icw1 & ICW1_LTIM) != 0 ? 0xff : elcr;
  }

  /** How many inputs have a higher priority than the highest of a set; 8 if it is empty. */
  private int priority(int set) {
    int ordered = (set | set << 8) >>> lowest + 1 & 0xff;
    return Integer.numberOfTrailingZeros(ordered | 0x100);
  }

  private int input(int priority) {
    return lowest + 1 + priority & 7;
  }

  /** In special mask mode a masked input that is in service is as if it were not. */
  private int inServiceUnmasked() {
    return (ocw3 & OCW3_SMM) != 0 ? isr & ~imr : isr;
  }

  /** The input that INTA would acknowledge now, or {@link #NONE}. */
  private int requested() {
    int request = priority(irr & ~imr);
    if (request == 8) {
      return NONE;
    }
    int input = input(request);
    int service = priority(inServiceUnmasked());
    boolean nested = (icw4 & ICW4_SFNM) != 0 && input == cascadeInput && request == service;
    return request < service || nested ? input : NONE;
  }

  private void update() {
    drive(requested() != NONE);
  }

  private void drive(boolean level) {
    if (level != requesting) {
      requesting = level;
      intOutput.set(level);
    }
  }

  /**
   * INTA. What is still requested afterwards is a new rising edge of INT, so that the master's edge
   * triggered input sees it.
   *
   * @return the input acknowledged, or {@link #NONE}: to be answered as {@link #SPURIOUS}
   */
  int acknowledge() {
    int input = requested();
    if (input != NONE) {
      int bit = 1 << input;
      irr &= ~bit | levelTriggered();
      if ((icw4 & ICW4_AEOI) == 0) {
        isr |= bit;
      } else if (rotateInAeoi) {
        lowest = input;
      }
      drive(false);
      update();
    }
    return input;
  }

  /** The interrupt vector of an input. */
  int vector(int input) {
    return icw2 | input;
  }

  /** Reads with A0 = 0: IRR, ISR or the answer to a poll. */
  int readCommand() {
    if ((ocw3 & OCW3_P) != 0) {
      return poll();
    }
    return (ocw3 & OCW3_RIS) != 0 ? isr : irr;
  }

  /** Reads with A0 = 1: IMR or the answer to a poll. */
  int readData() {
    return (ocw3 & OCW3_P) != 0 ? poll() : imr;
  }

  private int poll() {
    ocw3 &= ~OCW3_P;
    int input = acknowledge();
    return input == NONE ? 0 : POLL_REQUEST | input;
  }

  /** Writes with A0 = 0: ICW1, OCW2 or OCW3. */
  void writeCommand(int value) {
    if ((value & ICW1) != 0) {
      initialize(value);
    } else if ((value & OCW3) != 0) {
      operate(value);
    } else {
      endOfInterrupt(value >>> OCW2_COMMAND, value & OCW2_LEVEL);
    }
    update();
  }

  private void initialize(int value) {
    icw1 = value;
    icw3 = 0;
    icw4 = 0;
    imr = 0;
    isr = 0;
    ocw3 = OCW3_RR;
    lowest = 7;
    rotateInAeoi = false;
    // An edge triggered input must rise again; one that stays high does not request.
    irr = levels & levelTriggered();
    next = NEXT_ICW2;
  }

  private void operate(int value) {
    int kept = ocw3;
    if ((value & OCW3_RR) != 0) {
      kept = kept & ~OCW3_RIS | value & OCW3_RIS;
    }
    if ((value & OCW3_ESMM) != 0) {
      kept = kept & ~OCW3_SMM | value & OCW3_SMM;
    }
    ocw3 = kept & ~OCW3_P | value & OCW3_P;
  }

  /** OCW2, by its bits R, SL and EOI. */
  private void endOfInterrupt(int command, int level) {
    switch (command) {
      case 0 -> rotateInAeoi = false;
      case 1 -> endNonSpecific();
      case 3 -> isr &= ~(1 << level);
      case 4 -> rotateInAeoi = true;
      case 5 -> {
        int ended = endNonSpecific();
        lowest = ended == NONE ? lowest : ended;
      }
      case 6 -> lowest = level;
      case 7 -> {
        isr &= ~(1 << level);
        lowest = level;
      }
      default -> {
        // 2: no operation
      }
    }
  }

  /** Non-specific EOI; in special mask mode it leaves masked inputs in service. */
  private int endNonSpecific() {
    int priority = priority(inServiceUnmasked());
    if (priority == 8) {
      return NONE;
    }
    isr &= ~(1 << input(priority));
    return input(priority);
  }

  /** Writes with A0 = 1: OCW1, or ICW2 to ICW4 during initialization. */
  void writeData(int value) {
    switch (next) {
      case NEXT_ICW2 -> {
        icw2 = value & ICW2_T;
        next = (icw1 & ICW1_SNGL) == 0 ? NEXT_ICW3 : afterIcw3();
      }
      case NEXT_ICW3 -> {
        icw3 = value;
        next = afterIcw3();
      }
      case NEXT_ICW4 -> {
        icw4 = value & 0x1f;
        next = NEXT_OCW1;
      }
      default -> imr = value;
    }
    update();
  }

  private int afterIcw3() {
    return (icw1 & ICW1_IC4) != 0 ? NEXT_ICW4 : NEXT_OCW1;
  }

  int readElcr() {
    return elcr;
  }

  /** Edge/level control register of the chip set: 1 = level triggered. */
  void writeElcr(int value) {
    elcr = value & elcrWritable;
    irr = irr & ~elcr | levels & elcr;
    update();
  }

  /** As after power on; the levels at the inputs are the business of who drives them. */
  @Override
  public void reset() {
    elcr = 0;
    initialize(ICW1);
    icw2 = 0;
    next = NEXT_OCW1;
    drive(false);
  }

  /** The input whose vector this is; -1 if it is none of this chip's. */
  int inputOf(int vector) {
    return (vector & ICW2_T) == icw2 ? vector & ~ICW2_T : -1;
  }

  @Override
  public void describe(StateGroup group) {
    inputs(group.register("IRR", 8, "interrupt requests", () -> irr, v -> irr = (int) v));
    inputs(group.register("ISR", 8, "in service", () -> isr, v -> isr = (int) v));
    inputs(group.register("IMR", 8, "masked inputs (OCW1)", () -> imr, v -> imr = (int) v));
    group
        .register("ICW1", 8, "initialization", () -> icw1, v -> icw1 = (int) v)
        .field(0, 1, "IC4", "ICW4 follows", "no", "yes")
        .field(1, 1, "SNGL", "cascade", "ICW3 follows", "single chip")
        .bit(2, "ADI", "call address interval, of an 8080 only")
        .field(3, 1, "LTIM", "trigger", "edge (or as ELCR says)", "level");
    group
        .register("ICW2", 8, "vector of IR0", () -> icw2, v -> icw2 = (int) v & ICW2_T)
        .field(3, 5, "T7-T3", "vector divided by 8");
    StateRegister third =
        group.register("ICW3", 8, "cascade; the wiring decides", () -> icw3, v -> icw3 = (int) v);
    if (cascadeInput == NONE) {
      third.field(0, 3, "ID", "input of the master that this slave is at");
    } else {
      third.field(0, 8, "S", "inputs with a slave");
    }
    group
        .register("ICW4", 5, "mode", () -> icw4, v -> icw4 = (int) v)
        .field(0, 1, "uPM", "processor", "8080 (taken as 8086)", "8086")
        .field(1, 1, "AEOI", "end of interrupt", "by EOI commands", "automatic")
        .field(2, 2, "BUF M/S", "buffered mode, no effect")
        .bit(4, "SFNM", "special fully nested mode");
    group
        .register("OCW3", 8, "what is read, and special mask mode", () -> ocw3, this::restoreOcw3)
        .field(0, 1, "RIS", "read from the command port", "IRR", "ISR")
        .bit(1, "RR", "read register command, always set")
        .bit(2, "P", "the next read polls")
        .bit(5, "SMM", "special mask mode");
    inputs(group.register("ELCR", 8, "level triggered", () -> elcr, this::restoreElcr));
    group.register(
        "lowest", 3, "input of the lowest priority", () -> lowest, v -> lowest = (int) v);
    group.flag(
        "rotate", "rotates at each automatic EOI", () -> rotateInAeoi, v -> rotateInAeoi = v);
    group
        .register("next", 2, "write to the data port", () -> next, v -> next = (int) v)
        .field(0, 2, "NEXT", "is taken as", "OCW1", "ICW2", "ICW3", "ICW4");
    inputs(group.register("IR", 8, "levels at the inputs", () -> levels, v -> levels = (int) v));
    group.onRestored(
        () -> {
          requesting = requested() != NONE;
          intOutput.set(requesting);
        });
  }

  private void inputs(StateRegister register) {
    for (int i = 0; i < 8; i++) {
      register.bit(i, "IR" + i, inputs[i]);
    }
  }

  private void restoreOcw3(long value) {
    ocw3 = OCW3_RR | (int) value & (OCW3_RIS | OCW3_P | OCW3_SMM);
  }

  private void restoreElcr(long value) {
    elcr = (int) value & elcrWritable;
  }
}
