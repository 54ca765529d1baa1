// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.BitField;
import org.virtualpok.emu.state.RegisterInfo;
import org.virtualpok.emu.state.RegisterValues;

/**
 * docs/devices.md is made of the state tree, as the device view and snapshots are. To write it
 * anew: {@code -Dvirtualpok.write=true}.
 */
class DeviceDocumentTest {
  private static final Path PAGE = Path.of("../docs/devices.md");

  @Test
  void shouldDescribeEveryRegisterThatAMachineHas() throws Exception {
    String page = page(new TinyKernel().halt().boot().devices());
    if (Boolean.getBoolean("virtualpok.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page, Files.readString(PAGE).replace("\r\n", "\n"), "stale; see this test's comment");
  }

  private static String page(RegisterValues devices) {
    StringBuilder out = new StringBuilder();
    out.append("# The devices of the PC\n\n");
    out.append("Made from the machine's state tree by `DeviceDocumentTest`; the *Devices* view");
    out.append(" shows the same, with values. A snapshot holds every register of this page.\n");
    for (RegisterValues.Group g : devices.groups()) {
      String name = g.path().replaceFirst("^pc/devices/", "");
      out.append("\n## ").append(name).append("\n\n").append(g.meaning()).append("\n\n");
      out.append("| register | bits | meaning | fields |\n|---|---|---|---|\n");
      for (RegisterInfo r : g.registers()) {
        out.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s |\n",
                r.name(),
                r.bits(),
                r.meaning(),
                fields(r)));
      }
    }
    return out.toString();
  }

  private static String fields(RegisterInfo r) {
    StringBuilder out = new StringBuilder();
    for (BitField f : r.fields()) {
      out.append(out.length() == 0 ? "" : "; ");
      out.append(f.width() == 1 ? "" + f.low() : f.low() + f.width() - 1 + ".." + f.low());
      out.append(" **").append(f.name()).append("** ").append(f.meaning());
      if (!f.words().isEmpty()) {
        out.append(" (").append(String.join(", ", f.words())).append(')');
      }
    }
    return out.toString().replace("|", "\\|");
  }
}
