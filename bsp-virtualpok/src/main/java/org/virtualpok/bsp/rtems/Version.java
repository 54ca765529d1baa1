// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/**
 * The version of RTEMS from 5 on. No variable holds it, and its structures are alike; but {@code
 * rtems_version} is a function that does nothing but return the address of a text.
 */
final class Version {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})\\.\\d.*", Pattern.DOTALL);
  private static final int TEXT_BYTES = 16;

  /** MOV EAX, imm32 and RET. */
  private static final int MOV_EAX = 0xb8;

  private static final int RET = 0xc3;

  private final GuestMemory memory;
  private final Optional<Symbol> function;
  private String known = "";

  Version(GuestImage image) {
    memory = image.memory();
    function = image.symbols().named("rtems_version");
  }

  /** "RTEMS 6", or "RTEMS 5 or later". Before the image is loaded the number cannot be told. */
  String name() {
    if (known.isEmpty()) {
      known = function.map(f -> number(f.address())).orElse("");
    }
    return known.isEmpty() ? "RTEMS 5 or later" : "RTEMS " + known;
  }

  private String number(int address) {
    ByteBuffer code = ByteBuffer.wrap(memory.read(address, 6)).order(ByteOrder.LITTLE_ENDIAN);
    if (code.remaining() < 6 || (code.get(0) & 0xff) != MOV_EAX || (code.get(5) & 0xff) != RET) {
      return "";
    }
    byte[] text = memory.read(code.getInt(1), TEXT_BYTES);
    Matcher matcher = NUMBER.matcher(new String(text, StandardCharsets.ISO_8859_1));
    return matcher.matches() ? matcher.group(1) : "";
  }
}
