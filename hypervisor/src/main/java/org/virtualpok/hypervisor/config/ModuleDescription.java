// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;

/**
 * One configured system: partitions, schedule, clock. Checked where it is made (by {@link
 * ModuleParser} or by a factory here), so that whoever reads one need not.
 *
 * @param file what problems are reported against: the XML's or the image's name
 * @param partitions in the order of their identifiers' appearance; the index is the partition's
 *     place in memory and in the descriptor table
 * @param majorFrameNanos length of the major frame
 * @param windows in the order of their start; they cover the frame without gap or overlap
 * @param lines interrupt lines that say something about themselves; others have the defaults
 * @param kernel what is said of the kernel as a whole
 * @param health tables of the health monitor
 */
public record ModuleDescription(
    String file,
    String name,
    List<PartitionDescription> partitions,
    long majorFrameNanos,
    List<Window> windows,
    ClockRate clock,
    Costs costs,
    List<LineDescription> lines,
    KernelDescription kernel,
    HealthDescription health) {

  /** A partition of this many bytes at least, so that stack and image have room: 64 KiB. */
  public static final int PARTITION_BYTES_MIN = 64 * 1024;

  /** All partitions of a module together have at most this many bytes: 1 GiB. */
  public static final long PARTITION_BYTES_TOTAL_MAX = 1L << 30;

  /** The descriptor table of POK has room for this many partitions. */
  public static final int PARTITIONS_MAX = 126;

  public static final int DEFAULT_PARTITION_BYTES = 8 * 1024 * 1024;

  private static final long DEFAULT_FRAME_NANOS = 10_000_000;

  public ModuleDescription {
    partitions = List.copyOf(partitions);
    windows = List.copyOf(windows);
    lines = List.copyOf(lines);
  }

  /** A module on the default kernel. */
  public ModuleDescription(
      String file,
      String name,
      List<PartitionDescription> partitions,
      long majorFrameNanos,
      List<Window> windows,
      ClockRate clock,
      Costs costs,
      List<LineDescription> lines) {
    this(
        file,
        name,
        partitions,
        majorFrameNanos,
        windows,
        clock,
        costs,
        lines,
        KernelDescription.DEFAULT);
  }

  /** A module without tables of the health monitor. */
  public ModuleDescription(
      String file,
      String name,
      List<PartitionDescription> partitions,
      long majorFrameNanos,
      List<Window> windows,
      ClockRate clock,
      Costs costs,
      List<LineDescription> lines,
      KernelDescription kernel) {
    this(
        file,
        name,
        partitions,
        majorFrameNanos,
        windows,
        clock,
        costs,
        lines,
        kernel,
        HealthDescription.NONE);
  }

  /**
   * A partition as configured.
   *
   * @param identifier ARINC's number, above 0
   * @param image reference for {@link ImageResolver}
   * @param abi "virtualpok" and so on; empty where the image's note decides
   * @param line in the XML; 0 where there is none
   * @param services what it may use of the kernel
   */
  public record PartitionDescription(
      int identifier,
      String name,
      String image,
      String abi,
      int sizeBytes,
      int line,
      ServicesDescription services) {
    /** A partition with the default services. */
    public PartitionDescription(
        int identifier, String name, String image, String abi, int sizeBytes, int line) {
      this(identifier, name, image, abi, sizeBytes, line, ServicesDescription.DEFAULT);
    }
  }

  /**
   * A window of the schedule; times in ns from the start of the major frame.
   *
   * @param partition index into {@link #partitions}
   */
  public record Window(int partition, long startNanos, long durationNanos) {}

  /** Whether raises of a line that is already pending join the pending one. */
  public record LineDescription(int number, boolean coalesces) {}

  /** Guest time in ns that work of the hypervisor takes. */
  public record Costs(
      long hypercallNanos, long deliveryNanos, long returnNanos, long slotSwitchNanos) {
    public static final Costs NONE = new Costs(0, 0, 0, 0);
  }

  /** The module of one image: one partition of the image's name that owns every slot. */
  public static ModuleDescription ofSingleImage(String file, String image, int sizeBytes)
      throws ConfigurationException {
    if (sizeBytes < PARTITION_BYTES_MIN || sizeBytes > PARTITION_BYTES_TOTAL_MAX) {
      throw new ConfigurationException(
          file
              + ": a partition has "
              + PARTITION_BYTES_MIN
              + " to "
              + PARTITION_BYTES_TOTAL_MAX
              + " bytes, not "
              + sizeBytes);
    }
    String name = baseName(file);
    return new ModuleDescription(
        file,
        name,
        List.of(new PartitionDescription(1, name, image, "", sizeBytes, 0)),
        DEFAULT_FRAME_NANOS,
        List.of(new Window(0, 0, DEFAULT_FRAME_NANOS)),
        ClockRate.DEFAULT,
        Costs.NONE,
        List.of());
  }

  private static String baseName(String file) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
