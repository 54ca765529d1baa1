/* SPDX-License-Identifier: BSD-2-Clause */
#include <virtualizationlayerbsp.h>
#include <virtualizationlayercpu.h>

#include "pok2013.h"

extern char _image_end[];

int _BSP_Virtual_Console_init(void)
{
  return 0;
}

/* That kernel reads no console. */
char _BSP_Virtual_Char_read(void)
{
  return (char)-1;
}

void _BSP_Virtual_Char_write(char *text)
{
  uint32_t length = 0;

  while (text[length] != '\0')
    length++;
  if (length != 0)
    pok_call(POK_CONSWRITE, 2, (uint32_t)text, length);
}

int _BSP_Virtual_Clock_init(void)
{
  return 0;
}

unsigned _BSP_Virtual_Clock_read(void)
{
  uint64_t milliseconds = 0;

  pok_call(POK_GETTICK, 1, (uint32_t)&milliseconds, 0);
  return (unsigned)milliseconds;
}

void _BSP_Virtual_faulthandler(void)
{
  _CPU_Virtual_exec_stop_error(1);
}

void *_BSP_Virtual_getworkspacearea(void)
{
  return _image_end;
}
