// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.hypervisor.partition.PartitionImage;

/** A tiny assembler for guests of tests: code from offset 0 on, entry at 0. */
final class Asm {
  /** Argument structure of calls that the main program makes. */
  static final int ARGS = 0x4000;

  /** Argument structure of calls that a handler makes. */
  static final int HANDLER_ARGS = 0x4100;

  /** Free for the test's data. */
  static final int DATA = 0x5000;

  static final int SIZE_BYTES = 0x20000;

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final Map<String, Integer> labels = new HashMap<>();
  private final List<Fixup> fixups = new ArrayList<>();

  /** A 32-bit word to patch: relative for branches, absolute for immediates. */
  private record Fixup(int at, String label, boolean relative) {}

  int here() {
    return code.size();
  }

  Asm label(String name) {
    labels.put(name, here());
    return this;
  }

  int at(String name) {
    return labels.get(name);
  }

  Asm bytes(int... values) {
    for (int value : values) {
      code.write(value);
    }
    return this;
  }

  Asm word(int value) {
    return bytes(value & 0xff, value >>> 8 & 0xff, value >>> 16 & 0xff, value >>> 24);
  }

  private Asm reference(String name, boolean relative) {
    fixups.add(new Fixup(here(), name, relative));
    return word(0);
  }

  /** MOV r32, imm32. */
  Asm mov(int register, int value) {
    return bytes(0xb8 + register).word(value);
  }

  /** MOV r32, offset of a label. */
  Asm movLabel(int register, String name) {
    return bytes(0xb8 + register).reference(name, false);
  }

  /** MOV [address], imm32. */
  Asm store(int address, int value) {
    return bytes(0xc7, 0x05).word(address).word(value);
  }

  Asm storeLabel(int address, String name) {
    return bytes(0xc7, 0x05).word(address).reference(name, false);
  }

  /** MOV [address], r32. */
  Asm storeRegister(int address, int register) {
    return bytes(0x89, 0x05 | register << 3).word(address);
  }

  /** MOV r32, [address]. */
  Asm load(int register, int address) {
    return bytes(0x8b, 0x05 | register << 3).word(address);
  }

  /** INC dword [address]. */
  Asm increment(int address) {
    return bytes(0xff, 0x05).word(address);
  }

  Asm jump(String name) {
    return bytes(0xe9).reference(name, true);
  }

  Asm call(String name) {
    return bytes(0xe8).reference(name, true);
  }

  Asm ret() {
    return bytes(0xc3);
  }

  Asm nop() {
    return bytes(0x90);
  }

  Asm interrupt(int vector) {
    return bytes(0xcd, vector);
  }

  /** Calls the hypervisor with arguments stored at ARGS; uses EAX and EBX. */
  Asm hypercall(int vector, int number, int... arguments) {
    return hypercallAt(ARGS, vector, number, arguments);
  }

  Asm hypercallAt(int args, int vector, int number, int... arguments) {
    store(args, arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      store(args + 4 + 4 * i, arguments[i]);
    }
    return mov(0, number).mov(3, args).interrupt(vector);
  }

  /** Requests a line. */
  Asm request(int line, String handler) {
    store(ARGS + 4, line).storeLabel(ARGS + 8, handler);
    return mov(0, 30).mov(3, ARGS).interrupt(45);
  }

  Asm enable(int level) {
    return hypercall(45, 27, level);
  }

  /** Ends a handler whose ESP is as it was entered. */
  Asm handlerReturn() {
    return storeRegister(HANDLER_ARGS + 4, 4).mov(0, 32).mov(3, HANDLER_ARGS).interrupt(45);
  }

  Asm stop(int exitCode) {
    return hypercall(45, 1001, exitCode);
  }

  byte[] assemble() {
    byte[] bytes = code.toByteArray();
    for (Fixup fixup : fixups) {
      int value = labels.get(fixup.label) - (fixup.relative ? fixup.at + 4 : 0);
      for (int i = 0; i < 4; i++) {
        bytes[fixup.at + i] = (byte) (value >>> (8 * i));
      }
    }
    return bytes;
  }

  /** Each label becomes a symbol. */
  PartitionImage image(String name) {
    List<SymbolTable.Symbol> symbols = new ArrayList<>();
    labels.forEach((label, at) -> symbols.add(new SymbolTable.Symbol(label, at, 0, true)));
    byte[] bytes = assemble();
    return new PartitionImage(
        name,
        List.of(new PartitionImage.Part(0, bytes, bytes.length)),
        0,
        new SymbolTable(symbols),
        java.util.Optional.empty());
  }
}
