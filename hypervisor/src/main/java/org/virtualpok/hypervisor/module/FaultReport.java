// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.List;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.trace.EventLog;

/**
 * What a post-mortem shows of a partition that faulted.
 *
 * @param context id of the partition's context
 * @param partition its name
 * @param vector of the exception, 0 to 31
 * @param sentence why, in one sentence with place
 * @param registers at the instruction that faulted, which changed nothing
 * @param stack innermost first, as far as it could be followed
 * @param lastEvents the newest events of the log, oldest first
 */
public record FaultReport(
    int context,
    String partition,
    int vector,
    String sentence,
    long timeNanos,
    long instruction,
    Registers registers,
    List<StackEntry> stack,
    List<EventLog.Event> lastEvents) {

  /**
   * A place in code found on the stack.
   *
   * @param address where on the stack it was found, an offset in SS; 0 for the first, which is EIP
   * @param code offset in CS
   * @param symbol "main+0x1c"; empty if no symbol is near
   */
  public record StackEntry(int address, int code, String symbol) {
    /** "0x00001234 main+0x1c". */
    public String text() {
      String hex = String.format("0x%08x", code);
      return symbol.isEmpty() ? hex : hex + " <" + symbol + ">";
    }
  }

  public FaultReport {
    stack = List.copyOf(stack);
    lastEvents = List.copyOf(lastEvents);
  }
}
