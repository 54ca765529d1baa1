// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The built-in modules; their images are {@code builtin:} names of {@link GuestImages}. */
public enum BuiltinModule {
  /** Ticker in one partition, messages in another, each in every second slot of 10 ms. */
  DEMO("demo", "two partitions: ticker and messages"),
  /** POK's threads, ports and lock objects at work between two partitions. */
  PORTS("ports", "two partitions with threads, ports and a mutex: sensor and display"),
  /** Health monitor tables that act. */
  HEALTH("health", "four partitions: three with errors that the health monitor answers");

  private final String key;
  private final String description;

  BuiltinModule(String key, String description) {
    this.key = key;
    this.description = description;
  }

  /** The module that the command line knows under a name; empty if there is none. */
  public static Optional<BuiltinModule> find(String name) {
    return Arrays.stream(values()).filter(m -> m.key.equals(name)).findFirst();
  }

  /** The name under which the command line knows it. */
  public String key() {
    return key;
  }

  /** What it is, in a few words. */
  public String description() {
    return description;
  }

  /** The module's XML. */
  public String xml() {
    String file = key + ".xml";
    try (InputStream in = BuiltinModule.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
