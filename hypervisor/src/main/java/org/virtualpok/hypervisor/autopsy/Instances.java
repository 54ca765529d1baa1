// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.Arrays;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/**
 * The interrupts in columns, 48 bytes each. Ids are consecutive, so a row is an id less the first.
 */
final class Instances {
  private static final Fate[] FATES = Fate.values();

  private int firstId = 1;
  private int size;
  private long[] raised = new long[64];
  private long[] instruction = new long[64];
  private short[] context = new short[64];
  private byte[] line = new byte[64];
  private byte[] source = new byte[64];
  private byte[] fate = new byte[64];

  /** Code of the first gate that failed; 0 if none did yet. */
  private byte[] failed = new byte[64];

  private int[] into = new int[64];
  final Times latched = new Times();
  final Times delivered = new Times();
  final Times entered = new Times();
  final Times acknowledged = new Times();
  final Times returned = new Times();
  final Times ended = new Times();

  int firstId() {
    return firstId;
  }

  int size() {
    return size;
  }

  /** The row of an id; -1 if the history does not have it. */
  int row(int id) {
    int row = id - firstId;
    return row >= 0 && row < size ? row : -1;
  }

  int id(int row) {
    return firstId + row;
  }

  /** Appends an interrupt and gives its row; -1 if its id is not the next. */
  int add(int id, int inContext, int onLine, int from, long nanos, long atInstruction) {
    if (size == 0) {
      firstId = id;
    } else if (id != firstId + size) {
      return -1;
    }
    if (size == raised.length) {
      grow(size + (size >> 1));
    }
    int row = size++;
    raised[row] = nanos;
    instruction[row] = atInstruction;
    context[row] = (short) inContext;
    line[row] = (byte) onLine;
    source[row] = (byte) from;
    fate[row] = (byte) Fate.UNKNOWN.ordinal();
    failed[row] = 0;
    into[row] = 0;
    latched.add(row);
    delivered.add(row);
    entered.add(row);
    acknowledged.add(row);
    returned.add(row);
    ended.add(row);
    return row;
  }

  private void grow(int rows) {
    raised = Arrays.copyOf(raised, rows);
    instruction = Arrays.copyOf(instruction, rows);
    context = Arrays.copyOf(context, rows);
    line = Arrays.copyOf(line, rows);
    source = Arrays.copyOf(source, rows);
    fate = Arrays.copyOf(fate, rows);
    failed = Arrays.copyOf(failed, rows);
    into = Arrays.copyOf(into, rows);
  }

  long raised(int row) {
    return raised[row];
  }

  long instruction(int row) {
    return instruction[row];
  }

  int context(int row) {
    return context[row] & 0xffff;
  }

  int line(int row) {
    return line[row];
  }

  int source(int row) {
    return source[row];
  }

  Fate fate(int row) {
    return FATES[fate[row]];
  }

  void setFate(int row, Fate newFate) {
    fate[row] = (byte) newFate.ordinal();
  }

  int failed(int row) {
    return failed[row] & 0xff;
  }

  void setFailed(int row, int gate) {
    failed[row] = (byte) gate;
  }

  int into(int row) {
    return into[row];
  }

  void setInto(int row, int instance) {
    into[row] = instance;
  }

  /** Sets a time of a row, guest time in ns. */
  void set(Times column, int row, long nanos) {
    column.set(row, nanos - raised[row]);
  }

  /** A time of a row, guest time in ns; NEVER if it has not come. */
  long time(Times column, int row) {
    return column.has(row) ? raised[row] + column.get(row) : InterruptInstance.NEVER;
  }

  /** How long a row took on a hop, ns; -1 if it has not gone both ends of it. */
  long latency(int row, InterruptHop hop) {
    return switch (hop) {
      case LATCH -> latched.has(row) ? latched.get(row) : -1;
      case WAIT -> between(latched, delivered, row);
      case ENTRY -> between(delivered, entered, row);
      case ACKNOWLEDGE -> between(entered, acknowledged, row);
      case RETURN -> between(entered, returned, row);
      case LATENCY -> entered.has(row) ? entered.get(row) : -1;
    };
  }

  private static long between(Times from, Times to, int row) {
    return from.has(row) && to.has(row) ? to.get(row) - from.get(row) : -1;
  }
}
