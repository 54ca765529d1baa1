// SPDX-License-Identifier: BSD-2-Clause
/** The Debug view: the tree of contexts, and why the target stands. */
package org.virtualpok.app.view.debug;
