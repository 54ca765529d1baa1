// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The whole state of a machine at one instant, by path; immutable.
 *
 * <pre>
 * file      "VPOKSNAP", u32 format, then gzip of entries up to an entry of kind 0
 * entry     u8 kind   1 group     path, u32 version
 *                     2 register  path, u64 value
 *                     3 bytes     path, u32 length, the bytes
 * path      u16 length, UTF-8
 * </pre>
 *
 * All numbers are big-endian.
 */
public final class Snapshot {
  private static final byte[] MAGIC = "VPOKSNAP".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int END = 0;
  private static final int GROUP = 1;
  private static final int REGISTER = 2;
  private static final int BYTES = 3;

  private final Map<String, Integer> groups;
  private final Map<String, Long> registers;
  private final Map<String, byte[]> areas;

  private Snapshot(
      Map<String, Integer> groups, Map<String, Long> registers, Map<String, byte[]> areas) {
    this.groups = groups;
    this.registers = registers;
    this.areas = areas;
  }

  /** Reads a whole tree, on its machine's thread. */
  public static Snapshot of(StateGroup root) {
    Map<String, Integer> groups = new LinkedHashMap<>();
    Map<String, Long> registers = new LinkedHashMap<>();
    Map<String, byte[]> areas = new LinkedHashMap<>();
    for (StateGroup g : root.all()) {
      groups.put(g.path(), g.version());
      g.liveRegisters().forEach(r -> registers.put(r.path(), r.get()));
      g.liveAreas().forEach(a -> areas.put(a.path(), a.get().get().clone()));
    }
    return new Snapshot(groups, registers, areas);
  }

  /**
   * Puts the state back into a tree of the same shape. Nothing is changed if the shapes differ.
   *
   * @throws StateException with the path of what is unknown, missing or of another version
   */
  public void restoreTo(StateGroup root) throws StateException {
    check(root);
    List<Runnable> actions = new ArrayList<>();
    for (StateGroup g : root.all()) {
      for (StateRegister r : g.liveRegisters()) {
        if (!r.set(registers.get(r.path()))) {
          throw new StateException(r.path() + ": the value is too large");
        }
      }
      g.liveAreas().forEach(a -> a.set().accept(areas.get(a.path()).clone()));
      actions.addAll(g.restoreActions());
    }
    actions.forEach(Runnable::run);
  }

  private void check(StateGroup root) throws StateException {
    int known = 0;
    for (StateGroup g : root.all()) {
      Integer version = groups.get(g.path());
      if (version == null) {
        throw new StateException(g.path() + ": the snapshot has no such part");
      }
      if (version != g.version()) {
        throw new StateException(
            g.path() + ": version " + version + " in the snapshot, here " + g.version());
      }
      for (StateRegister r : g.liveRegisters()) {
        needed(registers.containsKey(r.path()), r.path());
      }
      for (StateGroup.Bytes a : g.liveAreas()) {
        needed(areas.containsKey(a.path()), a.path());
        int length = areas.get(a.path()).length;
        if (length > a.lengthMax()) {
          throw new StateException(a.path() + ": too long, at most " + a.lengthMax() + " bytes");
        }
        if (length < a.lengthMin()) {
          throw new StateException(
              a.path() + ": " + length + " bytes, at least " + a.lengthMin() + " are needed");
        }
      }
      known += 1 + g.liveRegisters().size() + g.liveAreas().size();
    }
    if (known != groups.size() + registers.size() + areas.size()) {
      throw new StateException(root.path() + ": the snapshot has parts that this machine has not");
    }
  }

  private static void needed(boolean there, String path) throws StateException {
    if (!there) {
      throw new StateException(path + ": the snapshot does not have it");
    }
  }

  /** The value of a register in this snapshot; null if there is none at this path. */
  public Long register(String path) {
    return registers.get(path);
  }

  /** A copy of a byte area of this snapshot; null if there is none at this path. */
  public byte[] area(String path) {
    byte[] bytes = areas.get(path);
    return bytes == null ? null : bytes.clone();
  }

  /** Paths of what differs between two snapshots, or is only in one, in order. */
  public List<String> differences(Snapshot other) {
    List<String> paths = new ArrayList<>();
    Map<String, Integer> allGroups = new TreeMap<>(groups);
    allGroups.putAll(other.groups);
    allGroups.keySet().stream()
        .filter(p -> !java.util.Objects.equals(groups.get(p), other.groups.get(p)))
        .forEach(paths::add);
    Map<String, Long> allRegisters = new TreeMap<>(registers);
    allRegisters.putAll(other.registers);
    allRegisters.keySet().stream()
        .filter(p -> !java.util.Objects.equals(registers.get(p), other.registers.get(p)))
        .forEach(paths::add);
    Map<String, byte[]> allAreas = new TreeMap<>(areas);
    allAreas.putAll(other.areas);
    allAreas.keySet().stream()
        .filter(p -> !java.util.Arrays.equals(areas.get(p), other.areas.get(p)))
        .forEach(paths::add);
    return paths;
  }

  /** SHA-256 over every path and value, in hexadecimal. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
        writeEntries(out);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Writes the file's bytes. */
  public void write(OutputStream to) throws IOException {
    DataOutputStream head = new DataOutputStream(to);
    head.write(MAGIC);
    head.writeInt(FORMAT);
    head.flush();
    GZIPOutputStream zip =
        new GZIPOutputStream(to, 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        };
    DataOutputStream out = new DataOutputStream(zip);
    writeEntries(out);
    out.flush();
    zip.finish();
  }

  private void writeEntries(DataOutputStream out) throws IOException {
    for (Map.Entry<String, Integer> g : new TreeMap<>(groups).entrySet()) {
      entry(out, GROUP, g.getKey());
      out.writeInt(g.getValue());
    }
    for (Map.Entry<String, Long> r : new TreeMap<>(registers).entrySet()) {
      entry(out, REGISTER, r.getKey());
      out.writeLong(r.getValue());
    }
    for (Map.Entry<String, byte[]> a : new TreeMap<>(areas).entrySet()) {
      entry(out, BYTES, a.getKey());
      out.writeInt(a.getValue().length);
      out.write(a.getValue());
    }
    out.writeByte(END);
  }

  private static void entry(DataOutputStream out, int kind, String path) throws IOException {
    out.writeByte(kind);
    out.writeUTF(path);
  }

  /** Whether bytes begin as a snapshot's file does. */
  public static boolean isSnapshot(byte[] bytes) {
    if (bytes.length < MAGIC.length) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a file's bytes.
   *
   * @param areaBytesMax no byte area may be longer
   * @throws StateException if they are no snapshot, damaged or of another version
   */
  public static Snapshot read(InputStream from, int areaBytesMax)
      throws IOException, StateException {
    DataInputStream head = new DataInputStream(from);
    Map<String, Integer> groups = new LinkedHashMap<>();
    Map<String, Long> registers = new LinkedHashMap<>();
    Map<String, byte[]> areas = new LinkedHashMap<>();
    try {
      if (!isSnapshot(head.readNBytes(MAGIC.length))) {
        throw new StateException("not a snapshot");
      }
      int format = head.readInt();
      if (format != FORMAT) {
        throw new StateException("a snapshot of format " + format + ", known is " + FORMAT);
      }
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(new GZIPInputStream(from), 1 << 16));
      for (int kind = in.readUnsignedByte(); kind != END; kind = in.readUnsignedByte()) {
        String path = path(in);
        switch (kind) {
          case GROUP -> groups.put(path, in.readInt());
          case REGISTER -> registers.put(path, in.readLong());
          case BYTES -> areas.put(path, area(in, path, areaBytesMax));
          default -> throw new StateException(path + ": damaged (entry of kind " + kind + ")");
        }
      }
      // The checksum comes last, and is looked at only by who reads to the end.
      if (in.read() >= 0) {
        throw new StateException("damaged (it goes on behind its end)");
      }
    } catch (EOFException e) {
      throw new StateException("cut off");
    } catch (ZipException | java.io.UTFDataFormatException e) {
      throw new StateException("damaged (" + e.getMessage() + ")");
    }
    return new Snapshot(groups, registers, areas);
  }

  /** A path is shown to people, so it must be text. */
  private static String path(DataInputStream in) throws IOException, StateException {
    String path = in.readUTF();
    if (!path.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new StateException("damaged (a path that is no text)");
    }
    return path;
  }

  private static byte[] area(DataInputStream in, String path, int most)
      throws IOException, StateException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new StateException(
          path + ": damaged (length " + Integer.toUnsignedString(length) + ")");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new StateException(path + ": cut off");
    }
    return bytes;
  }
}
