// SPDX-License-Identifier: BSD-2-Clause
/**
 * POK's configuration as its kernel is compiled with it: the macros of {@code deployment.h}, read
 * as a C compiler's preprocessor reads them and checked against what the kernel does with them.
 * What cannot be evaluated is named, never guessed.
 */
package org.virtualpok.hypervisor.config.deployment;
