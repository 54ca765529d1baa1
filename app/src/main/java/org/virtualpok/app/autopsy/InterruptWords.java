// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/** The life of an interrupt in sentences. */
public final class InterruptWords {
  private static final String PLACE = " at 0x";

  /**
   * A run of words, which may lead somewhere.
   *
   * @param place whether it is {@code offset} in the partition's code
   * @param instance another interrupt's id; 0 if it leads to none
   */
  public record Piece(String text, boolean place, int offset, int instance) {
    static Piece plain(String text) {
      return new Piece(text, false, 0, 0);
    }
  }

  private InterruptWords() {}

  /** What became of it, in one or two words: the state of a row. */
  public static String fate(Fate fate) {
    return switch (fate) {
      case PENDING -> "pending";
      case DELIVERED -> "in handler";
      case RETURNED -> "delivered";
      default -> fate.words();
    };
  }

  /**
   * The sentence that matters: "Dropped: the virtual IF was off".
   *
   * @param readNanos guest time up to which the history was read, ns
   */
  public static String verdict(InterruptInstance i, long readNanos) {
    String gate = i.failed().map(f -> f.gate().words()).orElse("");
    return switch (i.fate()) {
      case DROPPED -> gate.isEmpty() ? "Dropped" : "Dropped: " + past(gate);
      case PENDING ->
          "Waits for "
              + Durations.of(readNanos - i.raisedNanos())
              + (gate.isEmpty() ? "" : ": " + present(i, gate));
      case COALESCED ->
          i.into() == 0
              ? "Joined one that was waiting already"
              : "Joined " + name(i.into()) + ", which was waiting already";
      case UNKNOWN -> "The log no longer says what became of it";
      case ABANDONED -> "Delivered " + wait(i) + ", and its frame abandoned";
      default ->
          held(i) > 0 && !gate.isEmpty()
              ? "Held " + Durations.of(held(i)) + ": " + past(gate)
              : "Delivered " + wait(i);
    };
  }

  private static String wait(InterruptInstance i) {
    long waited = i.deliveredNanos() - i.raisedNanos();
    return waited <= 0 ? "at once" : Durations.of(waited) + " after it was raised";
  }

  private static long held(InterruptInstance i) {
    return i.deliveredNanos() == InterruptInstance.NEVER ? 0 : i.deliveredNanos() - i.raisedNanos();
  }

  /** The gate that failed first may have opened since, and another one closed. */
  private static String present(InterruptInstance i, String failed) {
    return i.gates().stream()
        .filter(g -> g.openedNanos() == InterruptInstance.NEVER)
        .findFirst()
        .map(g -> g.gate().words())
        .orElse(past(failed));
  }

  /** "#4 897". */
  public static String name(int id) {
    return "#" + Durations.grouped(id);
  }

  /** "the virtual IF was off", of a gate's words in the present. */
  static String past(String words) {
    for (String[] change :
        new String[][] {
          {" is ", " was "}, {" has ", " had "}, {" can run", " could run"}, {" wait ", " waited "}
        }) {
      if (words.contains(change[0])) {
        return words.replace(change[0], change[1]);
      }
    }
    return words;
  }

  /** Since when and by what a gate was closed, and what came of it. */
  public static List<Piece> paragraph(InterruptInstance i) {
    List<Piece> pieces = new ArrayList<>();
    Optional<GateInterval> first = i.failed();
    if (first.isPresent()) {
      GateInterval g = first.get();
      pieces.add(Piece.plain(capital(past(g.gate().words())) + " "));
      pieces.addAll(since(g, i.raisedNanos()));
      pieces.add(Piece.plain(". " + opened(g, i)));
    } else if (i.fate().delivered()) {
      pieces.add(Piece.plain("No gate was closed when it was raised. "));
    }
    pieces.add(Piece.plain(after(i)));
    return pieces;
  }

  /** "since 3.69 µs before the raise, by hypercall 28 ... at 0x3163 <...>". */
  private static List<Piece> since(GateInterval g, long raised) {
    List<Piece> pieces = new ArrayList<>();
    String time =
        g.closedNanos() == InterruptInstance.NEVER ? "" : "from " + moment(g.closedNanos(), raised);
    GateCloser closer = g.closer();
    switch (closer.kind()) {
      case START -> pieces.add(Piece.plain("from the start of the run"));
      case UNKNOWN ->
          pieces.add(Piece.plain(time.isEmpty() ? "then" : time + "; " + closer.words()));
      case SLOT_SWITCH, PARTITION -> pieces.add(Piece.plain(time + ", when " + closer.words()));
      default -> {
        pieces.add(Piece.plain(time + ", closed by "));
        pieces.addAll(closer(closer));
      }
    }
    return pieces;
  }

  /** What closed a gate, with the place in the code, or the interrupt, as a link. */
  public static List<Piece> closer(GateCloser closer) {
    String words = closer.words();
    int place = words.indexOf(PLACE);
    if (closer.kind() == GateCloser.Kind.GUEST_INSTRUCTION && place >= 0) {
      int from = place + PLACE.length() - 2;
      return List.of(
          Piece.plain("hypercall " + words.substring(0, from)),
          new Piece(shorter(words.substring(from)), true, closer.offset(), 0));
    }
    if (closer.kind() == GateCloser.Kind.DELIVERY && closer.instance() > 0) {
      return List.of(
          Piece.plain("the delivery of "),
          new Piece(name(closer.instance()), false, 0, closer.instance()));
    }
    return List.of(Piece.plain(words));
  }

  /** Zeros in front of an address tell nothing here. */
  private static String shorter(String place) {
    return place.replaceFirst("^0x0+(?=[0-9a-f])", "0x");
  }

  /** "3.69 µs before the raise". */
  static String moment(long nanos, long raised) {
    long before = raised - nanos;
    return before == 0
        ? "the very moment of the raise"
        : Durations.of(Math.abs(before)) + (before > 0 ? " before" : " after") + " the raise";
  }

  private static String opened(GateInterval g, InterruptInstance i) {
    if (g.openedNanos() == InterruptInstance.NEVER) {
      return i.fate() == Fate.PENDING ? "It is closed still. " : "";
    }
    String open = "It opened " + moment(g.openedNanos(), i.raisedNanos());
    return i.fate() == Fate.DROPPED ? open + ": too late. " : open + ". ";
  }

  private static String after(InterruptInstance i) {
    return switch (i.fate()) {
      case DROPPED -> "Nothing kept it for later, so it is gone.";
      case PENDING -> "It is latched and will be delivered when every gate is open.";
      case COALESCED -> "One delivery answers both.";
      case UNKNOWN -> "";
      case ABANDONED ->
          "It was delivered, but its frame was overwritten or left: nobody will return through it.";
      case DELIVERED -> "Its handler has not returned yet.";
      case RETURNED -> handled(i);
    };
  }

  private static String handled(InterruptInstance i) {
    return i.latency(InterruptHop.RETURN).isPresent()
        ? "Its handler took " + Durations.of(i.latency(InterruptHop.RETURN).getAsLong()) + "."
        : "The interrupted code ran on.";
  }

  /** One line of the checklist: what a condition did to it. */
  public static List<Piece> condition(InterruptInstance i, GateSquare square) {
    GateSquare.State state = GateSquare.states(i).get(square.ordinal());
    Optional<GateInterval> told =
        i.failed().filter(f -> GateSquare.of(f.gate()) == square).or(() -> longest(i, square));
    return switch (state) {
      case OPEN -> List.of(Piece.plain("open"));
      case NOT_REACHED -> List.of(Piece.plain("not reached"));
      default -> told.map(g -> closed(i, g, state)).orElse(List.of(Piece.plain("closed")));
    };
  }

  private static Optional<GateInterval> longest(InterruptInstance i, GateSquare square) {
    return i.gates().stream()
        .filter(g -> GateSquare.of(g.gate()) == square)
        .max((a, b) -> Long.compare(a.heldNanos(), b.heldNanos()));
  }

  private static List<Piece> closed(InterruptInstance i, GateInterval g, GateSquare.State state) {
    List<Piece> pieces = new ArrayList<>();
    String lead =
        state == GateSquare.State.LOST
            ? g.closedNanos() == InterruptInstance.NEVER
                ? "closed"
                : "closed " + moment(g.closedNanos(), i.raisedNanos())
            : "held it " + Durations.of(g.heldNanos());
    pieces.add(Piece.plain(lead + (g.closer().kind() == GateCloser.Kind.UNKNOWN ? "" : ": ")));
    if (g.closer().kind() != GateCloser.Kind.UNKNOWN) {
      closer(g.closer()).forEach(piece -> pieces.add(brief(piece)));
    }
    return pieces;
  }

  /** A place without the symbol, which the paragraph has. */
  private static Piece brief(Piece piece) {
    int symbol = piece.text().indexOf(" <");
    return piece.place() && symbol > 0
        ? new Piece(piece.text().substring(0, symbol), true, piece.offset(), 0)
        : piece;
  }

  private static String capital(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
