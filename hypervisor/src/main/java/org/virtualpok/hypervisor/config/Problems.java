// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Collects problems with their lines, and reads attributes into numbers on the way. */
final class Problems {
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(86_400);

  private final String file;
  private final List<Finding> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String message) {
    found.add(Finding.error(file, line, message));
  }

  /** In the order of the file. */
  void throwIfAny() throws ConfigurationException {
    if (!found.isEmpty()) {
      throw ConfigurationException.of(
          found.stream().sorted(Comparator.comparingInt(Finding::line)).toList());
    }
  }

  /** The attribute's text; a missing or empty one is a problem and reads as null. */
  String required(XmlElement element, String attribute) {
    String text = element.attributes.get(attribute);
    if (text == null) {
      add(element.line, "<" + element.name + "> needs the attribute " + attribute);
      return null;
    }
    if (text.isEmpty()) {
      add(element.line, attribute + " of <" + element.name + "> is empty");
      return null;
    }
    return text;
  }

  /** A whole number, decimal or 0x hexadecimal, in a range. */
  OptionalLong number(XmlElement element, String attribute, long min, long max) {
    String text = required(element, attribute);
    return text == null ? OptionalLong.empty() : number(element, attribute, text, min, max);
  }

  /** As {@link #number}, but a missing attribute reads as the default. */
  long numberOr(XmlElement element, String attribute, long min, long max, long missing) {
    String text = element.attributes.get(attribute);
    return text == null ? missing : number(element, attribute, text, min, max).orElse(missing);
  }

  private OptionalLong number(
      XmlElement element, String attribute, String text, long min, long max) {
    long value;
    try {
      boolean hex = text.startsWith("0x") || text.startsWith("0X");
      value = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      add(element.line, attribute + "=\"" + text + "\" is no whole number");
      return OptionalLong.empty();
    }
    if (value < min || value > max) {
      add(element.line, attribute + "=\"" + text + "\" is not within " + min + " to " + max);
      return OptionalLong.empty();
    }
    return OptionalLong.of(value);
  }

  /** Decimal seconds as whole nanoseconds, at most a day. */
  OptionalLong seconds(XmlElement element, String attribute) {
    String text = required(element, attribute);
    if (text == null) {
      return OptionalLong.empty();
    }
    BigDecimal value;
    try {
      // Long exponents make huge numbers of few letters.
      value = text.length() > 40 ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      value = null;
    }
    if (value == null) {
      add(element.line, attribute + "=\"" + text + "\" is no time in seconds");
      return OptionalLong.empty();
    }
    boolean small = value.signum() == 0 || value.precision() - value.scale() > -20;
    if (value.signum() < 0 || value.compareTo(SECONDS_MAX) > 0 || !small) {
      add(element.line, attribute + "=\"" + text + "\" is not within 0 to 86400 seconds");
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(value.multiply(NANOS_PER_SECOND).longValueExact());
    } catch (ArithmeticException e) {
      add(element.line, attribute + "=\"" + text + "\" is finer than a nanosecond");
      return OptionalLong.empty();
    }
  }
}
