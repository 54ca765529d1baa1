// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** Scan codes of set 1, against the table in IBM's technical reference. */
final class ScanCodesTest {
  private final ScanCodes codes = new ScanCodes();

  private String press(KeyCode key) {
    return HexFormat.of().formatHex(codes.pressed(key));
  }

  private String release(KeyCode key) {
    return HexFormat.of().formatHex(codes.released(key));
  }

  @Test
  void everyRowOfTheKeyboardIsInItsPlace() {
    assertEquals("01", press(KeyCode.ESCAPE));
    assertEquals("0b", press(KeyCode.DIGIT0));
    assertEquals("0e", press(KeyCode.BACK_SPACE));
    assertEquals("19", press(KeyCode.P));
    assertEquals("1c", press(KeyCode.ENTER));
    assertEquals("1d", press(KeyCode.CONTROL));
    assertEquals("26", press(KeyCode.L));
    assertEquals("29", press(KeyCode.BACK_QUOTE));
    assertEquals("2a", press(KeyCode.SHIFT));
    assertEquals("35", press(KeyCode.SLASH));
    assertEquals("39", press(KeyCode.SPACE));
    assertEquals("44", press(KeyCode.F10));
    assertEquals("46", press(KeyCode.SCROLL_LOCK));
    assertEquals("4e", press(KeyCode.ADD));
    assertEquals("53", press(KeyCode.DECIMAL));
    assertEquals("58", press(KeyCode.F12));
  }

  @Test
  void aReleaseHasBitSeven() {
    press(KeyCode.A);
    assertEquals("9e", release(KeyCode.A));
    assertEquals("", release(KeyCode.A), "it is up already");
    assertEquals("", release(KeyCode.B), "its press went elsewhere");
  }

  @Test
  void laterKeysHaveAPrefix() {
    assertEquals("e048", press(KeyCode.UP));
    assertEquals("e0c8", release(KeyCode.UP));
    assertEquals("48", press(KeyCode.KP_UP));
    assertEquals("e038", press(KeyCode.ALT_GRAPH));
    assertEquals("e02ae037", press(KeyCode.PRINTSCREEN));
    assertEquals("e0b7e0aa", release(KeyCode.PRINTSCREEN));
    assertEquals("e11d45e19dc5", press(KeyCode.PAUSE));
    assertEquals("", release(KeyCode.PAUSE));
  }

  @Test
  void aHeldKeyRepeatsItsMakeCode() {
    assertEquals("1e", press(KeyCode.A));
    assertEquals("1e", press(KeyCode.A));
    assertEquals("9e", release(KeyCode.A));
  }

  @Test
  void allThatIsHeldCanBeLetGo() {
    press(KeyCode.SHIFT);
    assertTrue(codes.holds(KeyCode.SHIFT));
    assertEquals("aa", HexFormat.of().formatHex(codes.releaseAll()));
    assertEquals(0, codes.releaseAll().length);
  }

  @Test
  void whatNoPcHasSendsNothing() {
    assertEquals("", press(KeyCode.VOLUME_UP));
    assertEquals("", release(KeyCode.VOLUME_UP));
  }
}
