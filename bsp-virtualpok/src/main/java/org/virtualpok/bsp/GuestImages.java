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
 * The built-in images: what {@code guest/build} made of the sources in {@code guest/}.
 *
 * <p>Samples are meant for people and have names that the command line knows; tests are guests that
 * do something on purpose, such as fault, or run for ever. A name that ends in {@value
 * #NATIVE_SUFFIX} is a multiboot kernel for a PC of its own; any other runs in a partition.
 */
public final class GuestImages {
  /** How the names of images for a PC end. */
  public static final String NATIVE_SUFFIX = "-native";

  private static final Properties PROPERTIES = load();

  private GuestImages() {}

  /** Names of the samples: hello, base_sp, ticker, messages. */
  public static List<String> samples() {
    return names("samples");
  }

  /** Names of the samples for the kernel of 2013: hello-2013, base_sp-2013, ticker-2013. */
  public static List<String> samplesOf2013() {
    return names("samples.2013");
  }

  /** Names of the test guests. */
  public static List<String> tests() {
    return names("tests");
  }

  /** Names of the images that are parts of built-in modules. */
  public static List<String> services() {
    return names("services");
  }

  /** Names of the samples for a PC of their own: hello-native and so on. */
  public static List<String> nativeSamples() {
    return names("native.samples");
  }

  /** Names of the test guests for a PC of their own. */
  public static List<String> nativeTests() {
    return names("native.tests");
  }

  /** Names of all images that run in a partition, samples first. */
  public static List<String> partitions() {
    return Stream.of(samples(), samplesOf2013(), services(), tests())
        .flatMap(List::stream)
        .toList();
  }

  /** Names of all images that want a PC of their own, samples first. */
  public static List<String> natives() {
    return Stream.of(nativeSamples(), nativeTests()).flatMap(List::stream).toList();
  }

  /** All names, those of partitions first. */
  public static List<String> all() {
    return Stream.of(partitions(), natives()).flatMap(List::stream).toList();
  }

  /** Whether there is an image of this name, for a partition or for a PC. */
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
