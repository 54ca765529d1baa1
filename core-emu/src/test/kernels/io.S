# SPDX-License-Identifier: BSD-2-Clause
# I/O permission: IOPL and the bitmap in the TSS: SDM volume 1, 18.5.2.
.include "start.inc"
.include "text.inc"
.include "protected.inc"

.set BIG, S_T                           # a TSS with a bitmap: port p is bit p of BITMAP
.set SMALL16, S_T + 8                   # a 16-bit TSS
.set TSS_BIG, 0x50000
.set BITMAP, TSS_BIG + 0x68

.macro IO name, ring, insn, port, efl=2
  T "\name", \ring, \efl
    mov edx, \port
    mov edi, DATA
    mov esi, DATA
  AT
    \insn
.endm

.macro TSS_LIMIT limit
  DESC BIG, TSS_BIG, \limit, 0x89
  mov eax, BIG
  ltr ax
.endm

main:
  # The harness's TSS has no room for a bitmap.
  IO "no_bitmap.in", 3, "in al, dx", 0
  E 0x0d
  IO "no_bitmap.out", 3, "out dx, eax", 0x300
  E 0x0d
  IO "no_bitmap.ring0", 0, "in al, dx", 0x300
  E
  IO "no_bitmap.ring1", 1, "in al, dx", 0x300
  E 0x0d
  IO "no_bitmap.iopl3", 3, "in al, dx", 0x300, 0x3002
  E
  IO "no_bitmap.iopl2", 3, "in al, dx", 0x300, 0x2002
  E 0x0d
  IO "no_bitmap.ring1_iopl1", 1, "in al, dx", 0x300, 0x1002
  E
  IO "no_bitmap.in_imm", 3, "in al, 0x99", 0
  E 0x0d
  IO "no_bitmap.insb", 3, "insb", 0x300
  E 0x0d
  IO "no_bitmap.outsd", 3, "outsd", 0x300
  E 0x0d
  IO "no_bitmap.rep_insb_none", 3, "rep insb", 0x300
  E 0x0d

  # Ports 300h to 30Fh: 300h to 304h, 306h, 308h to 30Eh are open.
  mov esi, offset tss
  mov edi, TSS_BIG
  mov ecx, 26
  rep movsd
  mov edi, BITMAP
  mov ecx, 0x2000
  mov al, 0xff
  rep stosb
  mov word ptr [BITMAP + 0x60], 0x80a0
  TSS_LIMIT 0x2068
  IO "byte.open", 3, "in al, dx", 0x300
  E
  IO "byte.closed", 3, "in al, dx", 0x305
  E 0x0d
  IO "byte.open_beside", 3, "out dx, al", 0x306
  E
  IO "byte.open_last", 3, "out dx, al", 0x30e
  E
  IO "byte.closed_last", 3, "out dx, al", 0x30f
  E 0x0d
  IO "byte.closed_next", 3, "in al, dx", 0x310
  E 0x0d
  IO "word.open", 3, "in ax, dx", 0x303
  E
  IO "word.second_closed", 3, "in ax, dx", 0x304
  E 0x0d
  IO "word.first_closed", 3, "in ax, dx", 0x305
  E 0x0d
  IO "word.crossing_closed", 3, "in ax, dx", 0x307
  E 0x0d
  IO "dword.open", 3, "in eax, dx", 0x301
  E
  IO "dword.last_closed", 3, "in eax, dx", 0x302
  E 0x0d
  IO "dword.open_high", 3, "out dx, eax", 0x30b
  E
  IO "dword.crossing_closed", 3, "out dx, eax", 0x30d
  E 0x0d
  IO "string.insb", 3, "insb", 0x300
  E
  O "edi", [r_edi], DATA+1
  IO "string.outsw_closed", 3, "outsw", 0x304
  E 0x0d
  O "esi", [r_esi], DATA
  IO "string.outsd", 3, "outsd", 0x301
  E
  O "esi", [r_esi], DATA+4
  mov word ptr [BITMAP + 0x60], 0x807f
  IO "word.crossing_open", 3, "in ax, dx", 0x307
  E
  IO "dword.crossing_open", 3, "in eax, dx", 0x307
  E
  IO "iopl3_ignores_bitmap", 3, "in al, dx", 0x300, 0x3002
  E
  IO "ring2_asks_bitmap", 2, "in al, dx", 0x307
  E
  IO "ring2_closed", 2, "in al, dx", 0x300
  E 0x0d
  IO "imm.closed", 3, "in al, 0x80", 0
  E 0x0d

  # The limit of the TSS: the byte behind the port's must lie within it too.
  mov dword ptr [BITMAP + 0x60], 0
  TSS_LIMIT 0x68+0x61
  IO "limit.61.port30f", 3, "in al, dx", 0x300
  E
  IO "limit.61.port308", 3, "in al, dx", 0x308
  E 0x0d
  IO "limit.61.word307", 3, "in ax, dx", 0x307
  E
  TSS_LIMIT 0x68+0x60
  IO "limit.60.port300", 3, "in al, dx", 0x300
  E 0x0d
  IO "limit.60.port2f8", 3, "in al, dx", 0x2f8
  E 0x0d
  mov byte ptr [BITMAP + 0x5f], 0
  IO "limit.60.port2f8_open", 3, "in al, dx", 0x2fa
  E
  TSS_LIMIT 0x2068
  mov word ptr [TSS_BIG + 0x66], 0x2068
  IO "base.at_limit", 3, "in al, dx", 0
  E 0x0d
  mov word ptr [TSS_BIG + 0x66], 0xffff
  IO "base.ffff", 3, "in al, dx", 0
  E 0x0d
  # A base within the TSS proper: the bitmap overlaps its fields.
  mov word ptr [TSS_BIG + 0x66], 0x08   # SS0 = 10h: bit 4 closes port 4
  IO "base.overlaps_open", 3, "in al, dx", 0
  E
  IO "base.overlaps_closed", 3, "in al, dx", 4
  E 0x0d
  mov word ptr [TSS_BIG + 0x66], 0x68
  mov byte ptr [BITMAP + 0x1fff], 0
  IO "port.ffff", 3, "in al, dx", 0xffff
  E
  # A word at FFFFh asks for the byte that ends the bitmap, which is all ones.
  mov byte ptr [BITMAP + 0x2000], 0xff
  IO "port.ffff_word", 3, "in ax, dx", 0xffff
  E 0x0d
  IO "port.fffc_dword", 3, "in eax, dx", 0xfffc
  E

  # A 16-bit TSS has no bitmap. Its stack for ring 0 is below 64 KiB.
  mov dword ptr [TSS_BIG + 2], (S_D0 << 16) + 0xf000
  mov dword ptr [frame_top], 0xf000
  DESC SMALL16, TSS_BIG, 0x2068, 0x81
  mov eax, SMALL16
  ltr ax
  IO "tss16.in", 3, "in al, dx", 0x300
  E 0x0d
  FINISH
