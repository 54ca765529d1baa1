// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.config.ClockRate;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.module.Module;
import org.virtualpok.hypervisor.module.ModuleMachine;
import org.virtualpok.hypervisor.module.ModuleOptions;

/** A built-in guest alone in a module, run as {@code vpok run} would run it. */
final class GuestSession implements AutoCloseable {
  private static final int PARTITION = 2;
  private static final int VCPU = 3;

  final ModuleMachine machine;

  GuestSession(String image, long clockHertz, long phaseNanos) throws ConfigurationException {
    this(image, clockHertz, phaseNanos, ModuleOptions.Kernel.AS_CONFIGURED);
  }

  GuestSession(String image, long clockHertz, long phaseNanos, ModuleOptions.Kernel kernel)
      throws ConfigurationException {
    this(
        ModuleDescription.ofSingleImage(
            image, "builtin:" + image, ModuleDescription.DEFAULT_PARTITION_BYTES),
        reference -> GuestImages.read(reference.substring("builtin:".length())),
        options(clockHertz, phaseNanos, kernel));
  }

  GuestSession(ModuleDescription module, ImageResolver images, ModuleOptions options)
      throws ConfigurationException {
    machine = Module.open(module, images, options);
  }

  static ModuleOptions options(long clockHertz, long phaseNanos, ModuleOptions.Kernel kernel) {
    return ModuleOptions.DEFAULT
        .withClock(ClockRate.ofHertz(clockHertz))
        .withClockPhaseNanos(phaseNanos)
        .withKernel(kernel);
  }

  StopReason runSeconds(long seconds) {
    return machine.run(RunLimit.atTime(TimeUnit.SECONDS.toNanos(seconds)));
  }

  /** What the guest printed, as UTF-8, CR before LF dropped. */
  String console() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventLog log = machine.events();
    for (long i = 0; i < log.size(); i++) {
      EventLog.Event e = log.get(i);
      if (e.kind().name().equals("console_output")) {
        out.writeBytes(e.text());
      }
    }
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  List<String> lines() {
    return console().lines().toList();
  }

  /** A global of the guest, 32 bits, by its symbol. */
  int global(String symbol) throws TargetException {
    return global(VCPU, symbol);
  }

  /** The same of another vCPU: 3, 5, 7, ... */
  int global(int vcpu, String symbol) throws TargetException {
    int at = machine.symbols(vcpu).orElseThrow().named(symbol).orElseThrow().address();
    byte[] bytes = machine.readMemory(new Address.Logical(vcpu, SegmentName.DS, at), 4);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** Line 0 of the partition. */
  InterruptState.Line clock() {
    StopReason any = new StopReason(StopReason.Kind.USER, 0, 0, 0, "", "");
    return machine.capture(0, false, any).interrupts().stream()
        .filter(i -> i.context() == PARTITION)
        .flatMap(i -> i.lines().stream())
        .filter(l -> l.number() == 0)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    machine.events().close();
  }
}
