/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A climbing aircraft: one thread samples the altitude every 100 ms into a
 * sampling port, another sends a message through a queueing port each time
 * that 100 feet have been passed. Ends after two seconds.
 */
#include <bsp.h>
#include <pok.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

#define SAMPLES 20u

static pok_port altitude_port;
static pok_port alarms_port;
static volatile uint32_t altitude_feet = 1000;

static void expect(pok_answer answer, const char *what)
{
  if (answer != POK_OK)
    printf("sensor: %s answered %u\n", what, (unsigned)answer);
}

static void sample(void)
{
  uint32_t i;

  for (i = 0; i < SAMPLES; i++) {
    altitude_feet += 25;
    expect(pok_sampling_write(altitude_port, (const void *)&altitude_feet, sizeof altitude_feet),
        "write");
    pok_thread_period();
  }
  printf("sensor: %u samples written\n", (unsigned)SAMPLES);
  _CPU_Virtual_exec_stop_error(0);
}

static void warn(void)
{
  uint32_t warned = altitude_feet / 100;

  for (;;) {
    uint32_t hundreds = altitude_feet / 100;

    if (hundreds != warned) {
      uint32_t feet = hundreds * 100;

      warned = hundreds;
      expect(pok_queueing_send(alarms_port, &feet, sizeof feet, 0), "send");
    }
    pok_thread_sleep(20);
  }
}

void boot_card(const char *command_line)
{
  uint32_t id;

  (void)command_line;
  expect(pok_sampling_create("altitude", 4, POK_SOURCE, 0, &altitude_port), "create altitude");
  expect(pok_queueing_create("alarms", 16, POK_SOURCE, &alarms_port), "create alarms");
  expect(pok_thread_create(sample, 20, 100, &id), "create sample");
  expect(pok_thread_create(warn, 10, 0, &id), "create warn");
  expect(pok_enter_normal_mode(), "mode NORMAL");
  _CPU_Virtual_exec_stop_error(1);
  for (;;)
    ;
}
