// The fields of a connection's form, by section.

import type { ConnectionMistake, ConnectionTexts } from '../../../core/acts/connection-form.ts'
import type { Db } from '../../../core/store/db.ts'
import { listPlans, listSites } from '../../../core/store/network-imports.ts'
import { listRouters } from '../../../core/store/routers.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Field } from './form-fields.ts'

type Words = OperatorText['connectionForm']
type Column = keyof Words['columns']

const SECTIONS = {
  what: ['name', 'kind', 'plan', 'in_service'],
  network: ['router', 'username', 'password', 'ip', 'ipv6_prefix', 'mac', 'panel'],
  equipment: ['cpe_host', 'cpe_vendor'],
  place: ['address', 'lat', 'lng'],
} as const satisfies Record<keyof Words['sections'], readonly Column[]>

interface Facts {
  texts: ConnectionTexts
  /** Null: one that is there has its name for good. */
  name: string | null
  mistakes: Record<string, string>
}

type Options = { value: string; label: string }[]

export async function connectionSections(db: Db, facts: Facts, t: OperatorText): Promise<{ title: string; fields: Field[] }[]> {
  const words = t.connectionForm
  const nodes = new Map((await listSites(db)).map(({ id, name }) => [id, name]))
  const routers = (await listRouters(db)).map(({ name, siteId }) => {
    const node = nodes.get(siteId ?? 0)
    return { value: name, label: node === undefined ? name : words.node(name, node) }
  })
  const options: Partial<Record<Column, Options>> = {
    kind: Object.entries(t.customer.connection.kinds).map(([value, label]) => ({ value, label })),
    plan: (await listPlans(db)).map(({ name }) => ({ value: name, label: name })).sort((a, b) => a.label.localeCompare(b.label)),
    in_service: [
      { value: 'yes', label: words.yes },
      { value: 'no', label: words.no },
    ],
    router: routers,
    panel: routers,
  }
  return Object.entries(SECTIONS).map(([section, columns]) => ({
    title: words.sections[section as keyof typeof SECTIONS],
    fields: columns.flatMap((column) =>
      column === 'name' && facts.name === null ? [] : [fieldOf(column, facts, options[column], words)],
    ),
  }))
}

const NONE: Partial<Record<Column, 'none' | 'choose'>> = { kind: 'choose', plan: 'none', router: 'none', panel: 'none' }

function fieldOf(column: Column, facts: Facts, options: Options | undefined, words: Words): Field {
  const value = column === 'name' ? (facts.name ?? '') : column === 'password' ? '' : facts.texts[column]
  const hints: Partial<Record<Column, string>> = words.hints
  const isKept = column === 'password' && facts.name === null
  const plain = column === 'name' || column === 'username' || column === 'password'
  const field = {
    ...{ name: column, label: words.columns[column], value, mistake: facts.mistakes[column] },
    hint: isKept ? words.hints.passwordKept : hints[column],
    attrs: {
      ...(column === 'name' ? { required: '' } : {}),
      ...(plain ? { autocomplete: 'off', spellcheck: 'false' } : {}),
    } as Record<string, string>,
  }
  // What is typed of a secret is not sent back to be read over a shoulder.
  if (options === undefined) return { ...field, kind: 'input', type: column === 'password' ? 'password' : 'text' }
  const none = NONE[column]
  const isOffered = value === '' || options.some((option) => option.value === value)
  return {
    ...field,
    ...(none === undefined ? {} : { none: words[none] }),
    kind: 'select',
    options: isOffered ? options : [{ value, label: value }, ...options],
  }
}

const ORDER: readonly string[] = Object.values(SECTIONS).flat()

/** By field, in the order of the form: what is wrong with it. */
export function connectionMistakes(mistakes: readonly ConnectionMistake[], words: Words): Record<string, string> {
  const invalid: Record<string, string> = words.invalid
  const blank: Record<string, string> = words.blank
  const inOrder = mistakes.toSorted((one, other) => ORDER.indexOf(one.column) - ORDER.indexOf(other.column))
  return Object.fromEntries(
    inOrder.map(({ column, why }) => [column, (why === 'blank' ? blank[column] : invalid[column]) ?? words.tooLong]),
  )
}
