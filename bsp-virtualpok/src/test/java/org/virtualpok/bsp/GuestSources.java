// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the guests, and the sum over them as {@code guest/build} makes it. */
final class GuestSources {
  private GuestSources() {}

  /** The directory guest/ of this module. */
  static Path directory() {
    return Path.of(System.getProperty("basedir", "")).resolve("guest").toAbsolutePath();
  }

  static String sha256() throws IOException {
    Path root = directory();
    List<String> paths;
    try (Stream<Path> files = Files.walk(root)) {
      paths =
          files
              .filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .filter(path -> path.matches(".*\\.(c|h|S|lds)|build"))
              .sorted()
              .toList();
    }
    StringBuilder lines = new StringBuilder();
    for (String path : paths) {
      lines.append(sha256(Files.readAllBytes(root.resolve(path)))).append("  ").append(path);
      lines.append('\n');
    }
    return sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
