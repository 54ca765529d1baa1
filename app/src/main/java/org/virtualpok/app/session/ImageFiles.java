// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.hypervisor.config.ImageResolver;

/**
 * Finds the images that a module names: "builtin:NAME", or a path relative to the module's XML.
 *
 * @param directory where the XML lies; empty for a built-in module, which has no neighbours
 */
record ImageFiles(Optional<Path> directory) implements ImageResolver {
  private static final String BUILT_IN = "builtin:";

  @Override
  public byte[] resolve(String reference) throws IOException {
    if (reference.startsWith(BUILT_IN)) {
      String name = reference.substring(BUILT_IN.length());
      if (!GuestImages.partitions().contains(name)) {
        throw new IOException(
            "no built-in image of that name; there are "
                + String.join(", ", GuestImages.partitions()));
      }
      return GuestImages.read(name);
    }
    try {
      Path path = Path.of(reference);
      return GuestFile.read(directory.map(d -> d.resolve(path)).orElse(path));
    } catch (InvalidPathException e) {
      throw new IOException("not a path", e);
    } catch (IOException e) {
      throw new IOException(GuestFile.reason(e), e);
    }
  }
}
