// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.List;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.trace.EventLog;

/**
 * What a post-mortem shows of a processor that is shut down.
 *
 * @param sentence why, in one sentence with place
 * @param registers at the instruction whose exception could not be delivered
 * @param instruction that instruction, disassembled; empty where there is no code
 * @param stack innermost first, as far as it could be followed: "0x00001234 main+0x1c"
 * @param lastEvents the newest events of the log, oldest first
 */
public record PcFaultReport(
    String sentence,
    long timeNanos,
    long instructions,
    Registers registers,
    SystemRegisters system,
    String instruction,
    List<String> stack,
    List<EventLog.Event> lastEvents) {
  public PcFaultReport {
    stack = List.copyOf(stack);
    lastEvents = List.copyOf(lastEvents);
  }
}
