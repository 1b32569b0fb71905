// Options that are columns: `--fiscal-address` for `fiscal_address`. What they may hold is known to the acts.

import type { Command } from 'commander'

const SECRET = new Set(['password', 'radius_secret', 'portal_password'])

const flagOf = (column: string): string => column.replaceAll('_', '-')

/** Gives a command an option for each column. */
export function addFields(
  command: Command,
  columns: Readonly<Record<string, { expects: string }>>,
  without: readonly string[],
): Command {
  for (const [column, { expects }] of Object.entries(columns)) {
    if (!without.includes(column)) command.option(`--${flagOf(column)} <value>`, expects)
  }
  return command
}

/** What was typed, by column. */
export function typedFields(
  options: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const typed: Record<string, string> = {}
  for (const column of Object.keys(columns)) {
    const value = options[column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())]
    if (typeof value === 'string') typed[column] = value
  }
  return typed
}

/** Kept as 0 and 1, typed and shown as yes and no. */
const FLAGS = new Set(['free', 'blockable', 'prenotice', 'contractSigned', 'inService', 'wasInService', 'tls'])

export type FieldChanges = Readonly<Record<string, { from: unknown; to: unknown }>>

/** `name: a → b` for each field; secrets without their value. */
export function changesTexts(changes: FieldChanges): string[] {
  return Object.entries(changes).map(([name, { from, to }]) =>
    SECRET.has(name) || from === '…' ? `${name}: changed` : `${name}: ${shown(name, from)} → ${shown(name, to)}`,
  )
}

function shown(name: string, value: unknown): string {
  if (value === null || value === '') return '(nothing)'
  if (FLAGS.has(name) && (value === 0 || value === 1)) return value === 1 ? 'yes' : 'no'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
