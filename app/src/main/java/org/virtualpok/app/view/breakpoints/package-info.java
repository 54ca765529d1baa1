// SPDX-License-Identifier: BSD-2-Clause
/** The list of breakpoints, and how to add to it. */
package org.virtualpok.app.view.breakpoints;
