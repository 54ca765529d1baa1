// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.bsp.OperatingSystems;
import org.virtualpok.emu.awareness.AwareMachine;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Machine;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.machine.KernelImage;
import org.virtualpok.emu.machine.PcConfig;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.module.ModuleOptions;

/** A built-in guest, in a partition or on a PC, with what is known of its operating system. */
final class AwareGuest implements AutoCloseable {
  private static final StopReason ANY = new StopReason(StopReason.Kind.USER, 0, 0, 0, "", "");
  private static final long LONG = TimeUnit.SECONDS.toNanos(100);

  final AwareMachine machine;
  private final ElfImage elf;
  private final int vcpu;

  private AwareGuest(Machine plain, ElfImage elf, int vcpu) {
    machine = new AwareMachine(plain);
    this.elf = elf;
    this.vcpu = vcpu;
    machine.attach(
        new GuestImage(vcpu, "test", elf.symbols(), DwarfReader.read(elf), machine.memory(vcpu)),
        OperatingSystems.PROVIDERS);
  }

  /** A guest that stands at its start; a PC's if its name says so. */
  static AwareGuest open(String image) throws ConfigurationException, ImageException {
    ElfImage elf = ElfImage.parse(image, GuestImages.read(image));
    if (image.endsWith(GuestImages.NATIVE_SUFFIX)) {
      return new AwareGuest(new NativeSession(image).machine, elf, PcMachine.CPU_CONTEXT);
    }
    return new AwareGuest(new GuestSession(image, 1000, 0).machine, elf, 3);
  }

  /** An image outside, alone in a partition of 8 MiB with a clock of 1000 Hz. */
  static AwareGuest ofFile(Path file) throws ConfigurationException, ImageException, IOException {
    ModuleDescription module =
        ModuleDescription.ofSingleImage(
            "states", file.toString(), ModuleDescription.DEFAULT_PARTITION_BYTES);
    ModuleOptions options = GuestSession.options(1000, 0, ModuleOptions.Kernel.AS_CONFIGURED);
    GuestSession session =
        new GuestSession(module, path -> Files.readAllBytes(Path.of(path)), options);
    ElfImage elf = ElfImage.parse(file.toString(), Files.readAllBytes(file));
    return new AwareGuest(session.machine, elf, 3);
  }

  /** A kernel outside, on a PC of 64 MiB with its console at COM1. */
  static AwareGuest onPc(Path file) throws ImageException, IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.getFileName().toString(); // the kernel sees it
    KernelImage kernel = KernelImage.read(name, bytes, "--console=/dev/com1", List.of());
    PcMachine pc = PcMachine.boot(PcConfig.DEFAULT, kernel, ChunkedEventLog::new);
    return new AwareGuest(pc, ElfImage.parse(name, bytes), PcMachine.CPU_CONTEXT);
  }

  void runTo(long micros) {
    machine.run(RunLimit.atTime(TimeUnit.MICROSECONDS.toNanos(micros)));
  }

  /** Runs to the n-th time that a function is called from here on. */
  void runToCall(String function, int times) throws TargetException {
    int at = symbols().named(function).orElseThrow().address();
    int id = machine.setBreakpoint(Breakpoint.atAddress(vcpu, at));
    for (int i = 0; i < times; i++) {
      StopReason stop = machine.run(RunLimit.atTime(LONG));
      if (stop.kind() != StopReason.Kind.BREAKPOINT) {
        throw new AssertionError(function + " was called " + i + " times: " + stop);
      }
    }
    machine.removeBreakpoint(id);
  }

  /** Runs to an instruction, with the stack pointer that the one who is meant has there. */
  void runToExactly(int eip, int esp) throws TargetException {
    int id = machine.setBreakpoint(Breakpoint.atAddress(vcpu, eip));
    do {
      StopReason stop = machine.run(RunLimit.atTime(LONG));
      if (stop.kind() != StopReason.Kind.BREAKPOINT) {
        throw new AssertionError("never there: " + stop);
      }
    } while (snapshot().registers().get(vcpu).gpr(4) != esp);
    machine.removeBreakpoint(id);
  }

  void runInstructions(long count) {
    machine.run(RunLimit.atInstruction(machine.instructions() + count));
  }

  /** Of the processor. */
  Registers registers() {
    return snapshot().registers().get(vcpu);
  }

  SymbolTable symbols() {
    return elf.symbols();
  }

  ElfImage elf() {
    return elf;
  }

  int vcpu() {
    return vcpu;
  }

  TargetSnapshot snapshot() {
    return machine.capture(1, false, ANY);
  }

  RtosState state() {
    return snapshot().rtos().get(0);
  }

  /** "TA1 READY 1", with "*" behind the current one and what it waits for behind a colon. */
  List<String> tasks() {
    return state().tasks().stream().map(AwareGuest::words).toList();
  }

  private static String words(Task t) {
    return t.name()
        + (t.current() ? "* " : " ")
        + t.state()
        + " "
        + t.priority().orElse(-1)
        + (t.waits().isEmpty() ? "" : ": " + t.waits());
  }

  /** "SEM1 count 0 by UI1: TSTa TSTb". */
  List<String> objects() {
    RtosState state = state();
    Map<Long, String> names =
        state.tasks().stream().collect(java.util.stream.Collectors.toMap(Task::id, Task::name));
    return state.objects().stream().map(o -> words(o, names)).toList();
  }

  private static String words(RtosObject o, Map<Long, String> names) {
    String owner = o.owner().isEmpty() ? "" : " by " + names.get(o.owner().getAsLong());
    List<String> waiting = o.waiting().stream().map(names::get).toList();
    return o.name()
        + " "
        + o.state()
        + owner
        + (waiting.isEmpty() ? "" : ": " + String.join(" ", waiting));
  }

  Task task(String name) {
    return state().tasks().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    machine.events().close();
  }
}
