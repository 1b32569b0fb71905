// How a router that is worked over SSH is spoken to: commands and lines with placeholders, and how its answers are read. The
// built-in templates and those of the configuration have this one shape. What is put into a placeholder is spelled with so
// few characters that neither a shell, nor nft, nor any router's command line gives one of them a meaning: so nothing has to
// be quoted, and nothing from the database can get out of its place. Everything else in a template is the operator's word.

export interface SshTemplate {
  /** Prints who the device is, a line each: name, board, seconds since its start, version. Null: nothing is known of it. */
  device: string | null
  /** Prints the list of one family. */
  look: string
  /** How that is read: line by line, or as `nft -j list set` prints it. */
  read: 'lines' | 'nft-json'
  /** With `lines`: a line that is an entry (regular expression with the groups `address` and, where there is one, `comment`). */
  entry: string | null
  /** With `lines`: what else may stand there, blank lines aside. A line that is neither means that the answer is garbled. */
  skip: string | null
  /** What an answer to `look` must match as a whole, so that half of one is not taken for all; null where nothing tells. */
  whole: string | null
  /** What a refusal looks like where the exit status does not tell; null: a status other than 0 is a refusal. */
  refused: string | null
  /**
   * A command that reads the lines of `cut` and `restore` from its input, hundreds at once; it must carry out all or nothing, or
   * take a line twice without harm. Null: each of them is a command of its own.
   */
  feed: string | null
  /** Lines that put one address on the list, and that take one off. */
  cut: string
  restore: string
  /** A command that ends what runs at the addresses in its input, one a line; prints `address count` where it knows. Null: none. */
  end: string | null
  /** Entries bear no comment: whatever is on the list counts as ours. */
  isListOurs: boolean
  hasIpv6: boolean
  /** Commands that the device runs at once on one connection. */
  atOnce: number
  /** The device knows only algorithms that are no longer safe. */
  isLegacy: boolean
}

/** Those that the program has itself, by name; the first is what a router has that names none. */
export const BUILT_IN_TEMPLATES = ['linux-nft', 'linux-ipset'] as const

/** How templates are named, in the configuration and at a router. */
export const TEMPLATE_NAME = /^[a-z][a-z0-9-]{0,39}$/

/** What may stand in which text. */
const PLACEHOLDERS = {
  device: [],
  look: ['list', 'family'],
  feed: [],
  cut: ['list', 'family', 'address', 'comment'],
  restore: ['list', 'family', 'address'],
  end: [],
} as const satisfies Partial<Record<keyof SshTemplate, readonly string[]>>

const PLACEHOLDER = /\{([a-z][a-z0-9_]*)\}/g

export interface TemplateMistake {
  key: keyof SshTemplate
  message: string
}

/** What is wrong with a template; empty where nothing is. */
export function templateMistakes(template: SshTemplate): TemplateMistake[] {
  const mistakes: TemplateMistake[] = []
  const found = (key: keyof SshTemplate, message: string): void => void mistakes.push({ key, message })
  for (const [key, known] of Object.entries(PLACEHOLDERS) as [keyof typeof PLACEHOLDERS, readonly string[]][]) {
    for (const [whole, name = ''] of (template[key] ?? '').matchAll(PLACEHOLDER)) {
      if (!known.includes(name)) found(key, `knows no placeholder ${whole}; known here: ${known.map(braced).join(' ') || 'none'}`)
    }
  }
  for (const key of ['cut', 'restore'] as const) if (!template[key].includes('{address}')) found(key, 'needs {address}')
  if (!template.isListOurs && !template.cut.includes('{comment}'))
    found('cut', 'needs {comment}, by which our entries are known; where the list bears none, say isListOurs: true')
  if (template.hasIpv6 && !template.look.includes('{family}')) found('look', 'needs {family} (4 or 6), or hasIpv6: false')
  for (const key of ['entry', 'skip', 'whole', 'refused'] as const) {
    if (template[key] !== null && !isPattern(template[key])) found(key, 'is no regular expression')
  }
  if (template.read === 'lines') mistakes.push(...entryMistakes(template))
  else if (template.entry !== null || template.skip !== null)
    found(template.entry === null ? 'skip' : 'entry', "is for read: 'lines'")
  return mistakes
}

function entryMistakes({ entry, isListOurs }: SshTemplate): TemplateMistake[] {
  if (entry === null) return [{ key: 'entry', message: "is needed with read: 'lines'" }]
  const groups = isListOurs ? ['address'] : ['address', 'comment']
  return groups
    .filter((group) => !entry.includes(`(?<${group}>`))
    .map((group) => ({ key: 'entry', message: `needs the group (?<${group}>…)` }))
}

const braced = (name: string): string => `{${name}}`

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false // that it is none is the answer
  }
}

/** Values for the placeholders: nothing but letters, digits and `. _ : / -`, and no `-` in front, where it would be an option. */
const PLAIN = /^[A-Za-z0-9._:/][A-Za-z0-9._:/-]*$/

/** A text with its placeholders filled in. Throws where a value has a character that some command line might understand. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return whole
    if (!PLAIN.test(value)) throw new RangeError(`${JSON.stringify(value)} cannot stand in a command line`)
    return value
  })
}

/** Can a list of this name be spoken of? ipset takes 31 characters, and the family comes behind it. */
export const isPlainName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9._-]{0,29}$/.test(name)

const MARK = 'ispcube:'
const CODE_MAX = 60

/**
 * The comment of an entry of ours. The code is for the human reader, so what no command line may see of it becomes `_`; nft keeps
 * 127 bytes of a comment.
 */
export function entryComment(customerCode: string, connection: number): string {
  return `${MARK}${customerCode.replaceAll(/[^A-Za-z0-9._-]/gu, '_').slice(0, CODE_MAX)}:${connection}`
}

/** Null where the comment is not ours, else the id of the connection in it, null where it has none. */
export function readComment(comment: string): { connection: number | null } | null {
  if (!comment.startsWith(MARK)) return null
  const digits = comment.slice(comment.lastIndexOf(':') + 1)
  const connection = Number(digits)
  return { connection: digits !== '' && Number.isSafeInteger(connection) && connection >= 0 ? connection : null }
}
