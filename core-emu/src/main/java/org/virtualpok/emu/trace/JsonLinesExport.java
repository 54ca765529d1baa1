// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes events as JSON lines: {@code t_ns} (guest time in ns), {@code insn}, {@code partition}
 * (its name, or null), {@code kind}, then the kind's own fields, and {@code text} where it has one.
 */
public final class JsonLinesExport {
  private final IntFunction<String> partitionOf;

  /**
   * An export.
   *
   * @param partitionOf name of the partition of a context id; null where it belongs to none
   */
  public JsonLinesExport(IntFunction<String> partitionOf) {
    this.partitionOf = partitionOf;
  }

  /** Writes every event that the log still holds now, oldest first; the writer stays open. */
  public void write(EventLog log, Writer out) throws IOException {
    write(log, log.first(), log.size(), out);
  }

  /** Writes the events from index {@code from} to {@code to}, the latter excluded. */
  public void write(EventLog log, long from, long to, Writer out) throws IOException {
    JsonFactory factory = JsonFactory.builder().build();
    factory.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      for (long i = from; i < to; i++) {
        writeEvent(json, log.get(i));
      }
      if (from < to) {
        json.writeRaw('\n');
      }
    }
    out.flush();
  }

  private void writeEvent(JsonGenerator json, EventLog.Event event) throws IOException {
    EventKind kind = event.kind();
    json.writeStartObject();
    json.writeNumberField("t_ns", event.timeNanos());
    json.writeNumberField("insn", event.instruction());
    json.writeStringField("partition", partitionOf.apply(event.context()));
    json.writeStringField("kind", kind.name());
    int[] values = {event.a(), event.b(), event.c()};
    List<String> fields = kind.fields();
    // Of a kind with text the first two ints are the place in the blob, which nobody needs.
    for (int i = kind.text() ? 2 : 0; i < fields.size(); i++) {
      json.writeNumberField(fields.get(i), values[i]);
    }
    if (kind.text()) {
      json.writeStringField("text", EventText.decode(event.text()));
    }
    json.writeEndObject();
  }
}
