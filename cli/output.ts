// What a command prints. Standard output is data: one JSON document with `--json`, text and tables without; standard error is
// talk: progress, warnings, errors. Colour only where a terminal shows it and NO_COLOR does not forbid it. A reader who goes
// away (`| head`) is no error: `main.ts` sees to that.

export interface Stream {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
  hasColors?(): boolean
}

/** Everything outside the program that a command touches: an argument, so that tests can give their own. */
export interface Io {
  /** The process's own unless given. */
  env?: Readonly<Record<string, string | undefined>>
  cwd: string
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: Stream
  stderr: Stream
  /** Until the process is asked to end. Who calls it closes by himself; a command that never does is ended by the signal. */
  untilStop(): Promise<void>
}

export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
}

export interface Output {
  readonly json: boolean
  /** Somebody looks on: progress may be drawn, questions may be asked. */
  readonly isTerminal: boolean
  readonly paint: Paint
  /** The answer of the command: the value with `--json`, else the text. */
  answer(value: unknown, text: () => string): void
  /** Raw data for standard output, for what has no JSON form. */
  data(text: string): void
  /** A line for people. */
  say(text: string): void
  /** A line that the next one takes the place of, on a terminal; nothing in cron. */
  progress(text: string): void
}

export function makeOutput(io: Io, json: boolean): Output {
  const isTerminal = io.stderr.isTTY === true
  let drawn = false
  const clear = () => {
    if (drawn) io.stderr.write('\r\u001B[K')
    drawn = false
  }
  return {
    json,
    isTerminal,
    paint: paintFor(!json && io.stdout.hasColors?.() === true),
    answer(value, text) {
      clear()
      io.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : withNewline(text()))
    },
    data(text) {
      clear()
      io.stdout.write(withNewline(text))
    },
    say(text) {
      clear()
      io.stderr.write(withNewline(text))
    },
    progress(text) {
      if (!isTerminal) return
      clear()
      io.stderr.write(printable(text).slice(0, (io.stderr.columns ?? 80) - 1))
      drawn = true
    },
  }
}

const withNewline = (text: string): string => {
  const shown = printable(text)
  return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`
}

/**
 * What routers, files and people wrote goes to a terminal: no control character of theirs may move it, recolour it or turn the
 * direction of a line. Our own colours stay.
 */
export const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  text.replaceAll(
    /(\u001B\[(?:1|2|22|3[123]|39)m)|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g,
    (_, ours) => (typeof ours === 'string' ? ours : '\uFFFD'),
  )

function paintFor(on: boolean): Paint {
  const code = (open: number, close: number) => (text: string) =>
    on && text !== '' ? `\u001B[${open}m${text}\u001B[${close}m` : text
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39), yellow: code(33, 39) }
}

export interface Column {
  head: string
  align?: 'left' | 'right'
}

/** A text table; widths are of what is seen, colours not counted. Without rows it is empty. */
export function table(columns: readonly (string | Column)[], rows: readonly (readonly (string | number | null)[])[]): string {
  if (rows.length === 0) return ''
  const heads = columns.map((column) => (typeof column === 'string' ? { head: column } : column))
  const texts = rows.map((row) => heads.map((_, index) => String(row[index] ?? '')))
  const widths = heads.map(({ head }, index) =>
    texts.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), widthOf(head)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => padded(cell, widths[index] ?? 0, heads[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd()
  return [line(heads.map(({ head }) => head)), ...texts.map(line)].join('\n')
}

function padded(cell: string, width: number, align: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - widthOf(cell)))
  return align === 'right' ? fill + cell : cell + fill
}

// oxlint-disable-next-line no-control-regex -- colours begin with the escape character
const COLOURS = /\u001B\[\d+m/g

const widthOf = (text: string): number => [...text.replaceAll(COLOURS, '')].length

/** `3 connections`, `1 connection`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
