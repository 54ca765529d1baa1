// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virtualpok.bsp.GuestImages;

/**
 * Writes down what the native images say on COM1 in QEMU, {@code NAME.qemu.txt} each. Run it after
 * the images were rebuilt; its argument is the directory to write to.
 */
public final class RecordQemu {
  private RecordQemu() {}

  public static void main(String[] args) throws IOException {
    for (String name : QemuRecord.NAMES) {
      Qemu.Run run = Qemu.run(GuestImages.read(name + GuestImages.NATIVE_SUFFIX));
      String record =
          "# %s\n# %s %s%s.elf\n# exit status %d\n%s"
              .formatted(
                  Qemu.version(),
                  String.join(" ", Qemu.COMMAND),
                  name,
                  GuestImages.NATIVE_SUFFIX,
                  run.status(),
                  run.text());
      Files.writeString(
          Path.of(args[0]).resolve(name + ".qemu.txt"), record, StandardCharsets.ISO_8859_1);
    }
  }
}
