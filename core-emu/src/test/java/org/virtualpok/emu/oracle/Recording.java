// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.virtualpok.emu.isa.InsnForm;

/**
 * Answers of one CPU, kept: per form a checksum of the vectors, which the seed gives again, and of
 * each answer what it changed.
 *
 * @param cpu model name, family, model and stepping of the CPU that answered
 * @param system kernel and compiler
 * @param seed of the generator
 */
record Recording(String cpu, String system, long seed, Map<String, Stream> streams) {
  private static final int VERSION = 1;

  /** The vectors of one form: how many, their checksum, and the encoded answers. */
  record Stream(int count, long checksum, byte[] answers) {
    /** Decodes the answers to the vectors. */
    List<Answer> decode(List<Vector> vectors) throws IOException {
      DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(answers));
      List<Answer> list = new ArrayList<>();
      for (Vector v : vectors) {
        list.add(AnswerCode.read(in, v));
      }
      return list;
    }
  }

  /** The first vectors of a form's stream. */
  static List<Vector> vectors(InsnForm form, long seed, int count) {
    VectorGenerator generator = new VectorGenerator(form, seed);
    List<Vector> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(generator.next());
    }
    return list;
  }

  static long checksum(List<Vector> vectors) {
    CRC32 crc = new CRC32();
    ByteBuffer b = ByteBuffer.allocate(Vector.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Vector v : vectors) {
      b.clear();
      v.write(b);
      crc.update(b.array());
    }
    return crc.getValue();
  }

  static Recording empty(String cpu, String system, long seed) {
    return new Recording(cpu, system, seed, new LinkedHashMap<>());
  }

  void write(OutputStream to) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(to))) {
      out.writeInt(VERSION);
      out.writeUTF(cpu);
      out.writeUTF(system);
      out.writeLong(seed);
      out.writeInt(streams.size());
      for (Map.Entry<String, Stream> e : streams.entrySet()) {
        out.writeUTF(e.getKey());
        out.writeInt(e.getValue().count);
        out.writeLong(e.getValue().checksum);
        out.writeInt(e.getValue().answers.length);
        out.write(e.getValue().answers);
      }
    }
  }

  static Recording read(InputStream from) throws IOException {
    try (DataInputStream in = new DataInputStream(new GZIPInputStream(from))) {
      if (in.readInt() != VERSION) {
        throw new IOException("another version of the format: record again");
      }
      Recording r = empty(in.readUTF(), in.readUTF(), in.readLong());
      for (int i = in.readInt(); i > 0; i--) {
        String name = in.readUTF();
        int count = in.readInt();
        long checksum = in.readLong();
        r.streams.put(name, new Stream(count, checksum, in.readNBytes(in.readInt())));
      }
      return r;
    }
  }
}
