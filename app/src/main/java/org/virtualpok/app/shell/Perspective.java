// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.virtualpok.app.command.Command;

/** An arrangement of views for one question; each is kept as the user leaves it. */
enum Perspective {
  DEBUG("Debug", Command.DEBUG_PERSPECTIVE),
  INTERRUPTS("Interrupts", Command.INTERRUPTS_PERSPECTIVE);

  private final String title;
  private final Command command;

  Perspective(String title, Command command) {
    this.title = title;
    this.command = command;
  }

  String title() {
    return title;
  }

  /** The command that brings it. */
  Command command() {
    return command;
  }

  /** As a person writes it: "interrupts". */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those that a target has: a PC has no virtual interrupts. */
  static List<Perspective> of(boolean pc) {
    return pc ? List.of(DEBUG) : List.of(values());
  }

  /**
   * The one with this id.
   *
   * @throws UnknownViewException if the target has none such
   */
  static Perspective named(String id, boolean pc) {
    List<Perspective> choice = of(pc);
    return choice.stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownViewException(
                    "no perspective '"
                        + id
                        + "'; there are "
                        + String.join(
                            ", ",
                            Arrays.asList(
                                choice.stream().map(Perspective::id).toArray(String[]::new)))));
  }
}
