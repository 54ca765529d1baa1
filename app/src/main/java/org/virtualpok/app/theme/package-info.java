// SPDX-License-Identifier: BSD-2-Clause
/** Colours, type and style sheets. */
package org.virtualpok.app.theme;
