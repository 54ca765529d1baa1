// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import java.util.Arrays;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.error.ErrorStatus;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.thread.ThreadTable;

/** A partition with its one vCPU. */
public final class Partition {
  /** POK's modes, as hypercall 404 numbers them; NORMAL follows only on a request. */
  public static final int MODE_COLD_START = 1;

  public static final int MODE_WARM_START = 2;
  public static final int MODE_NORMAL = 3;
  public static final int MODE_IDLE = 4;
  public static final int MODE_RESTART = 5;
  public static final int MODE_STOPPED = 6;

  /** Start conditions, as hypercall 410 numbers them. */
  public static final int NORMAL_START = 0;

  public static final int PARTITION_RESTART = 1;
  public static final int HM_MODULE = 2;
  public static final int HM_PARTITION = 3;

  private final int index;
  private final int identifier;
  private final String name;
  private final PartitionImage image;
  private final PartitionSpace space;
  private final VirtualInterrupts interrupts;
  private final Personality personality;
  private final ServicesDescription services;
  private final ThreadTable threads;
  private final CpuState cpu = new CpuState();
  private final ConsoleInput consoleInput = new ConsoleInput();
  private PartitionState state = PartitionState.READY;
  private int mode = MODE_COLD_START;
  private String reason = "";
  private final ErrorStatus errorStatus = new ErrorStatus();

  /** As hypercall 410 tells it. */
  private int startCondition;

  /** Whether the health monitor started it anew in this slot. */
  private boolean restartedInSlot;

  /** Whether it stands at its start until its next slot. */
  private boolean held;

  /** Count of retired instructions at the last fault that a faithful kernel repeats. */
  private long faultRetired = -1;

  /**
   * @param index place in memory and in the descriptor table, from 0
   * @param identifier the configured number, from 1
   * @param firstThreadId id of the main thread in the module
   */
  public Partition(
      int index,
      int identifier,
      String name,
      PartitionImage image,
      PartitionSpace space,
      VirtualInterrupts interrupts,
      Personality personality,
      ServicesDescription services,
      int firstThreadId) {
    this.index = index;
    this.identifier = identifier;
    this.name = name;
    this.image = image;
    this.space = space;
    this.interrupts = interrupts;
    interrupts.bind(cpu, space.memory());
    this.personality = personality;
    this.services = services;
    threads = new ThreadTable(cpu, personality, services, firstThreadId);
  }

  public int index() {
    return index;
  }

  /** Id of the partition's context in the target API: 2, 4, 6, ... */
  public int context() {
    return 2 * (index + 1);
  }

  /** Id of the vCPU's context: 3, 5, 7, ... */
  public int vcpuContext() {
    return context() + 1;
  }

  /** The configured number. */
  public int identifier() {
    return identifier;
  }

  public String name() {
    return name;
  }

  public PartitionImage image() {
    return image;
  }

  public PartitionSpace space() {
    return space;
  }

  public VirtualInterrupts interrupts() {
    return interrupts;
  }

  /** The kernel that it believes to run on. */
  public Personality personality() {
    return personality;
  }

  /** What it may use of the kernel. */
  public ServicesDescription services() {
    return services;
  }

  /** Whether bugs of its kernel are played that no guest could rely on; ours has none. */
  public boolean faithful() {
    return services.faithful() && personality != Personality.VIRTUALPOK;
  }

  public ErrorStatus errorStatus() {
    return errorStatus;
  }

  /** As hypercall 410 tells it: NORMAL_START and so on. */
  public int startCondition() {
    return startCondition;
  }

  /** Whether an instruction was retired since this was asked last. */
  boolean isNewFault() {
    boolean isNew = faultRetired != cpu.retired;
    faultRetired = cpu.retired;
    return isNew;
  }

  public ThreadTable threads() {
    return threads;
  }

  /** The vCPU; it holds the registers of the current thread. */
  public CpuState cpu() {
    return cpu;
  }

  public ConsoleInput consoleInput() {
    return consoleInput;
  }

  public PartitionState state() {
    return state;
  }

  public int mode() {
    return mode;
  }

  /** Whether it is in COLD_START or WARM_START, where threads and the like are created. */
  public boolean starting() {
    return mode == MODE_COLD_START || mode == MODE_WARM_START;
  }

  /** Why it is in its state, in the user's words; empty while it is ready. */
  public String reason() {
    return reason;
  }

  void setState(PartitionState newState, String newReason) {
    state = newState;
    reason = newReason;
  }

  void setMode(int newMode) {
    mode = newMode;
  }

  /** Whether the vCPU would execute if it were scheduled. */
  public boolean runnable() {
    return state == PartitionState.READY
        || (state == PartitionState.WAITING && interrupts.deliverable());
  }

  /** The module starts: POK's kernels begin in WARM_START, ours in COLD_START. */
  public void powerOn() {
    cpu.retired = 0;
    startCondition = NORMAL_START;
    restartedInSlot = false;
    start(personality == Personality.VIRTUALPOK ? MODE_COLD_START : MODE_WARM_START);
    if (faithful()) {
      threads.idleUntilTick();
      setState(PartitionState.NO_THREAD, "Idle: POK's scheduler starts at its first tick");
    }
  }

  /**
   * Loads the image into the partition's memory, which is all zero before, and puts the vCPU where
   * POK starts a main thread. The count of retired instructions goes on.
   *
   * @param newMode MODE_COLD_START or MODE_WARM_START
   */
  private void start(int newMode) {
    for (PartitionImage.Part part : image.parts()) {
      space.write(part.offset(), part.bytes());
    }
    consoleInput.clear();
    errorStatus.clear();
    faultRetired = -1;
    state = PartitionState.READY;
    reason = "";
    held = false;
    mode = newMode;
    resetCpu();
    threads.start(image.entry());
  }

  /** As {@link #start}, but memory is zeroed first. */
  void restart(int newMode) {
    space.clear();
    startCondition = faithful() ? NORMAL_START : PARTITION_RESTART;
    start(newMode);
  }

  /** As {@link #restart(int)}, by the health monitor. */
  void restart(int newMode, int condition) {
    restart(newMode);
    startCondition = condition;
    restartedInSlot = true;
  }

  /** Whether the health monitor started it anew in this slot. */
  boolean restartedInSlot() {
    return restartedInSlot;
  }

  /** Whether nothing but its next slot lets it run. */
  boolean held() {
    return held;
  }

  /** It has just been started anew, and runs in its next slot. */
  void holdUntilSlot() {
    held = true;
    setState(
        PartitionState.NO_THREAD,
        "Idle: begins in its next slot, restarted twice by the health monitor");
  }

  /** Its slot begins. */
  void beginSlot() {
    restartedInSlot = false;
    held = false;
  }

  private void resetCpu() {
    Arrays.fill(cpu.gpr, 0);
    cpu.gpr[CpuState.EAX] = 0xdead;
    cpu.gpr[CpuState.EBX] = 0xbeaf;
    cpu.gpr[CpuState.ESP] = space.sizeBytes() - 4 - personality.userStackBytes();
    cpu.eip = image.entry();
    cpu.cpl = 3;
    cpu.setEflags(Eflags.IF);
    cpu.gdtBase = DescriptorTable.BASE;
    cpu.gdtLimit = DescriptorTable.LIMIT;
    int low = DescriptorTable.low(space.base(), space.sizeBytes());
    int code = DescriptorTable.high(space.base(), space.sizeBytes(), true, true);
    int data = DescriptorTable.high(space.base(), space.sizeBytes(), false, true);
    cpu.segment(SegmentName.CS).load(DescriptorTable.codeSelector(index), low, code);
    for (SegmentName segment : new SegmentName[] {SegmentName.DS, SegmentName.ES, SegmentName.SS}) {
      cpu.segment(segment).load(DescriptorTable.dataSelector(index), low, data);
    }
    cpu.segment(SegmentName.FS).setNull(0);
    cpu.segment(SegmentName.GS).setNull(0);
  }
}
