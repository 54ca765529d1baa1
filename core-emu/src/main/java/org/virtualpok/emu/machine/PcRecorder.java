// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.function.Supplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;

/** Stamps what the parts of a PC log. */
final class PcRecorder {
  private final Supplier<EventLog> log;
  private VirtualClock clock;
  private CpuState cpu;

  PcRecorder(Supplier<EventLog> log) {
    this.log = log;
  }

  void attach(VirtualClock newClock, CpuState newCpu) {
    clock = newClock;
    cpu = newCpu;
  }

  EventLog log() {
    return log.get();
  }

  void record(EventKind kind, int a, int b, int c) {
    record(kind, PcMachine.CPU_CONTEXT, a, b, c);
  }

  void record(EventKind kind, int context, int a, int b, int c) {
    log.get().append(clock.nanos(), cpu.retired, kind, context, a, b, c);
  }

  void text(EventKind kind, int context, byte[] text) {
    log.get().appendText(clock.nanos(), cpu.retired, kind, context, text, 0);
  }
}
