// SPDX-License-Identifier: BSD-2-Clause
/** The code around the current instruction of the selected vCPU, as assembler. */
package org.virtualpok.app.view.disassembly;
