// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.virtualpok.hypervisor.config.NearestName;
import org.virtualpok.hypervisor.config.PortDescription;
import org.virtualpok.hypervisor.config.PortDescription.Direction;
import org.virtualpok.hypervisor.config.PortDescription.Kind;
import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.thread.PokThread;

/**
 * Notices where a guest expects another configuration than its module has. Guests see nothing of
 * it; each mismatch is logged once.
 */
public final class Mismatches {
  /** So many different ones of a partition are told; a guest may ask for names without end. */
  private static final int TOLD_MAX = 32;

  private static final int NAME_BYTES_MAX = 64;

  private final List<Partition> partitions;
  private final EventRecorder recorder;
  private final Set<Mismatch> told = new HashSet<>();
  private final List<Mismatch> found = new CopyOnWriteArrayList<>();
  private final Set<MissingPort> missing = new LinkedHashSet<>();

  /**
   * A mismatch.
   *
   * @param partition index of who asked
   * @param refused whether the call failed because of it
   * @param words a sentence without a full stop, from "partition 'p'" on
   */
  public record Mismatch(int partition, boolean refused, String words) {}

  /**
   * A port that a guest wants to create and its module does not have.
   *
   * @param partition index of who asked
   * @param sizeBytes of all messages together
   */
  public record MissingPort(
      int partition, String name, Kind kind, Direction direction, int sizeBytes) {}

  Mismatches(List<Partition> partitions, EventRecorder recorder) {
    this.partitions = partitions;
    this.recorder = recorder;
  }

  /** In the order in which they were met since the start; from any thread. */
  public List<Mismatch> found() {
    return List.copyOf(found);
  }

  /** In the order in which they were asked for since the start; while the machine stands. */
  public List<MissingPort> missingPorts() {
    return List.copyOf(missing);
  }

  void reset() {
    missing.clear();
    told.clear();
    found.clear();
  }

  private void tell(Partition caller, boolean refused, String words) {
    Mismatch mismatch =
        new Mismatch(caller.index(), refused, "partition '" + caller.name() + "' " + words);
    long before = found.stream().filter(m -> m.partition == caller.index()).count();
    if (before < TOLD_MAX && told.add(mismatch)) {
      found.add(mismatch);
      recorder.recordText(
          HypervisorEvents.CONFIGURATION_MISMATCH,
          caller.context(),
          mismatch.words.getBytes(StandardCharsets.ISO_8859_1),
          refused ? 1 : 0);
    }
  }

  /** There was no room for another thread. */
  void tooManyThreads(Partition caller) {
    int threads = caller.services().threads();
    tell(
        caller,
        true,
        "creates more than the "
            + threads
            + (threads == 1 ? " thread that is" : " threads that are")
            + " configured (vp:threads, the main thread included)");
  }

  /** Looks whether a new thread's stack lies in the image. */
  void created(Partition caller, PokThread thread) {
    int bytes = caller.personality().userStackBytes();
    long bottom = (long) thread.stackTop() - bytes;
    if (bottom < caller.image().endOffset()) {
      tell(
          caller,
          false,
          "creates thread "
              + thread.localId()
              + ", whose stack of "
              + bytes
              + " bytes reaches down into the image; "
              + caller.space().sizeBytes()
              + " bytes of memory are configured");
    }
  }

  /** There was no room for another lock object. */
  void tooManyLockObjects(Partition caller) {
    int locks = caller.services().lockObjects();
    tell(
        caller,
        true,
        "creates more than the "
            + locks
            + (locks == 1 ? " lock object that is" : " lock objects that are")
            + " configured (vp:lockObjects)");
  }

  /** A port was looked for by name. */
  void looksFor(Partition caller, int namePointer, Kind kind, boolean refused) {
    String name = name(caller, namePointer);
    if (name != null && own(caller, name, kind).isEmpty()) {
      noPort(caller, "looks for", name, kind, refused);
    }
  }

  /**
   * A port was to be created.
   *
   * @param direction as asked for; null if it is none
   * @param sizeBytes as asked for
   */
  void creates(
      Partition caller,
      int namePointer,
      Kind kind,
      Direction direction,
      int sizeBytes,
      boolean refused) {
    String name = name(caller, namePointer);
    if (name == null) {
      return;
    }
    Optional<PortDescription> port = own(caller, name, kind);
    if (port.isEmpty()) {
      boolean sane = direction != null && sizeBytes > 0 && name.matches("[!-~]+");
      if (sane && missing.size() < TOLD_MAX * partitions.size()) {
        missing.add(new MissingPort(caller.index(), name, kind, direction, sizeBytes));
      }
      noPort(caller, "creates", name, kind, refused);
      return;
    }
    String what = "creates the " + words(kind) + " port '" + name + "' ";
    if (direction != port.get().direction()) {
      String asked = direction == null ? "without a known direction" : "as " + direction;
      tell(caller, refused, what + asked + "; it is configured as " + port.get().direction());
    }
    long configured = (long) port.get().maxMessageBytes() * port.get().maxMessages();
    if (sizeBytes != configured) {
      tell(
          caller,
          refused,
          what
              + "with "
              + Integer.toUnsignedString(sizeBytes)
              + " bytes; "
              + (port.get().maxMessages() == 1
                  ? configured + " are configured"
                  : port.get().maxMessages()
                      + " messages of "
                      + port.get().maxMessageBytes()
                      + " are configured, "
                      + configured
                      + " bytes"));
    }
  }

  private static Optional<PortDescription> own(Partition caller, String name, Kind kind) {
    return caller.services().ports().stream()
        .filter(p -> p.kind() == kind && p.name().equals(name))
        .findFirst();
  }

  private void noPort(Partition caller, String verb, String name, Kind kind, boolean refused) {
    String what = verb + " the " + words(kind) + " port '" + name + "'";
    List<PortDescription> ports = caller.services().ports();
    for (PortDescription port : ports) {
      if (port.name().equals(name)) {
        String is = "; it is configured as a " + words(port.kind()) + " port";
        tell(caller, refused, what + is);
        return;
      }
    }
    tell(caller, refused, what + ", which it does not have; " + configured(caller, name));
  }

  private String configured(Partition caller, String name) {
    List<String> names = new ArrayList<>();
    caller.services().ports().forEach(p -> names.add(p.name()));
    for (Partition other : partitions) {
      if (other != caller
          && other.services().ports().stream().anyMatch(p -> p.name().equals(name))) {
        return "it belongs to partition '" + other.name() + "'";
      }
    }
    String near = NearestName.of(name, names).map(n -> "; is '" + n + "' meant?").orElse("");
    String all = names.stream().limit(8).map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    String more = names.size() > 8 ? " and " + (names.size() - 8) + " more" : "";
    return names.isEmpty() ? "no port is configured for it" : "it has " + all + more + near;
  }

  private static String words(Kind kind) {
    return kind == Kind.SAMPLING ? "sampling" : "queueing";
  }

  /** What a person can read of a guest's name; null if it is none. */
  private static String name(Partition caller, int pointer) {
    int most = Math.min(NAME_BYTES_MAX, PointerRule.inside(caller, pointer, NAME_BYTES_MAX));
    if (most <= 0 || !caller.space().contains(pointer, most)) {
      return null;
    }
    StringBuilder name = new StringBuilder();
    for (byte b : caller.space().read(pointer, most)) {
      if (b == 0) {
        return name.toString();
      }
      name.append(b >= ' ' && b < 0x7f ? (char) b : '?');
    }
    return name.append("...").toString();
  }
}
