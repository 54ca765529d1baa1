// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.cpu;

/** The segment registers in the order of their encoding (Intel SDM vol. 2, Sreg field). */
public enum SegmentName {
  ES,
  CS,
  SS,
  DS,
  FS,
  GS
}
