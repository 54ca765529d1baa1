/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shows what the sensor sends: one thread reads the newest sample every 200 ms
 * and says whether it is still valid, another waits for messages. A mutex
 * keeps their lines apart. Ends after three seconds.
 */
#include <bsp.h>
#include <pok.h>
#include <stdio.h>
#include <virtualizationlayercpu.h>

#define READS 15u

static pok_port altitude_port;
static pok_port alarms_port;
static pok_lock screen;

static void expect(pok_answer answer, const char *what)
{
  if (answer != POK_OK)
    printf("display: %s answered %u\n", what, (unsigned)answer);
}

static void show_altitude(void)
{
  uint32_t i;

  for (i = 0; i < READS; i++) {
    uint32_t feet = 0;
    uint32_t bytes = 0;
    uint32_t valid = 0;
    pok_answer answer = pok_sampling_read(altitude_port, &feet, &bytes, &valid);

    pok_mutex_lock(screen);
    if (answer == POK_EMPTY)
      printf("altitude: nothing yet\n");
    else
      printf("altitude: %u feet%s\n", (unsigned)feet, valid ? "" : ", stale");
    pok_mutex_unlock(screen);
    pok_thread_sleep(200);
  }
  _CPU_Virtual_exec_stop_error(0);
}

static void show_alarms(void)
{
  for (;;) {
    uint32_t feet = 0;
    uint32_t bytes = 0;
    pok_answer answer = pok_queueing_receive(alarms_port, 10000, &feet, sizeof feet, &bytes);

    pok_mutex_lock(screen);
    if (answer == POK_OK)
      printf("alarm: passing %u feet\n", (unsigned)feet);
    else
      printf("alarm: receive answered %u\n", (unsigned)answer);
    pok_mutex_unlock(screen);
  }
}

void boot_card(const char *command_line)
{
  uint32_t id;

  (void)command_line;
  expect(pok_sampling_create("altitude", 4, POK_DESTINATION, 250, &altitude_port),
      "create altitude");
  expect(pok_queueing_create("alarms", 16, POK_DESTINATION, &alarms_port), "create alarms");
  expect(pok_mutex_create(&screen), "create screen");
  expect(pok_thread_create(show_altitude, 10, 0, &id), "create show_altitude");
  expect(pok_thread_create(show_alarms, 20, 0, &id), "create show_alarms");
  expect(pok_enter_normal_mode(), "mode NORMAL");
  _CPU_Virtual_exec_stop_error(1);
  for (;;)
    ;
}
