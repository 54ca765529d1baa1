// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** XML that was made to exhaust its reader, to reach outside, or is none: one line with a place. */
class XmlBombsTest {
  private static final String ROOT =
      "<ARINC_653_Module ModuleName=\"m\" xmlns:vp=\"urn:virtualpok:module:1\">\n";
  private static final String END = "</ARINC_653_Module>\n";
  private static final String NO_DOCTYPE = ": document types and entities are not accepted";

  private static String times(int count, String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.replace("%", "" + i))
        .collect(Collectors.joining());
  }

  private static String laughs() {
    String levels =
        IntStream.range(1, 10)
            .mapToObj(i -> "<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">\n")
            .collect(Collectors.joining());
    return "<!DOCTYPE m [\n<!ENTITY l0 \"ha\">\n" + levels + "]>\n<m>&l9;</m>";
  }

  static Stream<Arguments> bombs() {
    return Stream.of(
        text("<?xml version=\"1.0\"?>\n" + laughs(), 2, NO_DOCTYPE),
        text("<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/hosts\">]><m>&x;</m>", 1, NO_DOCTYPE),
        text("<!DOCTYPE m SYSTEM \"http://127.0.0.1:9/m.dtd\">\n<m/>", 1, NO_DOCTYPE),
        text("<!DOCTYPE m [<!ENTITY % p SYSTEM \"file:///\"> %p;]>\n<m/>", 1, NO_DOCTYPE),
        text(ROOT + "\n&what;" + END, 3, ": The entity \"what\" was referenced, but not declared"),
        text("<m\n a=\"&what;\"/>", 2, ": The entity \"what\" was referenced, but not declared"),
        text(ROOT + "<a>".repeat(100_000), 2, ": elements are nested deeper than 32"),
        text(ROOT + "<a/>\n".repeat(100_000), 20_001, ": there are more than 20000 elements"),
        text("<m " + times(20_000, "a%=\"1\" ") + "/>", 1, ": a name is too long, or an element"),
        text("<" + "m".repeat(1 << 20) + "/>", 1, ": a name is too long, or an element"),
        text("<m n=\"" + "m".repeat(1 << 20) + "\"/>", 1, ": n has 1048576 characters; there may"),
        text(
            ROOT + times(127, "<Partition/>") + END,
            1,
            ": 127 partitions are too many; there may be"),
        text(ROOT + "<a>\0</a>", 2, ": An invalid XML character (Unicode: 0x0)"),
        text(ROOT + "<a>\u0001</a>", 2, ": An invalid XML character (Unicode: 0x1)"),
        text(ROOT + "<a>\n<b/>\n", 4, ": the file ends, but <a> of line 2 is not closed"),
        text("<!-- \n\n", 2, ": the file ends inside a tag, a comment or an element"),
        text("<", 1, ": the file ends inside a tag, a comment or an element"),
        text("<m a=\"1\"\n a=\"2\"/>", 2, ": the attribute a occurs twice in <m>"),
        text(
            "<m>\n<Partition vp:image=\"a\"/></m>",
            2,
            ": the prefix of vp:image is not declared; the root element needs"
                + " xmlns:vp=\"urn:virtualpok:module:1\""),
        text("<vp:m/>", 1, ": the prefix of vp:m is not declared; the root element needs"),
        text("<m x:a=\"1\"/>", 1, ": the prefix of x:a is not declared"),
        text("<m/>\n<m/>", 2, ": The markup in the document following the root element"),
        Arguments.of("<m/>".getBytes(StandardCharsets.UTF_16), 1, ": this is text in UTF-16"),
        Arguments.of("<m/>".getBytes(StandardCharsets.UTF_16BE), 1, ": this is text in UTF-16"),
        Arguments.of("<m/>".getBytes(StandardCharsets.UTF_16LE), 1, ": this is text in UTF-16"),
        Arguments.of(
            (ROOT + "<\u00fc/>").getBytes(StandardCharsets.ISO_8859_1),
            2,
            ": this is not text in UTF-8"));
  }

  private static Arguments text(String xml, int line, String words) {
    return Arguments.of(xml.getBytes(StandardCharsets.UTF_8), line, words);
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void isOneLine(byte[] xml, int line, String words) {
    List<Finding> found =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> ModuleCheck.of("m.xml", xml).findings());
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.get(0).text().startsWith("m.xml:" + line + words), found.get(0)::text);
  }

  @Test
  void tooManyBytesAreNotLookedAt() {
    List<Finding> found = ModuleCheck.of("m.xml", new byte[ModuleParser.BYTES_MAX + 1]).findings();
    assertEquals(
        "m.xml: 4194305 bytes are too many for a module's description; there may be 4194304",
        found.get(0).text());
    assertEquals(1, found.size());
  }

  /** As many as there may be of what is compared with each other. */
  @Test
  void theLargestModulesTakeNoLongTime() {
    String port = "<Sampling_Port PortName=\"p%\" MaxMessageSize=\"1\" Direction=\"SOURCE\"/>\n";
    String end = "<Standard_Partition PartitionIdentifier=\"1\" PortName=\"p9000\"/>";
    String channel =
        "<Channel ChannelIdentifier=\"%\"><Source>"
            + end
            + "</Source><Destination>"
            + end
            + "</Destination></Channel>";
    String window =
        "<Window_Schedule WindowIdentifier=\"%\" WindowStartSeconds=\"0.00%\""
            + " WindowDurationSeconds=\"1\" PartitionPeriodStart=\"true\"/>\n";
    String partition = "<Partition PartitionIdentifier=\"1\" PartitionName=\"p\" vp:image=\"i\">\n";
    for (String inside :
        List.of(
            partition
                + times(9900, port)
                + "</Partition><Connection_Table>"
                + times(1900, channel)
                + "</Connection_Table>",
            partition
                + "</Partition><Module_Schedule MajorFrameSeconds=\"1\"><Partition_Schedule"
                + " PartitionIdentifier=\"1\" PeriodSeconds=\"1\" PeriodDurationSeconds=\"1\">"
                + times(19_000, window)
                + "</Partition_Schedule></Module_Schedule>")) {
      byte[] xml = (ROOT + inside + END).getBytes(StandardCharsets.UTF_8);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> assertTrue(ModuleCheck.of("m.xml", xml).module().isEmpty()));
    }
  }
}
