// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.List;
import java.util.Optional;

/** Knows nothing. */
final class NoDebugInfo implements DebugInfo {
  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public Optional<Variable> variable(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Type> type(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Long> enumerator(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Type> enumeration(String enumerator) {
    return Optional.empty();
  }

  @Override
  public Optional<Function> function(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Function> functionAt(int address) {
    return Optional.empty();
  }

  @Override
  public Optional<SourceLine> lineAt(int address) {
    return Optional.empty();
  }

  @Override
  public List<SourceLine> rows(String file, int line) {
    return List.of();
  }

  @Override
  public List<SourceLine> lines() {
    return List.of();
  }
}
