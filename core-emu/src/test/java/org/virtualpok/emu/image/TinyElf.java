// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small ELF32 files for tests. */
final class TinyElf {
  static final int TEXT_VADDR = 0x1000;
  static final int DATA_VADDR = 0x2000;
  static final int DATA_MEM = 64;

  /** File offset of the first program header. */
  static final int PHDR = 52;

  private record Sym(String name, int value, int size, int info, int section) {}

  private final byte[] text;
  private final byte[] data;
  private final byte[] note;
  private final List<Sym> symbols = new ArrayList<>();

  TinyElf(byte[] text, byte[] data, byte[] note) {
    this.text = text;
    this.data = data;
    this.note = note;
  }

  /** A complete image with text, data, an ABI note and symbols. */
  static TinyElf sample() {
    return new TinyElf(
            new byte[] {(byte) 0xb8, 1, 0, 0, 0, (byte) 0xeb, (byte) 0xfe, (byte) 0x90},
            new byte[] {1, 2, 3, 4},
            note("VirtualPOK", 1, 1, "pok-2014"))
        .symbol("main", TEXT_VADDR, 5, 1 << 4 | 2, 1)
        .symbol("spin", TEXT_VADDR + 5, 0, 1 << 4, 1)
        .symbol("local_label", TEXT_VADDR + 6, 0, 0, 1)
        .symbol("counter", DATA_VADDR, 4, 1 << 4 | 1, 2)
        .symbol("_end", DATA_VADDR + DATA_MEM, 0, 1 << 4, 0xfff1)
        .symbol("missing", 0, 0, 1 << 4, 0);
  }

  TinyElf symbol(String name, int value, int size, int info, int section) {
    symbols.add(new Sym(name, value, size, info, section));
    return this;
  }

  static byte[] note(String name, int type, int version, String abi) {
    byte[] n = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] d = (abi + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer b = ByteBuffer.allocate(12 + up(n.length) + up(4 + d.length));
    b.order(ByteOrder.LITTLE_ENDIAN).putInt(n.length).putInt(4 + d.length).putInt(type).put(n);
    b.position(12 + up(n.length));
    b.putInt(version).put(d);
    return b.array();
  }

  private static int up(int size) {
    return (size + 3) & ~3;
  }

  byte[] bytes() {
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    strings.write(0);
    int[] sectionNames = new int[6];
    String[] names = {"", ".text", ".data", ".note", ".symtab", ".strtab"};
    for (int i = 1; i < names.length; i++) {
      sectionNames[i] = add(strings, names[i]);
    }
    ByteBuffer sym = buffer(16 * (symbols.size() + 1));
    sym.position(16);
    for (Sym s : symbols) {
      sym.putInt(add(strings, s.name)).putInt(s.value).putInt(s.size);
      sym.put((byte) s.info).put((byte) 0).putShort((short) s.section);
    }
    int textAt = PHDR + 3 * 32;
    int dataAt = up(textAt + text.length);
    int noteAt = up(dataAt + data.length);
    int symAt = up(noteAt + note.length);
    int strAt = symAt + sym.capacity();
    int sections = up(strAt + strings.size());
    ByteBuffer out = buffer(sections + 6 * 40);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
    out.putShort((short) 2).putShort((short) 3).putInt(1).putInt(TEXT_VADDR);
    out.putInt(PHDR).putInt(sections).putInt(0);
    out.putShort((short) 52).putShort((short) 32).putShort((short) 3);
    out.putShort((short) 40).putShort((short) 6).putShort((short) 5);
    program(out, 1, textAt, TEXT_VADDR, text.length, text.length, 5);
    program(out, 1, dataAt, DATA_VADDR, data.length, DATA_MEM, 6);
    program(out, 4, noteAt, 0, note.length, note.length, 4);
    put(out, textAt, text);
    put(out, dataAt, data);
    put(out, noteAt, note);
    put(out, symAt, sym.array());
    put(out, strAt, strings.toByteArray());
    out.position(sections + 40);
    section(out, sectionNames[1], 1, 6, TEXT_VADDR, textAt, text.length, 0);
    section(out, sectionNames[2], 1, 3, DATA_VADDR, dataAt, data.length, 0);
    section(out, sectionNames[3], 7, 0, 0, noteAt, note.length, 0);
    section(out, sectionNames[4], 2, 0, 0, symAt, sym.capacity(), 5);
    section(out, sectionNames[5], 3, 0, 0, strAt, strings.size(), 0);
    return out.array();
  }

  private static int add(ByteArrayOutputStream strings, String text) {
    int at = strings.size();
    strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    return at;
  }

  private static void put(ByteBuffer out, int at, byte[] bytes) {
    out.position(at);
    out.put(bytes);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void program(
      ByteBuffer out, int type, int at, int vaddr, int file, int mem, int flags) {
    out.putInt(type).putInt(at).putInt(vaddr).putInt(vaddr).putInt(file).putInt(mem);
    out.putInt(flags).putInt(4);
  }

  private static void section(
      ByteBuffer out, int name, int type, int flags, int addr, int at, int size, int link) {
    out.putInt(name).putInt(type).putInt(flags).putInt(addr).putInt(at).putInt(size);
    out.putInt(link).putInt(0).putInt(4).putInt(type == 2 ? 16 : 0);
  }
}
