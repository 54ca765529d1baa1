// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the workbench and the command line say of an operating system's objects. Knows no toolkit;
 * start with {@link org.virtualpok.app.rtos.RtosWords}.
 */
package org.virtualpok.app.rtos;
