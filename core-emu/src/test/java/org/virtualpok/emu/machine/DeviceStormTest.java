// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.device.PortBus;
import org.virtualpok.emu.state.Snapshot;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** No access of any width to any port or address breaks the host. */
class DeviceStormTest {
  private static final int PORTS = 0x10000;
  private static final int PIECES = 512;

  /** Addresses at which something begins or ends. */
  private static final int[] EDGES = {
    0,
    0x400,
    0x9fc00,
    0xa0000,
    0xb8000,
    0xc0000,
    0xf0000,
    0x100000,
    0x110000,
    StormBoard.MEMORY_BYTES,
    StormBoard.MEMORY_BYTES + 0x10000,
    0x7ffffffe,
    0x80000000,
    0xfec00000,
    0xfec00010,
    0xfee00000,
    0xfee00300,
    0xffff0000,
    0xfffffff0
  };

  private static Random random(long seed) {
    System.out.println("device storm: seed " + seed);
    return new Random(seed);
  }

  private static int[] shuffledPorts(Random random) {
    int[] ports = new int[PORTS];
    for (int i = 0; i < PORTS; i++) {
      int at = random.nextInt(i + 1);
      ports[i] = ports[at];
      ports[at] = i;
    }
    return ports;
  }

  private static int value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(0x100);
      case 1 -> 1 << random.nextInt(32);
      case 2 -> -1;
      default -> random.nextInt();
    };
  }

  /** IN, OUT, INS, OUTS of every width, also repeated. */
  private static void portAccess(StormBoard.Code code, int port, Random random) {
    int next = StormBoard.CODE + code.size();
    int[][] forms = {
      {0xec}, {0x66, 0xed}, {0xed}, {0xee}, {0x66, 0xef}, {0xef},
      {0x6c}, {0x66, 0x6d}, {0x6d}, {0x6e}, {0x66, 0x6f}, {0x6f},
      {0xf3, 0x6c}, {0xf3, 0x6d}, {0xf3, 0x6e}, {0xf3, 0x66, 0x6f}
    };
    int[] form = forms[random.nextInt(forms.length)];
    // MOV EBP, next; MOV EDX, port; MOV EAX; MOV ECX; MOV ESI; MOV EDI; STI; the access
    code.bytes(0xbd).dword(next + 5 * 6 + 1 + form.length);
    code.bytes(0xba).dword(port);
    code.bytes(0xb8).dword(value(random));
    code.bytes(0xb9).dword(random.nextInt(20));
    code.bytes(0xbe).dword(0x300000 + random.nextInt(0x10000));
    code.bytes(0xbf).dword(0x310000 + random.nextInt(0x10000));
    code.bytes(0xfb).bytes(form);
  }

  /** All ports in random order, those with a device thirty times more. */
  private static void portStorm(StormBoard board, Random random) {
    int[] all = shuffledPorts(random);
    int[] mapped = IntStream.range(0, PORTS).filter(board.pc.board().ports::isMapped).toArray();
    int[] more = new int[PIECES * (30 * mapped.length / PIECES + 1)];
    Arrays.setAll(more, i -> mapped[random.nextInt(mapped.length)]);
    int[] ports = IntStream.concat(Arrays.stream(more), Arrays.stream(all)).toArray();
    for (int first = 0; first < ports.length; first += PIECES) {
      StormBoard.Code code = new StormBoard.Code();
      int[] starts = new int[PIECES + 1];
      for (int i = 0; i < PIECES; i++) {
        starts[i] = code.size();
        portAccess(code, ports[first + i], random);
      }
      starts[PIECES] = code.size();
      code.bytes(0xeb, 0xfe); // JMP to itself
      byte[] bytes = code.array();
      int done = 0;
      while (done < PIECES) {
        board.enterProtected(bytes, starts[done]);
        board.run(40L * (PIECES - done));
        int reached = board.pc.board().processor.cpu().gpr[CpuState.EBP] - StormBoard.CODE;
        // What ended it is done; a reset may have taken EBP with it.
        int before = done;
        while (done < PIECES && starts[done] < reached) {
          done++;
        }
        done = Math.max(done, before + 1);
      }
    }
  }

  @Test
  void shouldSurviveEveryPortFromTheGuest() throws Exception {
    StormBoard board = new StormBoard();
    portStorm(board, random(20130617));
    assertTrue(board.endings.keySet().contains(PcEnding.Kind.RESET), "" + board.endings);
    System.out.println("device storm: " + board.endings + ", " + board.counts());
    assertSameBehindARestore(board.pc, true);
  }

  @Test
  void shouldSurviveEveryPortWhileEverythingIsWatched() throws Exception {
    StormBoard board = new StormBoard();
    board.pc.setBreakpoint(Breakpoint.atPort(0, 0xffff, true, true));
    board.pc.setBreakpoint(Breakpoint.atVector(-1));
    board.pc.setBreakpoint(Breakpoint.atModeChange());
    Random random = random(4711);
    StormBoard.Code code = new StormBoard.Code();
    for (int i = 0; i < PIECES; i++) {
      portAccess(code, random.nextInt(0x1000), random);
    }
    byte[] bytes = code.bytes(0xeb, 0xfe).array();
    for (int i = 0; i < 3000; i++) {
      if (i % 300 == 0 || board.pc.ending().isPresent()) {
        board.enterProtected(bytes, 0);
      }
      board.run(1000);
    }
    assertTrue(
        board.pc.capture(1, false, board.pc.run(RunLimit.atTime(0))).breakpoints().get(0).hits()
            > 1000);
  }

  @Test
  void shouldSurviveEveryPortFromTheBus() {
    Random random = random(815);
    PcMachine pc =
        PcMachine.rom(
            "storm.rom",
            PcConfig.DEFAULT.withMemory(4 << 20),
            new byte[1 << 16],
            ChunkedEventLog::new);
    PcBoard board = pc.board();
    PortBus bus = board.ports;
    for (int port : shuffledPorts(random)) {
      for (int size = 1; size <= 4; size *= 2) {
        bus.out(port, value(random), size);
        int value = bus.in(port, size);
        assertTrue(size == 4 || value >>> 8 * size == 0, "port " + port + ", " + size + " bytes");
      }
      board.idle(random.nextInt(100_000));
      board.clock.takeDue();
    }
    assertSameState(pc);
  }

  private static void assertSameState(PcMachine pc) {
    Snapshot saved = pc.save();
    assertEquals(List.of(), saved.differences(restored(saved).save()));
  }

  private static PcMachine restored(Snapshot saved) {
    try {
      return PcMachine.restore("storm", saved, ChunkedEventLog::new);
    } catch (org.virtualpok.emu.state.StateException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertSameBehindARestore(PcMachine pc, boolean runOn) {
    Snapshot saved = pc.save();
    PcMachine other = restored(saved);
    assertEquals(List.of(), saved.differences(other.save()));
    if (runOn && pc.ending().isEmpty()) {
      RunLimit limit = new RunLimit(pc.timeNanos() + 20_000_000, pc.instructions() + 500_000);
      pc.run(limit);
      other.run(limit);
      assertEquals(List.of(), pc.save().differences(other.save()));
    }
  }

  private static int address(Random random) {
    return random.nextInt(4) == 0
        ? random.nextInt()
        : EDGES[random.nextInt(EDGES.length)] + random.nextInt(40) - 20;
  }

  /** Loads and stores by [EDI]; with 32-bit operands where the code's segment has them. */
  private static final int[][] FORMS = {
    {0x8a, 0x07}, // MOV AL, [EDI]
    {0x66, 0x8b, 0x07},
    {0x8b, 0x07},
    {0x88, 0x07},
    {0x66, 0x89, 0x07},
    {0x89, 0x07},
    {0x01, 0x07}, // ADD [EDI], EAX
    {0x87, 0x07}, // XCHG
    {0x0f, 0xab, 0x07}, // BTS [EDI], EAX
    {0x0f, 0xc7, 0x0f}, // CMPXCHG8B
    {0xff, 0x37}, // PUSH [EDI]
    {0x8f, 0x07}, // POP [EDI]
    {0xa4}, // MOVSB
    {0xa5},
    {0xf3, 0xa5},
    {0xf3, 0xaa},
    {0xf2, 0xae},
    {0xdb, 0x2f}, // FLD m80
    {0xdb, 0x3f}, // FSTP m80
    {0xdd, 0x37}, // FNSAVE
    {0xd9, 0x37}, // FNSTENV
    {0x0f, 0xae, 0x07}, // FXSAVE
    {0x0f, 0xae, 0x0f}, // FXRSTOR
    {0x0f, 0x01, 0x07}, // SGDT
    {0x0f, 0x01, 0x38}, // INVLPG [EAX]
    {0xc5, 0x1f}, // LDS EBX, [EDI]
    {0x0f, 0x22, 0xd8}, // MOV CR3, EAX
  };

  private static byte[] accesses(Random random, boolean real) {
    StormBoard.Code code = new StormBoard.Code();
    int base = real ? StormBoard.REAL_CODE - 0x20000 : StormBoard.CODE;
    int prefix = real ? 1 : 0;
    for (int i = 0; i < 400; i++) {
      // CR3 is loaded seldom, and only where paging is on anyway.
      int[] form = FORMS[random.nextInt(random.nextInt(20) == 0 ? FORMS.length : FORMS.length - 1)];
      int next = base + code.size() + 5 * (5 + prefix) + 1 + form.length + prefix;
      int[] registers = {0xbd, 0xb8, 0xb9, 0xbe, 0xbf};
      int[] values = {next, address(random), random.nextInt(6), address(random), address(random)};
      for (int r = 0; r < registers.length; r++) {
        if (real) {
          code.bytes(0x66);
        }
        code.bytes(registers[r]).dword(values[r]);
      }
      code.bytes(0xfb);
      if (real) {
        code.bytes(0x67);
      }
      code.bytes(form);
    }
    return code.bytes(0xeb, 0xfe).array();
  }

  @Test
  void shouldSurviveEveryAddress() throws Exception {
    Random random = random(42);
    StormBoard board = new StormBoard();
    for (int round = 0; round < 120; round++) {
      switch (round % 3) {
        case 0 -> board.enterReal(accesses(random, true), random);
        case 1 -> board.enterProtected(accesses(random, false), 0);
        default -> board.enterPaged(accesses(random, false), random);
      }
      boolean on = board.run(20_000);
      if (round % 24 < 3) {
        assertSameBehindARestore(board.pc, on && round % 3 != 2);
      }
    }
    System.out.println("address storm: " + board.endings + ", " + board.counts());
  }
}
