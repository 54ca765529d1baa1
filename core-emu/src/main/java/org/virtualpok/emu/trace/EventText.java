// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that a guest wrote, as characters. */
public final class EventText {
  private EventText() {}

  /** UTF-8 where the bytes are that, else one character per byte: nothing is lost. */
  public static String decode(byte[] text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      return new String(text, StandardCharsets.ISO_8859_1);
    }
  }
}
