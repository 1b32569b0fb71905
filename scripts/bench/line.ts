// One line of the benchmark's table: a question, both arms, the ratio, and what it must reach.

export interface Line {
  question: string
  ours: string
  beside: string
  ratio: string
  /** What must hold, in the same words as the ratio. */
  needed: string
  ok: boolean
}

export const times = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ×`

export const seconds = (ms: number): string => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`)

export const median = (values: readonly number[]): number =>
  values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN
