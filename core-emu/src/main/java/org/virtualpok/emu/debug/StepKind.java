// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/** How far a step goes. */
public enum StepKind {
  /** One instruction of the context. */
  INTO,
  /** As INTO, but a CALL, INT or repeated string instruction counts as one. */
  OVER,
  /** Until the context (or, for the module, anybody) is about to make a hypercall. */
  NEXT_HYPERCALL
}
