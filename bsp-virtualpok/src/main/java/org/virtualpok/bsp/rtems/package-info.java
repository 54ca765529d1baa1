// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sees the objects of RTEMS in the memory of a guest: in a partition, or on a PC of its own.
 * Layouts come from the image's debugging information, by the names of types and members; what bits
 * and flags mean is said by RTEMS's headers, and named where it is used. There are two generations:
 * {@link org.virtualpok.bsp.rtems.Generation4} up to 4.11, {@link
 * org.virtualpok.bsp.rtems.Generation6} from 5 on.
 */
package org.virtualpok.bsp.rtems;
