// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.Arrays;
import java.util.List;

/** Says in words what is wrong with XML, where the JDK's reader gives a key or talks of itself. */
final class XmlWords {
  /** How the JDK's messages on namespaces begin; key and arguments follow. */
  private static final String NAMESPACES = "http://www.w3.org/TR/1999/REC-xml-names-19990114#";

  /** How its messages on its own limits begin. */
  private static final String LIMITS = "JAXP0001";

  private XmlWords() {}

  /**
   * @param message of the reader; may be null
   * @param open the innermost element that is not closed yet; null: none
   */
  static String of(String message, XmlElement open) {
    if (message == null) {
      return "this is not XML";
    }
    int at = message.indexOf("Message: ");
    String text = at < 0 ? message : message.substring(at + "Message: ".length());
    text = text.replace('\n', ' ').trim();
    if (text.startsWith(NAMESPACES)) {
      return namespace(text.substring(NAMESPACES.length()));
    }
    if (text.startsWith(LIMITS)) {
      return "a name is too long, or an element has too many attributes";
    }
    if (text.startsWith("XML document structures must start and end")) {
      return open == null
          ? "the file ends inside a tag, a comment or an element"
          : "the file ends, but <" + open.name + "> of line " + open.line + " is not closed";
    }
    if (open != null && text.contains("must be terminated by the matching end-tag")) {
      return "<" + open.name + "> of line " + open.line + " is not closed before this end";
    }
    return text;
  }

  private static String namespace(String text) {
    int question = text.indexOf('?');
    String key = question < 0 ? text : text.substring(0, question);
    List<String> said = Arrays.asList(text.substring(question + 1).split("&"));
    if (key.endsWith("NotUnique") && said.size() >= 2) {
      return "the attribute " + said.get(1) + " occurs twice in <" + said.get(0) + ">";
    }
    if (key.endsWith("PrefixUnbound") && said.size() >= 2) {
      String prefix = said.get(key.startsWith("Element") ? 0 : said.size() - 1);
      return "the prefix of "
          + said.get(1)
          + " is not declared"
          + (prefix.equals("vp")
              ? "; the root element needs xmlns:vp=\"" + XmlReader.NAMESPACE + "\""
              : "");
    }
    return "a namespace is declared wrongly (" + key + ")";
  }
}
