// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML into {@link XmlElement}s. No document type, no entities, nothing outside the file. */
final class XmlReader {
  static final String NAMESPACE = "urn:virtualpok:module:1";

  private static final int BYTES_MAX = 4 * 1024 * 1024;
  private static final int DEPTH_MAX = 32;

  private XmlReader() {}

  /** The root element; a file that is not XML is one problem with its line. */
  static XmlElement read(String file, byte[] bytes) throws ConfigurationException {
    if (bytes.length > BYTES_MAX) {
      throw new ConfigurationException(
          file + ": " + bytes.length + " bytes are too many for a module's description");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    int[] line = {1};
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      XmlElement root = readDocument(file, reader, line);
      reader.close();
      return root;
    } catch (XMLStreamException e) {
      int at = e.getLocation() == null ? line[0] : e.getLocation().getLineNumber();
      throw new ConfigurationException(file + ":" + at + ": " + firstSentence(e.getMessage()));
    } catch (RuntimeException e) {
      // The JDK's reader answers some malformed encodings with unchecked exceptions.
      throw new ConfigurationException(file + ":" + line[0] + ": this is not XML");
    }
  }

  private static XmlElement readDocument(String file, XMLStreamReader reader, int[] line)
      throws XMLStreamException, ConfigurationException {
    Deque<XmlElement> open = new ArrayDeque<>();
    XmlElement root = null;
    while (reader.hasNext()) {
      // Before the event is read the reader stands where its tag starts.
      line[0] = Math.max(1, reader.getLocation().getLineNumber());
      int event = reader.next();
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw new ConfigurationException(
            file + ":" + line[0] + ": document types and entities are not accepted");
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        XmlElement element = element(reader, line[0]);
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

  private static String firstSentence(String message) {
    if (message == null) {
      return "this is not XML";
    }
    String text = message;
    int at = text.indexOf("Message: ");
    if (at >= 0) {
      text = text.substring(at + "Message: ".length());
    }
    return text.replace('\n', ' ').trim();
  }
}
