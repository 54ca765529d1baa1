// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sees the objects of the small executive in {@code guest/executive} in the memory of a guest: in a
 * partition, or on a PC of its own. Layouts come from the image's debugging information; what bits
 * and ids mean is said by {@code guest/executive/internal/thread.h} and {@code object.h}.
 */
package org.virtualpok.bsp.executive;
