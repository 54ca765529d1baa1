// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import java.util.List;

/**
 * What is known of a register but its value; immutable.
 *
 * @param group path of its group: "pc/pic/master"
 * @param name as the data sheet has it: "IMR"
 * @param bits its width, 1 to 64
 * @param meaning in a few words
 * @param fields from bit 0 up; bits without a field are reserved or plain value
 */
public record RegisterInfo(
    String group, String name, int bits, String meaning, List<BitField> fields) {
  public RegisterInfo {
    fields = List.copyOf(fields);
  }

  /** Group and name, unique in the tree. */
  public String path() {
    return group + "/" + name;
  }
}
