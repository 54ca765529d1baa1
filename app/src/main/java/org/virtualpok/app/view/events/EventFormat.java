// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.trace.EventText;

/** Times, partitions and numbers as the tables show them. */
final class EventFormat {
  private static final String SHAPES = "■●▲◆□○△◇";

  /** A partition as the user knows it. */
  record Partition(int number, String name) {
    static final Partition MODULE = new Partition(0, "module");

    /** A shape of its own before number and name: colour never stands alone. */
    String label() {
      if (number <= 0) {
        return name;
      }
      return SHAPES.charAt((number - 1) % SHAPES.length()) + " " + number + " " + name;
    }
  }

  private Map<Integer, Partition> partitions = Map.of();

  /** Learns the partitions; every context inside one counts as it. */
  void contexts(List<Context> contexts) {
    if (partitions.size() == contexts.size()) {
      return;
    }
    Map<Integer, Partition> found = new HashMap<>();
    for (Context context : contexts) {
      Partition parent = found.get(context.parent());
      if (context.kind() == Context.Kind.PARTITION) {
        found.put(context.id(), new Partition(context.number(), context.name()));
      } else {
        found.put(context.id(), parent == null ? Partition.MODULE : parent);
      }
    }
    partitions = found;
  }

  Partition partition(int context) {
    return partitions.getOrDefault(context, Partition.MODULE);
  }

  /** The style class with the colour of a row's partition; colours repeat after four. */
  static String partitionStyle(LogRow row) {
    return "partition-" + (row.partition() <= 0 ? 0 : (row.partition() - 1) % 4 + 1);
  }

  /** "10.000 109 88": seconds down to tens of nanoseconds, in groups. */
  static String time(long nanos) {
    long seconds = nanos / 1_000_000_000L;
    int rest = (int) (nanos % 1_000_000_000L);
    StringBuilder text = new StringBuilder(16).append(seconds).append('.');
    digits(text, rest / 1_000_000, 100);
    text.append(' ');
    digits(text, rest / 1000 % 1000, 100);
    text.append(' ');
    digits(text, rest % 1000 / 10, 10);
    return text.toString();
  }

  private static void digits(StringBuilder text, int value, int first) {
    for (int unit = first; unit > 0; unit /= 10) {
      text.append((char) ('0' + value / unit % 10));
    }
  }

  /** "0.06": a duration in µs. */
  static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1000.0);
  }

  /** Small numbers as the guest's programmer thinks of them, others as addresses. */
  static String number(int value) {
    return value > -4096 && value < 4096
        ? Integer.toString(value)
        : "0x" + Integer.toHexString(value);
  }

  /** Text in quotes, on one line, cut where it is longer. */
  static String quoted(byte[] bytes, int longest) {
    String text = EventText.decode(bytes);
    StringBuilder line = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      if (i >= longest) {
        return line.append('…').append('"').toString();
      }
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("\\n");
      } else if (c == '\t') {
        line.append("\\t");
      } else if (c >= ' ') {
        line.append(c);
      } else if (c != '\r') {
        line.append('·');
      }
    }
    return line.append('"').toString();
  }
}
