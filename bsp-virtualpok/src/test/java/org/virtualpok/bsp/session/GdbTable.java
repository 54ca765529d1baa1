// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What gdb printed of a kernel's structures: comments, single values, a table of tasks, one of
 * objects.
 */
final class GdbTable {
  /** Text behind the names in front of it, by name: "sha256", "ticks", "executing". */
  final Map<String, String> values = new LinkedHashMap<>();

  final List<Row> tasks;
  final List<Row> objects;

  /** A line, by the names of its columns. */
  record Row(Map<String, String> cells) {
    String text(String column) {
      String text = cells.get(column);
      if (text == null) {
        throw new IllegalArgumentException("no column " + column + " in " + cells.keySet());
      }
      return text;
    }

    long hex(String column) {
      return Long.parseLong(text(column), 16);
    }

    OptionalLong optionalHex(String column) {
      return text(column).isEmpty() ? OptionalLong.empty() : OptionalLong.of(hex(column));
    }

    OptionalLong optionalDecimal(String column) {
      return decimal(text(column));
    }

    /** A "name=value" of the column fields, unsigned; empty if it has no value. */
    OptionalLong field(String name) {
      return decimal(fieldText(name));
    }

    String fieldText(String name) {
      for (String each : text("fields").split(";")) {
        if (each.startsWith(name + "=")) {
          return each.substring(name.length() + 1);
        }
      }
      throw new IllegalArgumentException("no " + name + " in " + text("fields"));
    }

    private static OptionalLong decimal(String text) {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
  }

  GdbTable(String resource) throws IOException {
    List<String> lines;
    try (InputStream in = GdbTable.class.getResourceAsStream(resource)) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<List<Row>> tables = new ArrayList<>();
    List<String> header = List.of();
    for (String line : lines) {
      if (line.startsWith("# sha256 ")) {
        values.put("sha256", line.substring("# sha256 ".length()));
      } else if (line.startsWith("#")) {
        continue;
      } else if (line.isEmpty()) {
        header = List.of();
        tables.add(new ArrayList<>());
      } else if (tables.isEmpty()) {
        values.put(line.substring(0, line.indexOf(',')), line.substring(line.indexOf(',') + 1));
      } else if (header.isEmpty()) {
        header = List.of(line.split(",", -1));
      } else {
        tables.get(tables.size() - 1).add(row(header, line));
      }
    }
    tasks = tables.get(0);
    objects = tables.get(1);
  }

  private static Row row(List<String> header, String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(header.size() + " columns wanted: " + line);
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      row.put(header.get(i), cells[i]);
    }
    return new Row(row);
  }

  /** The task with an id, or with none of the same. */
  Row task(long id) {
    return tasks.stream().filter(t -> t.hex("id") == id).findFirst().orElseThrow();
  }

  Row object(long id) {
    return objects.stream().filter(o -> o.hex("id") == id).findFirst().orElseThrow();
  }
}
