/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: a 16550 at COM1, 115200 baud, 8 bits, no parity, 1 stop bit. */
#include <cpu_mode.h>
#include <native.h>

#define COM1 0x3f8
#define DATA (COM1 + 0)
#define INTERRUPT_ENABLE (COM1 + 1)
#define FIFO_CONTROL (COM1 + 2)
#define LINE_CONTROL (COM1 + 3)
#define MODEM_CONTROL (COM1 + 4)
#define LINE_STATUS (COM1 + 5)

#define ENABLE_RECEIVED 0x01
#define FIFO_ON_AND_EMPTY 0x07 /* an interrupt for each character */
#define LINE_8N1 0x03
#define LINE_DIVISOR 0x80
#define MODEM_DTR_RTS_OUT2 0x0b /* OUT2 lets interrupts out on a PC */
#define STATUS_DATA_READY 0x01
#define STATUS_HOLDING_EMPTY 0x20
#define STATUS_ALL_SENT 0x40

#define DIVISOR 1u /* 115200 */

void native_uart_initialize(void)
{
  native_out8(INTERRUPT_ENABLE, 0);
  native_out8(LINE_CONTROL, LINE_DIVISOR);
  native_out8(DATA, DIVISOR & 0xff);
  native_out8(INTERRUPT_ENABLE, DIVISOR >> 8);
  native_out8(LINE_CONTROL, LINE_8N1);
  native_out8(FIFO_CONTROL, FIFO_ON_AND_EMPTY);
  native_out8(MODEM_CONTROL, MODEM_DTR_RTS_OUT2);
}

void native_uart_input_interrupts(int on)
{
  native_out8(INTERRUPT_ENABLE, on ? ENABLE_RECEIVED : 0);
}

void native_uart_drain(void)
{
  while ((native_in8(LINE_STATUS) & STATUS_ALL_SENT) == 0)
    ;
}

void cpu_console_write(char *text)
{
  for (; *text != '\0'; text++) {
    while ((native_in8(LINE_STATUS) & STATUS_HOLDING_EMPTY) == 0)
      ;
    native_out8(DATA, (uint8_t)*text);
  }
}

int cpu_console_read(void)
{
  return (native_in8(LINE_STATUS) & STATUS_DATA_READY) != 0 ? native_in8(DATA) : -1;
}
