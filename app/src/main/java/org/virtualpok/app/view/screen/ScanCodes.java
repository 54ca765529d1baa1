// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.screen;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.input.KeyCode;

/**
 * Turns keys into scan codes of set 1, as the controller of a PC passes them on: a byte for the
 * key's place, bit 7 set on release, E0 before those that the first PC did not have. The places are
 * those of a US keyboard. Remembers which keys are held, so that all can be let go.
 */
final class ScanCodes {
  private static final int EXTENDED = 0xe0;
  private static final int BREAK = 0x80;
  private static final byte[] NONE = {};

  /** Two codes each; a guest that knows neither sees a shift around nothing. */
  private static final byte[] PRINT_SCREEN_MAKE = bytes(0xe0, 0x2a, 0xe0, 0x37);

  private static final byte[] PRINT_SCREEN_BREAK = bytes(0xe0, 0xb7, 0xe0, 0xaa);

  /** Pause sends its break at once. */
  private static final byte[] PAUSE = bytes(0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5);

  private static final Map<KeyCode, Integer> CODES = codes();

  private final Set<KeyCode> held = new LinkedHashSet<>();

  private static Map<KeyCode, Integer> codes() {
    Map<KeyCode, Integer> codes = new EnumMap<>(KeyCode.class);
    row(
        codes,
        0x01,
        "ESCAPE DIGIT1 DIGIT2 DIGIT3 DIGIT4 DIGIT5 DIGIT6 DIGIT7 DIGIT8 DIGIT9 DIGIT0");
    row(codes, 0x0c, "MINUS EQUALS BACK_SPACE TAB");
    row(codes, 0x10, "Q W E R T Y U I O P OPEN_BRACKET CLOSE_BRACKET ENTER CONTROL");
    row(codes, 0x1e, "A S D F G H J K L SEMICOLON QUOTE BACK_QUOTE SHIFT BACK_SLASH");
    row(codes, 0x2c, "Z X C V B N M COMMA PERIOD SLASH");
    row(codes, 0x37, "MULTIPLY ALT SPACE CAPS F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUM_LOCK SCROLL_LOCK");
    row(codes, 0x47, "NUMPAD7 NUMPAD8 NUMPAD9 SUBTRACT NUMPAD4 NUMPAD5 NUMPAD6 ADD");
    row(codes, 0x4f, "NUMPAD1 NUMPAD2 NUMPAD3 NUMPAD0 DECIMAL");
    codes.put(KeyCode.LESS, 0x56);
    row(codes, 0x57, "F11 F12");
    codes.put(KeyCode.KP_UP, 0x48);
    codes.put(KeyCode.KP_LEFT, 0x4b);
    codes.put(KeyCode.KP_RIGHT, 0x4d);
    codes.put(KeyCode.KP_DOWN, 0x50);
    extended(codes, KeyCode.DIVIDE, 0x35);
    extended(codes, KeyCode.ALT_GRAPH, 0x38);
    extended(codes, KeyCode.HOME, 0x47);
    extended(codes, KeyCode.UP, 0x48);
    extended(codes, KeyCode.PAGE_UP, 0x49);
    extended(codes, KeyCode.LEFT, 0x4b);
    extended(codes, KeyCode.RIGHT, 0x4d);
    extended(codes, KeyCode.END, 0x4f);
    extended(codes, KeyCode.DOWN, 0x50);
    extended(codes, KeyCode.PAGE_DOWN, 0x51);
    extended(codes, KeyCode.INSERT, 0x52);
    extended(codes, KeyCode.DELETE, 0x53);
    extended(codes, KeyCode.WINDOWS, 0x5b);
    extended(codes, KeyCode.CONTEXT_MENU, 0x5d);
    return codes;
  }

  private static void row(Map<KeyCode, Integer> codes, int first, String keys) {
    int code = first;
    for (String key : keys.split(" ")) {
      codes.put(KeyCode.valueOf(key), code++);
    }
  }

  private static void extended(Map<KeyCode, Integer> codes, KeyCode key, int code) {
    codes.put(key, EXTENDED << 8 | code);
  }

  /** What a key sends when it goes down, and again while it repeats; nothing if no PC has it. */
  byte[] pressed(KeyCode key) {
    if (key == KeyCode.PAUSE) {
      return PAUSE.clone();
    }
    if (key == KeyCode.PRINTSCREEN) {
      held.add(key);
      return PRINT_SCREEN_MAKE.clone();
    }
    Integer code = CODES.get(key);
    if (code == null) {
      return NONE;
    }
    held.add(key);
    return code(code, 0);
  }

  /** What a key sends when it comes up; nothing if its press was not seen. */
  byte[] released(KeyCode key) {
    if (!held.remove(key)) {
      return NONE;
    }
    return key == KeyCode.PRINTSCREEN ? PRINT_SCREEN_BREAK.clone() : code(CODES.get(key), BREAK);
  }

  /** Lets all keys go that are held. */
  byte[] releaseAll() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (KeyCode key : List.copyOf(held)) {
      all.writeBytes(released(key));
    }
    return all.toByteArray();
  }

  /** Whether a key is down. */
  boolean holds(KeyCode key) {
    return held.contains(key);
  }

  private static byte[] code(int code, int flag) {
    return code >>> 8 == 0 ? bytes(code | flag) : bytes(code >>> 8, code & 0xff | flag);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
