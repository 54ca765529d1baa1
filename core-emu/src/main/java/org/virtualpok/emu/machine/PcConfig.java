// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.time.LocalDateTime;
import org.virtualpok.emu.cpu.CpuModel;

/**
 * What a PC is made of.
 *
 * @param memoryBytes of RAM, 1 MiB to 1 GiB, whole pages
 * @param model its processor
 * @param nanosPerInstruction how long an instruction takes, ns; 10 makes a processor of 100 MHz
 * @param start what the real-time clock shows at power on
 */
public record PcConfig(
    int memoryBytes, CpuModel model, int nanosPerInstruction, LocalDateTime start) {
  public static final int MEMORY_MIN = 1 << 20;
  public static final int MEMORY_MAX = 1 << 30;
  public static final int DEFAULT_NANOS_PER_INSTRUCTION = 10;

  /** A Pentium III with 64 MiB, at noon of a day on which nothing happened. */
  public static final PcConfig DEFAULT =
      new PcConfig(
          64 << 20,
          CpuModel.PENTIUM_III,
          DEFAULT_NANOS_PER_INSTRUCTION,
          LocalDateTime.of(2013, 6, 17, 12, 0));

  public PcConfig {
    if (memoryBytes < MEMORY_MIN || memoryBytes > MEMORY_MAX || (memoryBytes & 0xfff) != 0) {
      throw new IllegalArgumentException("a PC with " + memoryBytes + " bytes of memory");
    }
    if (nanosPerInstruction < 1) {
      throw new IllegalArgumentException(nanosPerInstruction + " ns per instruction");
    }
  }

  public PcConfig withMemory(int bytes) {
    return new PcConfig(bytes, model, nanosPerInstruction, start);
  }

  public PcConfig withNanosPerInstruction(int nanos) {
    return new PcConfig(memoryBytes, model, nanos, start);
  }

  public PcConfig withModel(CpuModel newModel) {
    return new PcConfig(memoryBytes, newModel, nanosPerInstruction, start);
  }
}
