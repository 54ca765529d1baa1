// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML into {@link XmlElement}s. No document type, no entities, nothing outside the file. */
final class XmlReader {
  static final String NAMESPACE = "urn:virtualpok:module:1";

  private static final int DEPTH_MAX = 32;

  /** More than a module with all partitions and ports that there may be. */
  private static final int ELEMENTS_MAX = 20_000;

  private static final int ATTRIBUTE_CHARACTERS_MAX = 4096;

  private XmlReader() {}

  /** The root element; a file that is not XML is one problem with its line. */
  static XmlElement read(String file, byte[] bytes) throws ConfigurationException {
    if (bytes.length > ModuleParser.BYTES_MAX) {
      throw new ConfigurationException(
          file
              + ": "
              + bytes.length
              + " bytes are too many for a module's description; there may be "
              + ModuleParser.BYTES_MAX);
    }
    String text = decode(file, bytes);
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    int[] line = {1};
    Deque<XmlElement> open = new ArrayDeque<>();
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      XmlElement root = readDocument(file, text, reader, line, open);
      reader.close();
      return root;
    } catch (XMLStreamException e) {
      int at = e.getLocation() == null ? line[0] : e.getLocation().getLineNumber();
      throw new ConfigurationException(
          file + ":" + at + ": " + XmlWords.of(e.getMessage(), open.peekLast()));
    } catch (RuntimeException e) {
      // The JDK's reader answers some malformed encodings with unchecked exceptions.
      throw new ConfigurationException(file + ":" + line[0] + ": this is not XML");
    }
  }

  /** Text is UTF-8, whatever it declares; a byte order mark is skipped. */
  private static String decode(String file, byte[] bytes) throws ConfigurationException {
    if (isUtf16(bytes)) {
      throw new ConfigurationException(
          file + ":1: this is text in UTF-16; a module's description is UTF-8");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean bad = StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError();
    String text = out.flip().toString();
    if (bad) {
      long line = 1 + text.chars().filter(c -> c == '\n').count();
      throw new ConfigurationException(file + ":" + line + ": this is not text in UTF-8");
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Told by the byte order mark, or by the zero in the first character. */
  private static boolean isUtf16(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    return first == 0xfeff || first == 0xfffe || first == '<' || first == '<' << 8;
  }

  private static XmlElement readDocument(
      String file, String text, XMLStreamReader reader, int[] line, Deque<XmlElement> open)
      throws XMLStreamException, ConfigurationException {
    int[] lineStarts = lineStarts(text);
    int elements = 0;
    XmlElement root = null;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event != XMLStreamConstants.CHARACTERS) {
        line[0] = tagLine(text, lineStarts, reader.getLocation());
      }
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        int begin = event == XMLStreamConstants.DTD ? text.indexOf("<!DOCTYPE") : -1;
        int at = begin < 0 ? line[0] : lineOf(lineStarts, begin);
        throw new ConfigurationException(
            file + ":" + at + ": document types and entities are not accepted");
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        XmlElement element = element(reader, line[0]);
        limit(file, element, ++elements);
        if (open.isEmpty()) {
          root = element;
        } else {
          open.getLast().children.add(element);
        }
        open.addLast(element);
        if (open.size() > DEPTH_MAX) {
          throw new ConfigurationException(
              file + ":" + line[0] + ": elements are nested deeper than " + DEPTH_MAX);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        open.removeLast();
      }
    }
    if (root == null) {
      throw new ConfigurationException(file + ":1: there is no element");
    }
    return root;
  }

  /** Offsets at which lines start. */
  private static int[] lineStarts(String text) {
    return IntStream.concat(
            IntStream.of(0),
            IntStream.range(0, text.length()).filter(i -> text.charAt(i) == '\n').map(i -> i + 1))
        .toArray();
  }

  /** The reader stands behind a tag, inside which there is no other "<". */
  private static int tagLine(String text, int[] lineStarts, Location behind) {
    int line = Math.max(1, Math.min(lineStarts.length, behind.getLineNumber()));
    int end = lineStarts[line - 1] + Math.max(0, behind.getColumnNumber() - 2);
    return lineOf(lineStarts, Math.max(0, text.lastIndexOf('<', end)));
  }

  private static int lineOf(int[] lineStarts, int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private static void limit(String file, XmlElement element, int elements)
      throws ConfigurationException {
    String place = file + ":" + element.line + ": ";
    if (elements > ELEMENTS_MAX) {
      throw new ConfigurationException(
          place + "there are more than " + ELEMENTS_MAX + " elements up to here");
    }
    for (Map.Entry<String, String> attribute : element.attributes.entrySet()) {
      int length = attribute.getValue().length();
      if (length > ATTRIBUTE_CHARACTERS_MAX) {
        throw new ConfigurationException(
            place
                + attribute.getKey()
                + " has "
                + length
                + " characters; there may be "
                + ATTRIBUTE_CHARACTERS_MAX);
      }
    }
  }

  private static XmlElement element(XMLStreamReader reader, int line) {
    XmlElement element =
        new XmlElement(name(reader.getNamespaceURI(), reader.getLocalName()), line);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = name(reader.getAttributeNamespace(i), reader.getAttributeLocalName(i));
      if (name.indexOf('{') < 0) {
        element.attributes.put(name, reader.getAttributeValue(i).trim());
      }
    }
    return element;
  }

  /** Ours get "vp:"; ARINC's files may use a default namespace, which is not told apart. */
  private static String name(String namespace, String local) {
    if (NAMESPACE.equals(namespace)) {
      return "vp:" + local;
    }
    boolean foreign = namespace != null && namespace.startsWith("http://www.w3.org/");
    return foreign ? "{" + local : local;
  }
}
