// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.virtualpok.bsp.BuiltinModule;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.MultibootHeader;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.hypervisor.config.ModuleParser;

/**
 * A FILE that the user named, told by its content: module XML, partition image or PC kernel. A
 * built-in name wins unless FILE contains a slash.
 *
 * @param name as the user wrote it; problems are reported against it
 * @param directory where the file lies; empty for what is built in
 * @param elf the image; empty for module XML
 */
public record GuestFile(
    String name, Kind kind, byte[] bytes, Optional<Path> directory, Optional<ElfImage> elf) {
  private static final int MAX_BYTES = 256 << 20;

  /** What is looked at to tell what a file is. */
  private static final int HEAD_BYTES = 4096;

  private static final String NEITHER =
      "neither a module's XML (it would begin with '<') nor an ELF image nor a snapshot";

  /** What the content is. */
  public enum Kind {
    MODULE,
    PARTITION_IMAGE,
    PC_KERNEL,
    /** Nothing says so but the user. */
    PC_ROM,
    /** A PC that was saved. */
    PC_SNAPSHOT
  }

  /** Whether a PC runs it. */
  public boolean isPc() {
    return kind == Kind.PC_KERNEL || kind == Kind.PC_ROM || kind == Kind.PC_SNAPSHOT;
  }

  /** Finds and reads a FILE. */
  public static GuestFile find(String file) throws InputException {
    return find(file, false);
  }

  /** The same; whatever it is, it is taken for a boot ROM if the user says so. */
  public static GuestFile find(String file, boolean rom) throws InputException {
    boolean path = rom || file.contains("/") || file.contains("\\");
    Optional<BuiltinModule> module = path ? Optional.empty() : BuiltinModule.find(file);
    if (module.isPresent()) {
      byte[] xml = module.get().xml().getBytes(StandardCharsets.UTF_8);
      return new GuestFile(file, Kind.MODULE, xml, Optional.empty(), Optional.empty());
    }
    if (!path && GuestImages.contains(file)) {
      return tell(file, GuestImages.read(file), Optional.empty());
    }
    Path place;
    byte[] bytes;
    try {
      place = Path.of(file);
      bytes = read(place, rom ? head -> MAX_BYTES : GuestFile::bytesMax);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new InputException(
          file
              + ": no such file"
              + (path ? "" : ", and nothing built in has that name (see './vpok list')"));
    } catch (IOException e) {
      throw new InputException(file + ": " + reason(e));
    }
    Optional<Path> directory = Optional.ofNullable(place.toAbsolutePath().getParent());
    return rom
        ? new GuestFile(file, Kind.PC_ROM, bytes, directory, Optional.empty())
        : tell(file, bytes, directory);
  }

  private static GuestFile tell(String name, byte[] bytes, Optional<Path> directory)
      throws InputException {
    if (looksLikeXml(bytes)) {
      return new GuestFile(name, Kind.MODULE, bytes, directory, Optional.empty());
    }
    if (Snapshot.isSnapshot(bytes)) {
      return new GuestFile(name, Kind.PC_SNAPSHOT, bytes, directory, Optional.empty());
    }
    if (bytes.length == 0) {
      throw new InputException(name + ": it is empty");
    }
    if (bytes[0] != 0x7f) {
      throw new InputException(name + ": " + NEITHER);
    }
    try {
      ElfImage elf = ElfImage.parse(name, bytes);
      // A damaged header is still one; who reads it says what is wrong.
      boolean kernel = elf.isMultiboot() || elf.abi().isEmpty() && MultibootHeader.isMeant(bytes);
      Kind kind = kernel ? Kind.PC_KERNEL : Kind.PARTITION_IMAGE;
      return new GuestFile(name, kind, bytes, directory, Optional.of(elf));
    } catch (ImageException e) {
      throw new InputException(e.getMessage());
    }
  }

  /** By how it begins: whatever is neither XML nor binary is refused without reading the rest. */
  private static int bytesMax(byte[] head) {
    if (looksLikeXml(head)) {
      return ModuleParser.BYTES_MAX;
    }
    boolean binary = head.length == 0 || head[0] == 0x7f || Snapshot.isSnapshot(head);
    return binary ? MAX_BYTES : HEAD_BYTES;
  }

  private static boolean looksLikeXml(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    if (first == 0xfeff || first == 0xfffe || first == '<') {
      return true; // in UTF-16, which its reader refuses in words
    }
    int at = 0;
    if (bytes.length > 2 && first == 0xefbb) {
      at = 3; // the byte order mark of UTF-8
    }
    while (at < bytes.length && bytes[at] > 0 && bytes[at] <= ' ') {
      at++;
    }
    return at < bytes.length && bytes[at] == '<';
  }

  /** Reads a file whole; the exceptions' messages are for the user after {@link #reason}. */
  public static byte[] read(Path path) throws IOException {
    return read(path, MAX_BYTES);
  }

  /** The same for a file of at most so many bytes; a larger one is not read at all. */
  static byte[] read(Path path, int bytesMax) throws IOException {
    return read(path, head -> bytesMax);
  }

  /**
   * The same for one that may be a pipe, which is opened once.
   *
   * @param limit how many bytes it may have, by how it begins
   */
  private static byte[] read(Path path, ToIntFunction<byte[]> limit) throws IOException {
    if (Files.isDirectory(path)) {
      boolean module = Files.isRegularFile(path.resolve(StarterModule.FILE));
      throw new IOException(
          "is a directory" + (module ? "; is its " + StarterModule.FILE + " meant?" : ""));
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      int bytesMax = limit.applyAsInt(head);
      long size = Math.max(Files.size(path), head.length);
      byte[] rest = size > bytesMax ? new byte[0] : in.readNBytes(bytesMax - head.length + 1);
      if (bytesMax == HEAD_BYTES && (size > bytesMax || rest.length > 0)) {
        throw new IOException(NEITHER);
      }
      if (size > bytesMax) {
        throw new IOException("it has " + size + " bytes; there may be " + bytesMax);
      }
      if (head.length + rest.length > bytesMax) {
        throw new IOException("it has more than the " + bytesMax + " bytes that there may be");
      }
      byte[] bytes = Arrays.copyOf(head, head.length + rest.length);
      System.arraycopy(rest, 0, bytes, head.length, rest.length);
      return bytes;
    }
  }

  /** One line of what an input or output error means. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof EOFException) {
      return "it is cut off";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
