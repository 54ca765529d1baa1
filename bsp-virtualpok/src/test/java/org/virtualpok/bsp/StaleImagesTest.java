// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The images in the repository must come from the sources beside them. */
class StaleImagesTest {
  @Test
  void imagesWereBuiltFromTheseSources() throws IOException {
    assertEquals(
        GuestSources.sha256(),
        GuestImages.sourcesSha256(),
        "the images are older than guest/; run guest/build and commit what it writes");
  }

  @Test
  void everyImageIsTheOneThatWasBuilt() {
    for (String name : GuestImages.all()) {
      assertEquals(
          GuestImages.sha256(name), GuestSources.sha256(GuestImages.read(name)), name + ".elf");
    }
  }
}
