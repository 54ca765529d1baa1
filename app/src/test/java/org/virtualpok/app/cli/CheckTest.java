// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virtualpok.bsp.BuiltinModule;

class CheckTest {
  private static final String HEADER =
      """
      #include "sizes.h"
      #define POK_CONFIG_NB_PROCESSORS 1
      #define POK_CONFIG_NB_PARTITIONS 1
      #define POK_CONFIG_NB_THREADS 4
      #define POK_CONFIG_PARTITIONS_NTHREADS { 2 }
      #define POK_CONFIG_PARTITIONS_SIZE { SIZE }
      #define POK_CONFIG_PROCESSOR_AFFINITY { 1 }
      #define POK_CONFIG_SCHEDULING_SLOTS { 10000000 }
      #define POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION { 0 }
      #define POK_CONFIG_SCHEDULING_NBSLOTS 1
      #define POK_CONFIG_SCHEDULING_MAJOR_FRAME 10000000
      """;

  @TempDir private Path directory;

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String ports(String text, String other) throws IOException {
    String xml = BuiltinModule.find("ports").orElseThrow().xml();
    assertTrue(xml.contains(text), text);
    return file("ports.xml", xml.replace(text, other));
  }

  private static String check(int code, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "check";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLineCase run = CommandLineCase.run(all);
    assertEquals(code, run.code(), run.out() + run.err());
    return (code == 2 && run.out().isEmpty() ? run.err() : run.out()).stripTrailing();
  }

  @Test
  void builtInModulesHaveNoFault() {
    for (BuiltinModule module : BuiltinModule.values()) {
      assertEquals("0 errors, 0 warnings", check(0, module.key()));
    }
  }

  @Test
  void aHeaderIsReadWithWhatLiesBeside() throws IOException {
    String header = file("deployment.h", HEADER);
    file("sizes.h", "#define SIZE 65536\n");
    assertEquals("0 errors, 0 warnings", check(0, header));
    file("sizes.h", "#define SIZE 4096\n");
    assertEquals(
        header
            + ":6: partition 0 has 4096 bytes; the stacks of its 2 threads alone take 24580\n"
            + "1 error, 0 warnings",
        check(2, header));
  }

  @Test
  void aPortOfAnotherNameIsFoundByRunningTheModule() throws IOException {
    String module = ports("PortName=\"alarms\"", "PortName=\"alarm\"");
    String lines = check(2, module);
    assertTrue(
        lines.startsWith(
            module
                + ":5: partition 'sensor' creates the queueing port 'alarms', which it does not have;"
                + " it has 'altitude', 'alarm'; is 'alarm' meant?\n"),
        lines);
    assertTrue(lines.contains(module + ":9: partition 'display' "), lines);
    assertEquals("0 errors, 0 warnings", check(0, module, "--no-run"));
  }

  @Test
  void anotherSizeAndTooFewThreadsAreFound() throws IOException {
    String module =
        ports(
            "PortName=\"alarms\" MaxMessageSize=\"4\"", "PortName=\"alarms\" MaxMessageSize=\"8\"");
    assertTrue(
        check(0, module)
            .contains(
                ":5: warning: partition 'sensor' creates the queueing port 'alarms' with 16 bytes; 4"
                    + " messages of 8 are configured, 32 bytes"));
    module =
        ports("vp:threads=\"3\" vp:lockObjects=\"1\"", "vp:threads=\"2\" vp:lockObjects=\"0\"");
    String lines = check(2, module);
    assertTrue(
        lines.contains(":9: partition 'display' creates more than the 2 threads that are"), lines);
    assertTrue(
        lines.contains(":9: partition 'display' creates more than the 0 lock objects"), lines);
  }

  @Test
  void anImageThatDoesNotFitIsFoundAtItsPartition() throws IOException {
    String module = ports("vp:threads=\"3\" vp:lockObjects=\"0\"", "vp:threads=\"40\"");
    String lines = check(0, module);
    assertTrue(lines.startsWith(module + ":5: warning: image 'builtin:sensor' and the"), lines);
    ports("builtin:sensor", "builtin:ticker");
    String xml = Files.readString(Path.of(module)).replace("\"262144\"", "\"65536\"");
    Files.writeString(Path.of(module), xml);
    lines = check(0, module, "--no-run");
    assertTrue(lines.startsWith(module + ":5: warning: image 'builtin:ticker' and the"), lines);
    String missing = ports("builtin:sensor", "builtin:senzor");
    assertTrue(
        check(2, missing)
            .startsWith(missing + ":5: image 'builtin:senzor': no built-in image of that name"));
  }

  @Test
  void badFilesAreOneLine() throws IOException {
    assertEquals("nowhere.h: no such file", check(2, "nowhere.h"));
    String binary = file("binary.h", "#define A\n\u0000\n");
    assertEquals(
        binary + ":2: a byte 0x00 stands here; this is no text file\n1 error, 0 warnings",
        check(2, binary));
    Files.createDirectory(directory.resolve("d.h"));
    String folder = directory.resolve("d.h").toString();
    assertEquals(folder + ": is a directory", check(2, folder));
  }
}
