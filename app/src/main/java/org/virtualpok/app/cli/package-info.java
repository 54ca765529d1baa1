// SPDX-License-Identifier: BSD-2-Clause
/**
 * The command line: one class per subcommand, and what they share.
 *
 * <p>Standard output carries what the program produces and nothing else; a user's mistake is one
 * line on standard error and exit code 2. No class here may load JavaFX but the two commands that
 * open a window or render one. Read {@link org.virtualpok.app.cli.Cli} first.
 */
package org.virtualpok.app.cli;
