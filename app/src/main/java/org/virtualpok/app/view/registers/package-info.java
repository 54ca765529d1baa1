// SPDX-License-Identifier: BSD-2-Clause
/** The registers of the selected vCPU: values, what they mean, flags and segments. */
package org.virtualpok.app.view.registers;
