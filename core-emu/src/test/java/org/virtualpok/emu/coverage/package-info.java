// SPDX-License-Identifier: BSD-2-Clause
/** Which test executes which instruction: the table in docs/instruction-coverage.md. */
package org.virtualpok.emu.coverage;
