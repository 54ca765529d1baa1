// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The built-in partition images: what {@code guest/build} made of the sources in {@code guest/}.
 *
 * <p>Samples are meant for people and have names that the command line knows; tests are guests that
 * do something on purpose, such as fault, or run for ever.
 */
public final class GuestImages {
  private static final Properties PROPERTIES = load();

  private GuestImages() {}

  /** Names of the samples: hello, base_sp, ticker, messages. */
  public static List<String> samples() {
    return names("samples");
  }

  /** Names of the test guests. */
  public static List<String> tests() {
    return names("tests");
  }

  /** All names, samples first. */
  public static List<String> all() {
    return Stream.concat(samples().stream(), tests().stream()).toList();
  }

  /** Whether there is an image of this name. */
  public static boolean contains(String name) {
    return all().contains(name);
  }

  /**
   * The ELF file of a built-in image.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static byte[] read(String name) {
    if (!contains(name)) {
      throw new IllegalArgumentException(
          "no built-in image \"" + name + "\"; there are " + String.join(", ", all()));
    }
    try (InputStream in = open(name + ".elf")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sum over the sources from which the images were built. */
  static String sourcesSha256() {
    return property("sources.sha256");
  }

  /** Sum of an image when it was built. */
  static String sha256(String name) {
    return property(name + ".sha256");
  }

  /** First line of what the compiler said of its version. */
  static String compiler() {
    return property("compiler");
  }

  /** First line of what the linker said of its version. */
  static String linker() {
    return property("linker");
  }

  private static List<String> names(String key) {
    return List.of(property(key).split(","));
  }

  private static String property(String key) {
    String value = PROPERTIES.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("images.properties has no \"" + key + "\"");
    }
    return value;
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = open("images.properties")) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static InputStream open(String file) {
    InputStream in = GuestImages.class.getResourceAsStream("images/" + file);
    if (in == null) {
      throw new IllegalStateException("the program lacks its file images/" + file);
    }
    return in;
  }
}
