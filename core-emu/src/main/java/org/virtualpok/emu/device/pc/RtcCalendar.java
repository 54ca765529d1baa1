// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.time.LocalDateTime;

/**
 * Time as the bytes of a real time clock hold it: in BCD or binary, with 12 or 24 hours. Bytes that
 * are no time are taken as what they exceed it by: minute 61 is one past.
 */
final class RtcCalendar {
  static final int SECONDS = 0;
  static final int SECONDS_ALARM = 1;
  static final int MINUTES = 2;
  static final int MINUTES_ALARM = 3;
  static final int HOURS = 4;
  static final int HOURS_ALARM = 5;
  static final int DAY_OF_WEEK = 6;
  static final int DAY_OF_MONTH = 7;
  static final int MONTH = 8;
  static final int YEAR = 9;

  /** Not of the chip: where the BIOS of a PC keeps it. */
  static final int CENTURY = 0x32;

  /** No alarm will come. */
  static final int NEVER = -1;

  private static final int ANY = -2;
  private static final int PM = 0x80;

  /** An alarm byte from here up matches always. */
  private static final int DO_NOT_CARE = 0xc0;

  private static final int DAY_SECONDS = 86_400;
  private static final long CYCLE_SECONDS = 146_097L * DAY_SECONDS;

  private final byte[] cells;
  private boolean binary;
  private boolean hours24;

  /** Over the cells of a clock, at their addresses. */
  RtcCalendar(byte[] cells) {
    this.cells = cells;
  }

  /** How the bytes are to be read and written, from now on. */
  void format(boolean newBinary, boolean newHours24) {
    binary = newBinary;
    hours24 = newHours24;
  }

  private int at(int address) {
    return number(cells[address] & 0xff);
  }

  private int number(int cell) {
    return binary ? cell : (cell >>> 4) * 10 + (cell & 15);
  }

  private byte cell(int number) {
    return (byte) (binary ? number : number / 10 << 4 | number % 10);
  }

  private int hourAt(int address) {
    int cell = cells[address] & 0xff;
    if (hours24) {
      return number(cell);
    }
    int hour = number(cell & ~PM);
    return (hour == 12 ? 0 : hour) + ((cell & PM) != 0 ? 12 : 0);
  }

  private byte hourCell(int hour) {
    if (hours24) {
      return cell(hour);
    }
    return (byte) (cell(hour % 12 == 0 ? 12 : hour % 12) | (hour >= 12 ? PM : 0));
  }

  LocalDateTime get() {
    return LocalDateTime.of(at(CENTURY) * 100 + at(YEAR), 1, 1, 0, 0)
        .plusMonths(at(MONTH) - 1L)
        .plusDays(at(DAY_OF_MONTH) - 1L)
        .plusHours(hourAt(HOURS))
        .plusMinutes(at(MINUTES))
        .plusSeconds(at(SECONDS));
  }

  /** Writes date and time, without the day of the week. */
  void set(LocalDateTime time) {
    cells[SECONDS] = cell(time.getSecond());
    cells[MINUTES] = cell(time.getMinute());
    cells[HOURS] = hourCell(time.getHour());
    cells[DAY_OF_MONTH] = cell(time.getDayOfMonth());
    cells[MONTH] = cell(time.getMonthValue());
    cells[YEAR] = cell(Math.floorMod(time.getYear(), 100));
    cells[CENTURY] = cell(Math.floorMod(Math.floorDiv(time.getYear(), 100), 100));
  }

  /** Sunday is 1; counted on at midnight, whatever the date. */
  void setDayOfWeek(int day) {
    cells[DAY_OF_WEEK] = cell(day);
  }

  /** The time some seconds later; days repeat themselves after 400 years. */
  LocalDateTime after(long seconds) {
    return get().plusSeconds(seconds % CYCLE_SECONDS);
  }

  /** Lets seconds pass. */
  void advance(long seconds) {
    LocalDateTime from = get();
    LocalDateTime to = after(seconds);
    long days = to.toLocalDate().toEpochDay() - from.toLocalDate().toEpochDay();
    set(to);
    if (days != 0) {
      setDayOfWeek((int) Math.floorMod(at(DAY_OF_WEEK) - 1 + days, 7L) + 1);
    }
  }

  /** Seconds from now until time matches the alarm, 1 to a day; or {@link #NEVER}. */
  int secondsToAlarm() {
    int second = alarm(SECONDS_ALARM, 60);
    int minute = alarm(MINUTES_ALARM, 60);
    int hour = alarm(HOURS_ALARM, 24);
    if (second == NEVER || minute == NEVER || hour == NEVER) {
      return NEVER;
    }
    int now = get().toLocalTime().toSecondOfDay();
    int at = now + 1;
    // At most 24 steps to the hour, 60 to the minute, 60 to the second, and that for two days.
    while (at <= now + DAY_SECONDS) {
      if (hour != ANY && at / 3600 % 24 != hour) {
        at = (at / 3600 + 1) * 3600;
      } else if (minute != ANY && at / 60 % 60 != minute) {
        at = (at / 60 + 1) * 60;
      } else if (second != ANY && at % 60 != second) {
        at++;
      } else {
        return at - now;
      }
    }
    return NEVER;
  }

  private int alarm(int address, int limit) {
    if ((cells[address] & 0xff) >= DO_NOT_CARE) {
      return ANY;
    }
    int value = address == HOURS_ALARM ? hourAt(address) : at(address);
    return value < limit ? value : NEVER;
  }
}
