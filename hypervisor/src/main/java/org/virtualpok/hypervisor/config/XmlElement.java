// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element as written, with the line on which its tag starts. Names in our own namespace carry
 * the prefix "vp:", whatever prefix the file used.
 */
final class XmlElement {
  final String name;
  final int line;
  final Map<String, String> attributes = new LinkedHashMap<>();
  final List<XmlElement> children = new ArrayList<>();

  XmlElement(String name, int line) {
    this.name = name;
    this.line = line;
  }

  List<XmlElement> children(String childName) {
    return children.stream().filter(c -> c.name.equals(childName)).toList();
  }
}
