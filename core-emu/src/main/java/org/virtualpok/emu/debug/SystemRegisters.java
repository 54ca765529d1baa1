// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * The registers of a processor that only its kernel sees; immutable.
 *
 * @param mode "protected mode with paging"
 * @param gdtBase linear
 * @param gdtLimit last valid offset, bytes
 * @param idtBase linear
 * @param idtLimit last valid offset, bytes
 * @param dr DR0 to DR3, linear
 * @param tsc what RDTSC would give
 */
public record SystemRegisters(
    String mode,
    int cr0,
    int cr2,
    int cr3,
    int cr4,
    int gdtBase,
    int gdtLimit,
    int idtBase,
    int idtLimit,
    SystemSegment ldtr,
    SystemSegment tr,
    int[] dr,
    int dr6,
    int dr7,
    long tsc) {
  /**
   * LDTR or TR with its cached descriptor.
   *
   * @param base linear
   * @param limit last valid offset, bytes
   * @param usable false for a null selector
   */
  public record SystemSegment(int selector, int base, int limit, boolean usable) {}

  public SystemRegisters {
    dr = dr.clone();
  }

  /** A copy; the record stays immutable. */
  @Override
  public int[] dr() {
    return dr.clone();
  }
}
