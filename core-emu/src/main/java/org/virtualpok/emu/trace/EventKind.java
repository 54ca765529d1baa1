// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.util.List;

/**
 * A kind of record in the event log. Layers register their own: core-emu owns ids 1 to 99, the
 * hypervisor 100 to 199, the layers above 200 and up.
 *
 * @param id unique, fits 16 bits
 * @param name as the export writes it in {@code kind}
 * @param fields names of the three ints, in order; fewer where not all are used
 * @param text whether the first int is the offset and the second the length of a text in the blob
 */
public record EventKind(int id, String name, List<String> fields, boolean text) {
  public EventKind {
    fields = List.copyOf(fields);
  }
}
