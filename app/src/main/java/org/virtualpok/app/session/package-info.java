// SPDX-License-Identifier: BSD-2-Clause
/**
 * From a FILE to a target under debug, for the workbench and every command alike.
 *
 * <p>Knows no window and no command line. Read {@link org.virtualpok.app.session.TargetFactory}
 * first.
 */
package org.virtualpok.app.session;
