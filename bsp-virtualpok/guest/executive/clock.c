/* SPDX-License-Identifier: BSD-2-Clause */
#include <clock.h>
#include <config.h>
#include <cpu_mode.h>
#include <thread.h>

volatile uint32_t _Watchdog_Ticks_since_boot;

#define FIRST_YEAR 1988u
#define SECONDS_PER_DAY 86400u

/* Time of day: seconds since the start of 1988, and ticks of the second. */
static struct {
  bool is_set;
  uint32_t seconds;
  uint32_t ticks;
} _TOD;

static bool is_leap(uint32_t year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
  static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  return days[month - 1] + (month == 2 && is_leap(year));
}

void _Clock_Announce(uint32_t ticks)
{
  uint32_t level = _Thread_Enter();
  uint32_t per_second = rtems_clock_get_ticks_per_second();

  _Thread_Timers_expire(_Watchdog_Ticks_since_boot + ticks);
  _Watchdog_Ticks_since_boot += ticks;
  _TOD.ticks += ticks;
  _TOD.seconds += _TOD.ticks / per_second;
  _TOD.ticks %= per_second;
  _Thread_Tickle_timeslice(ticks);
  _Thread_Leave(level);
}

rtems_status_code rtems_clock_tick(void)
{
  _Clock_Announce(1);
  return RTEMS_SUCCESSFUL;
}

rtems_interval rtems_clock_get_ticks_per_second(void)
{
  return 1000000u / _Configuration.microseconds_per_tick;
}

rtems_interval rtems_clock_get_ticks_since_boot(void)
{
  return _Watchdog_Ticks_since_boot;
}

rtems_status_code rtems_clock_set(const rtems_time_of_day *time)
{
  uint32_t days = 0;
  uint32_t level;

  if (time == NULL)
    return RTEMS_INVALID_ADDRESS;
  /* Seconds since 1988 fit 32 bits until 2124. */
  if (time->year < FIRST_YEAR || time->year > 2123 || time->month < 1 || time->month > 12
      || time->day < 1 || time->day > days_of_month(time->year, time->month) || time->hour > 23
      || time->minute > 59 || time->second > 59
      || time->ticks >= rtems_clock_get_ticks_per_second())
    return RTEMS_INVALID_CLOCK;

  for (uint32_t year = FIRST_YEAR; year < time->year; year++)
    days += is_leap(year) ? 366 : 365;
  for (uint32_t month = 1; month < time->month; month++)
    days += days_of_month(time->year, month);
  days += time->day - 1;

  level = _Thread_Enter();
  _TOD.is_set = true;
  _TOD.seconds =
      days * SECONDS_PER_DAY + (time->hour * 60 + time->minute) * 60 + time->second;
  _TOD.ticks = time->ticks;
  _Thread_Leave(level);
  return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_clock_get_tod(rtems_time_of_day *time)
{
  uint32_t seconds;
  uint32_t days;
  uint32_t level;
  bool is_set;

  if (time == NULL)
    return RTEMS_INVALID_ADDRESS;
  level = _Thread_Enter();
  is_set = _TOD.is_set;
  seconds = _TOD.seconds;
  time->ticks = _TOD.ticks;
  _Thread_Leave(level);
  if (!is_set)
    return RTEMS_NOT_DEFINED;

  days = seconds / SECONDS_PER_DAY;
  seconds %= SECONDS_PER_DAY;
  time->hour = seconds / 3600;
  time->minute = seconds / 60 % 60;
  time->second = seconds % 60;
  time->year = FIRST_YEAR;
  while (days >= (is_leap(time->year) ? 366u : 365u)) {
    days -= is_leap(time->year) ? 366 : 365;
    time->year++;
  }
  time->month = 1;
  while (days >= days_of_month(time->year, time->month)) {
    days -= days_of_month(time->year, time->month);
    time->month++;
  }
  time->day = days + 1;
  return RTEMS_SUCCESSFUL;
}
