// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.Registers.Segment;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;

/** What the view of the registers says; knows no toolkit. */
final class RegistersModel {
  static final List<String> NAMES =
      List.of("EAX", "ECX", "EDX", "EBX", "ESI", "EDI", "EBP", "ESP", "EIP");

  private static final int[] ENCODING = {0, 1, 2, 3, 6, 7, 5, 4};
  private static final int ESP = 4;
  private static final int EBP = 5;

  static final List<String> FLAGS =
      List.of("ID", "AC", "VM", "RF", "NT", "OF", "DF", "IF", "TF", "SF", "ZF", "AF", "PF", "CF");

  private static final int[] FLAG_BIT = {21, 18, 17, 16, 14, 11, 10, 9, 8, 7, 6, 4, 2, 0};

  private static final List<SegmentName> SEGMENTS =
      List.of(
          SegmentName.CS,
          SegmentName.DS,
          SegmentName.SS,
          SegmentName.ES,
          SegmentName.FS,
          SegmentName.GS);

  private static final String NOT_SAVED = "not saved while it waits";

  /** A register. */
  record Row(String name, String value, boolean changed, String meaning) {}

  /** A bit of EFLAGS. */
  record Flag(String name, boolean set, boolean changed) {}

  /** Segment registers that hold the same. */
  record SegmentRow(String names, String selector, boolean changed, String meaning) {}

  /**
   * Everything shown; no rows if there is no vCPU.
   *
   * @param system rows of {@link SystemRows#NAMES}; empty for a vCPU, which has none
   * @param cr0 bits of CR0; empty likewise
   */
  record Shown(
      boolean stale,
      List<Row> rows,
      Row eflags,
      List<Flag> flags,
      List<SegmentRow> segments,
      List<Row> system,
      List<Flag> cr0) {
    static final Shown NOTHING =
        new Shown(
            false,
            List.of(),
            new Row("EFLAGS", "", false, ""),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    boolean empty() {
      return rows.isEmpty();
    }
  }

  private final List<HypercallInfo> hypercalls;
  private Map<Integer, Registers> before = Map.of();
  private Map<Integer, Registers> last = Map.of();
  private SystemRegisters systemBefore;
  private SystemRegisters systemLast;
  private long lastTime = -1;
  private long lastInstructions = -1;

  RegistersModel(List<HypercallInfo> hypercalls) {
    this.hypercalls = List.copyOf(hypercalls);
  }

  /**
   * Takes a snapshot in.
   *
   * @param vcpu id of the vCPU to show; 0 for none
   * @param code the bytes at its EIP as far as they are known, may be empty
   */
  Shown update(TargetSnapshot snapshot, int vcpu, SymbolTable symbols, byte[] code) {
    if (!snapshot.running()) {
      remember(snapshot);
    }
    Registers now = snapshot.registers().get(vcpu);
    if (now == null) {
      return Shown.NOTHING;
    }
    Registers old = snapshot.running() ? now : before.getOrDefault(vcpu, now);
    int changedFlags = old.eflags() ^ now.eflags();
    Row eflags =
        new Row(
            "EFLAGS",
            hex(now.eflags()),
            changedFlags != 0,
            "IOPL " + ((now.eflags() >> 12) & 3) + ", CPL " + now.cpl());
    List<Flag> flags = new ArrayList<>();
    for (int i = 0; i < FLAG_BIT.length; i++) {
      int bit = FLAG_BIT[i];
      flags.add(
          new Flag(FLAGS.get(i), (now.eflags() >> bit & 1) != 0, (changedFlags >> bit & 1) != 0));
    }
    byte[] known = snapshot.running() ? new byte[0] : code;
    SystemRegisters system = snapshot.hardware().map(HardwareState::system).orElse(null);
    SystemRegisters systemOld = snapshot.running() || systemBefore == null ? system : systemBefore;
    return new Shown(
        snapshot.running(),
        rows(now, old, symbols, known),
        eflags,
        flags,
        segments(now, old),
        system == null ? List.of() : SystemRows.of(system, systemOld),
        system == null ? List.of() : SystemRows.cr0(system, systemOld));
  }

  /** A stop at another moment than the last one makes what was shown the old state. */
  private void remember(TargetSnapshot snapshot) {
    if (snapshot.timeNanos() == lastTime && snapshot.instructions() == lastInstructions) {
      return;
    }
    boolean restarted = snapshot.instructions() < lastInstructions;
    before = restarted ? Map.of() : last;
    last = snapshot.registers();
    systemBefore = restarted ? null : systemLast;
    systemLast = snapshot.hardware().map(HardwareState::system).orElse(null);
    lastTime = snapshot.timeNanos();
    lastInstructions = snapshot.instructions();
  }

  private List<Row> rows(Registers now, Registers old, SymbolTable symbols, byte[] code) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ENCODING.length; i++) {
      int encoding = ENCODING[i];
      int value = now.gpr(encoding);
      if (!now.known(encoding)) {
        rows.add(new Row(NAMES.get(i), "–", false, NOT_SAVED));
        continue;
      }
      String meaning =
          switch (encoding) {
            case 0 ->
                ValueMeaning.hypercall(code, value, hypercalls)
                    .orElseGet(() -> ValueMeaning.of(value, symbols));
            case ESP -> "stack";
            case EBP -> ValueMeaning.frame(value, now.gpr(ESP), symbols);
            default -> ValueMeaning.of(value, symbols);
          };
      boolean changed = old.known(encoding) && value != old.gpr(encoding);
      rows.add(new Row(NAMES.get(i), hex(value), changed, meaning));
    }
    rows.add(
        new Row(
            "EIP", hex(now.eip()), now.eip() != old.eip(), ValueMeaning.place(now.eip(), symbols)));
    return rows;
  }

  private static List<SegmentRow> segments(Registers now, Registers old) {
    List<SegmentRow> rows = new ArrayList<>();
    int i = 0;
    while (i < SEGMENTS.size()) {
      Segment segment = now.segment(SEGMENTS.get(i));
      StringBuilder names = new StringBuilder();
      boolean changed = false;
      int next = i;
      do {
        SegmentName name = SEGMENTS.get(next);
        names.append(names.isEmpty() ? "" : " ").append(name);
        changed |= !now.segment(name).equals(old.segment(name));
        next++;
      } while (i > 0 && next < SEGMENTS.size() && now.segment(SEGMENTS.get(next)).equals(segment));
      rows.add(
          new SegmentRow(
              names.toString(),
              String.format("%04x", segment.selector() & 0xffff),
              changed,
              segment.usable()
                  ? "base " + hex(segment.base()) + ", " + ValueMeaning.size(segment.limit())
                  : "not usable"));
      i = next;
    }
    return rows;
  }

  private static String hex(int value) {
    return String.format("%08x", value);
  }
}
