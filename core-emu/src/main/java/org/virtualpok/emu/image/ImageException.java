// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

/** A file that is no usable image; the message is one line for the user, "file: what, where". */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  public ImageException(String fileName, String problem) {
    super(fileName + ": " + problem);
  }
}
