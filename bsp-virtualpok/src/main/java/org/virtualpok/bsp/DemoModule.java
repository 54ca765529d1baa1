// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The built-in demo module: ticker in one partition, messages in another, each in every second slot
 * of 10 ms.
 */
public final class DemoModule {
  /** The name under which the command line knows it. */
  public static final String NAME = "demo";

  private DemoModule() {}

  /** The module's XML; its images are {@code builtin:} names of {@link GuestImages}. */
  public static String xml() {
    try (InputStream in = DemoModule.class.getResourceAsStream("demo.xml")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file demo.xml");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
