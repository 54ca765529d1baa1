// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The CPU under this JVM, asked through a 32-bit child process (silicon.c). */
final class NativeSilicon implements AutoCloseable {
  /** Where this machine cannot answer; the message says why. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String why) {
      super(why);
    }
  }

  /** The child reads a whole batch before it answers, so neither pipe can block both sides. */
  static final int MAX_BATCH = 1024;

  private static final Path SOURCE = Path.of("src/test/native/silicon.c");
  private static final Path PROGRAM = Path.of("target/silicon");

  private final Process process;
  private final OutputStream requests;
  private final DataInputStream answers;

  private NativeSilicon(Process process) {
    this.process = process;
    requests = process.getOutputStream();
    answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /** Builds and starts the harness, or says why that cannot be. */
  static NativeSilicon start() throws Unavailable, IOException {
    String os = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!os.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
      throw new Unavailable("needs Linux on x86-64, this is " + os);
    }
    build();
    Process process =
        new ProcessBuilder(PROGRAM.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    NativeSilicon silicon = new NativeSilicon(process);
    int status;
    try {
      silicon.requests.write(setUp());
      silicon.requests.flush();
      status = Integer.reverseBytes(silicon.answers.readInt());
    } catch (IOException e) {
      silicon.close();
      throw new Unavailable("the 32-bit harness does not run here: " + e.getMessage());
    }
    if (status != 0) {
      silicon.close();
      throw new Unavailable("modify_ldt fails with errno " + status);
    }
    return silicon;
  }

  private static void build() throws Unavailable, IOException {
    Files.createDirectories(PROGRAM.getParent());
    List<String> command =
        List.of(
            "gcc",
            "-m32",
            "-static",
            "-O2",
            "-fno-stack-protector",
            "-fcf-protection=none",
            "-o",
            PROGRAM.toString(),
            SOURCE.toString());
    Path log = PROGRAM.resolveSibling("silicon.log");
    try {
      Process gcc =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
        gcc.destroyForcibly();
        throw new Unavailable("gcc -m32 does not work: " + Files.readString(log).strip());
      }
    } catch (IOException e) {
      throw new Unavailable("no gcc: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted");
    }
  }

  /** struct layout of silicon.c, the LDT, the data and the read-only page. */
  private static byte[] setUp() {
    long[] ldt = Layout.ldtImage();
    int bytes = 28 + 8 * ldt.length + Layout.DATA_BYTES + Layout.READONLY_BYTES;
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(Layout.DATA).putInt(Layout.DATA_BYTES);
    out.putInt(Layout.READONLY).putInt(Layout.READONLY_BYTES);
    out.putInt(Layout.CODE).putInt(Layout.CODE_BYTES);
    out.putInt(ldt.length);
    for (long descriptor : ldt) {
      out.putLong(descriptor);
    }
    for (int word : Layout.background(Layout.DATA_BYTES)) {
      out.putInt(word);
    }
    for (int word : Layout.background(Layout.READONLY_BYTES)) {
      out.putInt(word);
    }
    return out.array();
  }

  /** Sends a batch; {@link #receive} must follow before the next. */
  void send(List<Vector> batch) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(4 + batch.size() * Vector.BYTES);
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(batch.size());
    batch.forEach(v -> v.write(out));
    try {
      requests.write(out.array());
      requests.flush();
    } catch (IOException e) {
      throw died(batch, e);
    }
  }

  private IOException died(List<Vector> batch, IOException e) {
    String state = process.isAlive() ? "runs" : "ended with " + process.exitValue();
    return new IOException("the harness " + state + " at " + batch.get(0).form, e);
  }

  /** The answers to a batch, in its order. */
  List<Answer> receive(List<Vector> batch) throws IOException {
    List<Answer> list = new ArrayList<>(batch.size());
    for (Vector v : batch) {
      Answer a = new Answer();
      int changes;
      try {
        changes = a.readFixed(read(Answer.FIXED_BYTES));
      } catch (IOException e) {
        throw died(List.of(v), e);
      }
      if (v.x87 != null) {
        a.x87 = answers.readNBytes(Vector.X87_BYTES);
      }
      a.readChanges(read(8 * changes), changes);
      if (a.vector == Answer.ENTRY_FAILED) {
        throw new IOException("the harness could not enter " + v);
      }
      list.add(a);
    }
    return list;
  }

  private ByteBuffer read(int bytes) throws IOException {
    byte[] b = new byte[bytes];
    answers.readFully(b);
    return ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
