// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;

/**
 * Memory by linear address, as the processor's paging shows it (Intel SDM vol. 3, 4). Fast where a
 * {@link PageMap} of the current privilege has the page; else the tables are walked, alignment and
 * data breakpoints looked at, and a #PF or #AC thrown before anything has changed.
 *
 * <p>Whoever changes CR0, CR3, CR4, DR7, CPL or EFLAGS.AC says so by {@link #modeChanged}. The maps
 * keep translations as a real TLB does: a changed entry needs INVLPG or a load of CR3.
 */
public final class LinearMemory {
  private static final int OFFSET = PhysicalMemory.PAGE_BYTES - 1;

  private final PhysicalMemory memory;
  private final byte[] bytes;
  private final Fault fault;
  private final Paging paging;
  private final PageMap identity = new PageMap();

  /** With paging, for CPL 0 to 2 and for CPL 3; made when paging is first turned on. */
  private PageMap supervisor;

  private PageMap user;

  private CpuState cpu = new CpuState();
  private ModeListener modeListener = ModeListener.NONE;
  private TranslationListener translationListener = TranslationListener.NONE;
  private ProcessorMode mode = ProcessorMode.REAL;

  /** The maps of the current privilege. */
  private int[] readMap = identity.read;

  private int[] writeMap = identity.write;

  private boolean paged;
  private boolean userLevel;
  private boolean aligned;
  private boolean watched;

  /** CR3, CR0.WP and CR4.PSE under which the paged maps were filled. */
  private int pagedRoot;

  private int pagedRules;

  public LinearMemory(PhysicalMemory memory, Fault fault) {
    this.memory = memory;
    this.bytes = memory.bytes;
    this.fault = fault;
    this.paging = new Paging(memory, fault);
    memory.setCodePageListener(this::closeWrites);
    memory.setMapListener(this::forgetAll);
  }

  public PhysicalMemory physical() {
    return memory;
  }

  /** Who is told when the processor's mode changes. */
  public void setModeListener(ModeListener listener) {
    modeListener = listener;
    mode = ProcessorMode.of(cpu);
  }

  /** Who is told when a page is looked up anew. */
  public void setTranslationListener(TranslationListener listener) {
    translationListener = listener;
  }

  /** The CPU whose control registers apply from now on. */
  public void attach(CpuState newCpu) {
    cpu = newCpu;
    modeChanged();
  }

  /** Looks again at what decides about an access: CR0, CR3, CR4, DR7, CPL, EFLAGS.AC. */
  public void modeChanged() {
    CpuState c = cpu;
    paged = (c.cr0 & Cr0.PG) != 0;
    userLevel = c.cpl == 3;
    aligned = userLevel && (c.cr0 & Cr0.AM) != 0 && (c.flagsOther & Eflags.AC) != 0;
    watched = DebugRegisters.watchesData(c.dr7);
    if (paged) {
      if (supervisor == null) {
        supervisor = new PageMap();
        user = new PageMap();
      }
      int rules = (c.cr0 & Cr0.WP) | (c.cr4 & Cr4.PSE);
      if (pagedRoot != c.cr3 || pagedRules != rules) {
        pagedRoot = c.cr3;
        pagedRules = rules;
        flush();
      }
    }
    boolean slow = aligned || watched;
    ProcessorMode now = ProcessorMode.of(c);
    if (now != mode) {
      ProcessorMode before = mode;
      mode = now;
      modeListener.changed(before, now);
    }
    PageMap map = map(userLevel);
    readMap = slow ? PageMap.CLOSED : map.read;
    writeMap = slow ? PageMap.CLOSED : map.write;
  }

  private PageMap map(boolean asUser) {
    return !paged ? identity : asUser ? user : supervisor;
  }

  /** Whether addresses go through page tables. */
  public boolean paged() {
    return paged;
  }

  private void forgetAll() {
    identity.closeAll();
    flush();
  }

  /** Forgets all translations, as a load of CR3 does. */
  public void flush() {
    if (supervisor != null) {
      supervisor.closeAll();
      user.closeAll();
    }
  }

  /** Forgets the translation of one page (INVLPG). A 4 MiB page is forgotten whole. */
  public void flush(int address) {
    if (supervisor == null) {
      return;
    }
    if ((cpu.cr4 & Cr4.PSE) != 0) {
      flush();
      return;
    }
    supervisor.close(address >>> PhysicalMemory.PAGE_SHIFT);
    user.close(address >>> PhysicalMemory.PAGE_SHIFT);
  }

  private void closeWrites(int arrayPage) {
    identity.closeWrites(arrayPage);
    if (supervisor != null) {
      supervisor.closeWrites(arrayPage);
      user.closeWrites(arrayPage);
    }
  }

  public int read8(int address) {
    int i = address + readMap[address >>> PhysicalMemory.PAGE_SHIFT];
    return i < 0 ? slowRead(address, 1) : bytes[i] & 0xff;
  }

  public int read16(int address) {
    int i = address + readMap[address >>> PhysicalMemory.PAGE_SHIFT];
    return i < 0 || (address & OFFSET) > OFFSET - 1
        ? slowRead(address, 2)
        : (short) PhysicalMemory.SHORT.get(bytes, i) & 0xffff;
  }

  public int read32(int address) {
    int i = address + readMap[address >>> PhysicalMemory.PAGE_SHIFT];
    return i < 0 || (address & OFFSET) > OFFSET - 3
        ? slowRead(address, 4)
        : (int) PhysicalMemory.INT.get(bytes, i);
  }

  public void write8(int address, int value) {
    int i = address + writeMap[address >>> PhysicalMemory.PAGE_SHIFT];
    if (i < 0) {
      slowWrite(address, value, 1);
    } else {
      bytes[i] = (byte) value;
    }
  }

  public void write16(int address, int value) {
    int i = address + writeMap[address >>> PhysicalMemory.PAGE_SHIFT];
    if (i < 0 || (address & OFFSET) > OFFSET - 1) {
      slowWrite(address, value, 2);
    } else {
      PhysicalMemory.SHORT.set(bytes, i, (short) value);
    }
  }

  public void write32(int address, int value) {
    int i = address + writeMap[address >>> PhysicalMemory.PAGE_SHIFT];
    if (i < 0 || (address & OFFSET) > OFFSET - 3) {
      slowWrite(address, value, 4);
    } else {
      PhysicalMemory.INT.set(bytes, i, value);
    }
  }

  /** Throws if an access of some bytes at the current privilege would; changes no memory. */
  public void probe(int address, int sizeBytes, boolean write) {
    if (paged) {
      probe(address, sizeBytes, write, userLevel);
    }
  }

  /** The same with the rights of CPL 0, for the processor's own accesses to tables and stacks. */
  public void probeSystem(int address, int sizeBytes, boolean write) {
    if (paged) {
      probe(address, sizeBytes, write, false);
    }
  }

  private void probe(int address, int sizeBytes, boolean write, boolean asUser) {
    translate(address, write, asUser);
    int last = address + sizeBytes - 1;
    if (((address ^ last) & ~OFFSET) != 0) {
      translate(last & ~OFFSET, write, asUser);
    }
  }

  /** Reads with the rights of CPL 0 whatever the CPL: descriptor tables, TSS, inner stacks. */
  public int readSystem8(int address) {
    return readAs(address, 1, false);
  }

  public int readSystem16(int address) {
    return readAs(address, 2, false);
  }

  public int readSystem32(int address) {
    return readAs(address, 4, false);
  }

  /** Writes with the rights of CPL 0 whatever the CPL. */
  public void writeSystem8(int address, int value) {
    writeAs(address, value, 1, false);
  }

  public void writeSystem16(int address, int value) {
    writeAs(address, value, 2, false);
  }

  public void writeSystem32(int address, int value) {
    writeAs(address, value, 4, false);
  }

  /**
   * Where the instruction byte at a linear address lies in the array of {@link PhysicalMemory}, or
   * -1 where nobody answers. Throws #PF as a fetch does.
   */
  public int codeIndex(int address) {
    int i = address + readMap[address >>> PhysicalMemory.PAGE_SHIFT];
    if (i >= 0) {
      return i;
    }
    int physical = translate(address, false, userLevel);
    int page = memory.arrayPage(physical >>> PhysicalMemory.PAGE_SHIFT);
    return page < 0 ? -1 : (page << PhysicalMemory.PAGE_SHIFT) | (address & OFFSET);
  }

  /** The instruction byte at a linear address; FF where nobody answers. */
  public int fetch8(int address) {
    int i = codeIndex(address);
    return i < 0 ? 0xff : bytes[i] & 0xff;
  }

  private int slowRead(int address, int size) {
    if (aligned || watched) {
      inspect(address, size, false);
    }
    return readAs(address, size, userLevel);
  }

  private void slowWrite(int address, int value, int size) {
    if (aligned || watched) {
      inspect(address, size, true);
    }
    writeAs(address, value, size, userLevel);
  }

  /** Throws #AC where it is armed and an operand of 2, 4 or 8 bytes does not lie on its size. */
  public void checkAlignment(int address, int sizeBytes) {
    if (aligned && (address & (sizeBytes - 1)) != 0) {
      throw fault.set(Fault.AC, 0);
    }
  }

  private void inspect(int address, int size, boolean write) {
    checkAlignment(address, size);
    if (watched) {
      cpu.debugHits |= DebugRegisters.dataHits(cpu, address, size, write);
    }
  }

  private int readAs(int address, int size, boolean asUser) {
    int mapped = address + map(asUser).read[address >>> PhysicalMemory.PAGE_SHIFT];
    if (mapped >= 0 && (address & OFFSET) <= OFFSET + 1 - size) {
      return switch (size) {
        case 1 -> bytes[mapped] & 0xff;
        case 2 -> (short) PhysicalMemory.SHORT.get(bytes, mapped) & 0xffff;
        default -> (int) PhysicalMemory.INT.get(bytes, mapped);
      };
    }
    int physical = translate(address, false, asUser);
    int room = PhysicalMemory.PAGE_BYTES - (address & OFFSET);
    if (size <= room) {
      return switch (size) {
        case 1 -> memory.read8(physical);
        case 2 -> memory.read16(physical);
        default -> memory.read32(physical);
      };
    }
    int next = translate(address + room, false, asUser);
    int value = 0;
    for (int k = 0; k < size; k++) {
      int at = k < room ? physical + k : next + k - room;
      value |= memory.read8(at) << (8 * k);
    }
    return value;
  }

  private void writeAs(int address, int value, int size, boolean asUser) {
    int mapped = address + map(asUser).write[address >>> PhysicalMemory.PAGE_SHIFT];
    if (mapped >= 0 && (address & OFFSET) <= OFFSET + 1 - size) {
      switch (size) {
        case 1 -> bytes[mapped] = (byte) value;
        case 2 -> PhysicalMemory.SHORT.set(bytes, mapped, (short) value);
        default -> PhysicalMemory.INT.set(bytes, mapped, value);
      }
      return;
    }
    int physical = translate(address, true, asUser);
    int room = PhysicalMemory.PAGE_BYTES - (address & OFFSET);
    if (size <= room) {
      switch (size) {
        case 1 -> memory.write8(physical, value);
        case 2 -> memory.write16(physical, value);
        default -> memory.write32(physical, value);
      }
      return;
    }
    int next = translate(address + room, true, asUser);
    for (int k = 0; k < size; k++) {
      memory.write8(k < room ? physical + k : next + k - room, value >>> (8 * k));
    }
  }

  /** Walks the tables and, where the page may be reached directly, opens it in the map. */
  private int translate(int address, boolean write, boolean asUser) {
    int physical = paged ? paging.translate(cpu, address, write, asUser) : address;
    int page = address >>> PhysicalMemory.PAGE_SHIFT;
    int arrayPage = memory.arrayPage(physical >>> PhysicalMemory.PAGE_SHIFT);
    if (arrayPage >= 0) {
      PageMap map = map(asUser);
      map.openRead(page, arrayPage);
      translationListener.opened(page, arrayPage);
      if (write && memory.isRam(arrayPage) && !memory.isCode(arrayPage)) {
        map.openWrite(page, arrayPage);
      }
    }
    return physical;
  }
}
