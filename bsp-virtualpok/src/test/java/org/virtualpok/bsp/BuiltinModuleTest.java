// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BuiltinModuleTest {
  @ParameterizedTest
  @EnumSource(BuiltinModule.class)
  void namesBuiltInImages(BuiltinModule module) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(module.xml().getBytes(StandardCharsets.UTF_8)));

    assertEquals(module.key(), document.getDocumentElement().getAttribute("ModuleName"));
    NodeList partitions = document.getElementsByTagName("Partition");
    assertTrue(partitions.getLength() >= 2);
    for (int i = 0; i < partitions.getLength(); i++) {
      Element partition = (Element) partitions.item(i);
      String image = partition.getAttributeNS("urn:virtualpok:module:1", "image");
      assertTrue(image.startsWith("builtin:"), image);
      assertTrue(GuestImages.contains(image.substring("builtin:".length())), image);
    }
  }
}
