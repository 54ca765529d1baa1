// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.virtualpok.emu.debug.InterruptGate;
import org.virtualpok.hypervisor.interrupt.Gate;

/** Gates as the target API names them. */
final class GateNames {
  private GateNames() {}

  /** All but OPEN: some first, the outermost first, then the others by code. */
  static List<InterruptGate> all(Set<Gate> first) {
    Set<Gate> gates = new LinkedHashSet<>(first);
    gates.addAll(List.of(Gate.values()));
    gates.remove(Gate.OPEN);
    return gates.stream().map(GateNames::of).toList();
  }

  static InterruptGate of(int code) {
    for (Gate gate : Gate.values()) {
      if (gate.code() == code) {
        return of(gate);
      }
    }
    return new InterruptGate(code, "gate " + code, "gate " + code);
  }

  static InterruptGate of(Gate gate) {
    return new InterruptGate(gate.code(), name(gate), gate.words());
  }

  private static String name(Gate gate) {
    return switch (gate) {
      case OPEN -> "none";
      case VIRTUAL_IF_OFF -> "virtual IF off";
      default -> gate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
