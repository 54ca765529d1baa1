// SPDX-License-Identifier: BSD-2-Clause
/** The processor's descriptor tables and its task state segment, decoded. */
package org.virtualpok.app.view.descriptors;
