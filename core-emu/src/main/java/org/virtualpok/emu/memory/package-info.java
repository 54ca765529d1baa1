// SPDX-License-Identifier: BSD-2-Clause
/** Physical memory and which of its pages hold decoded code. */
package org.virtualpok.emu.memory;
