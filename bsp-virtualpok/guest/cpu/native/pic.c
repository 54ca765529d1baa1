/* SPDX-License-Identifier: BSD-2-Clause */
/* Two 8259A: lines 8 to 15 reach the processor through line 2. */
#include <native.h>

#define MASTER 0x20
#define SLAVE 0xa0
#define MASTER_MASK 0x21
#define SLAVE_MASK 0xa1
#define CASCADE 2u

#define ICW1_EDGE_WITH_ICW4 0x11
#define ICW4_8086 0x01
#define OCW2_SPECIFIC_END 0x60
#define OCW3_READ_ISR 0x0b

void native_pic_initialize(void)
{
  native_out8(MASTER, ICW1_EDGE_WITH_ICW4);
  native_out8(SLAVE, ICW1_EDGE_WITH_ICW4);
  native_out8(MASTER_MASK, NATIVE_LINE_VECTOR);
  native_out8(SLAVE_MASK, NATIVE_LINE_VECTOR + 8);
  native_out8(MASTER_MASK, 1u << CASCADE);
  native_out8(SLAVE_MASK, CASCADE);
  native_out8(MASTER_MASK, ICW4_8086);
  native_out8(SLAVE_MASK, ICW4_8086);
  native_out8(MASTER_MASK, (uint8_t) ~(1u << CASCADE));
  native_out8(SLAVE_MASK, 0xff);
}

void native_pic_unmask(uint32_t line)
{
  uint16_t port = line < 8 ? MASTER_MASK : SLAVE_MASK;

  native_out8(port, native_in8(port) & (uint8_t) ~(1u << (line & 7)));
}

void native_pic_mask(uint32_t line)
{
  uint16_t port = line < 8 ? MASTER_MASK : SLAVE_MASK;

  native_out8(port, native_in8(port) | (uint8_t)(1u << (line & 7)));
}

int native_pic_spurious(uint32_t line)
{
  uint16_t port = line < 8 ? MASTER : SLAVE;

  if ((line & 7) != 7)
    return 0;
  native_out8(port, OCW3_READ_ISR);
  if ((native_in8(port) & 0x80) != 0)
    return 0;
  /* The master did see an interrupt: the slave's. */
  if (line >= 8)
    native_out8(MASTER, OCW2_SPECIFIC_END | CASCADE);
  return 1;
}

void native_pic_end(uint32_t line)
{
  if (line >= 8) {
    native_out8(SLAVE, (uint8_t)(OCW2_SPECIFIC_END | (line & 7)));
    line = CASCADE;
  }
  native_out8(MASTER, (uint8_t)(OCW2_SPECIFIC_END | line));
}
