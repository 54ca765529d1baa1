// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.machine.KernelImage;
import org.virtualpok.emu.machine.PcConfig;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.emu.trace.EventLog;

/** A built-in native image on a PC, run as {@code vpok boot} would run it. */
final class NativeSession implements AutoCloseable {
  final PcMachine machine;

  /**
   * A PC that is about to boot.
   *
   * @param image its name, with {@link GuestImages#NATIVE_SUFFIX}
   */
  NativeSession(String image) throws ImageException {
    KernelImage kernel = KernelImage.read(image, GuestImages.read(image), "", List.of());
    machine = PcMachine.boot(PcConfig.DEFAULT, kernel, ChunkedEventLog::new);
  }

  StopReason runSeconds(long seconds) {
    return machine.run(RunLimit.atTime(TimeUnit.SECONDS.toNanos(seconds)));
  }

  /** What the guest wrote to COM1, as UTF-8, CR before LF dropped. */
  String console() {
    machine.stands();
    int com1 = machine.consoles().get(0).id();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventLog log = machine.events();
    for (long i = 0; i < log.size(); i++) {
      EventLog.Event e = log.get(i);
      if (e.kind().name().equals("console_output") && e.context() == com1) {
        out.writeBytes(e.text());
      }
    }
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  int address(String symbol) {
    return machine
        .symbols(PcMachine.CPU_CONTEXT)
        .flatMap(s -> s.named(symbol))
        .orElseThrow()
        .address();
  }

  /** A global of the guest, 32 bits, by its symbol. */
  int global(String symbol) throws TargetException {
    byte[] bytes = machine.readMemory(new Address.Linear(address(symbol)), 4);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  @Override
  public void close() {
    machine.events().close();
  }
}
