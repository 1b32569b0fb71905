// Whose hand it was, as one says it: a person by his name, a command of the server by who gave it, the program by what it was doing.

import type { OperatorText } from '../text/operator/index.ts'

/** Of `operator:7`, `cli:root`, `job:control`; `names` are those of the people, by the same words. */
export function whoOf(by: string, names: ReadonlyMap<string, string>, t: OperatorText): string {
  const name = names.get(by)
  if (name !== undefined) return name
  const [kind = '', rest = ''] = by.split(/:(.*)/s)
  const { jobs, sorts } = t.customerLog
  if (kind === 'job') return (jobs as Record<string, string>)[rest] ?? jobs.other
  const sort = (sorts as Record<string, ((name: string) => string) | undefined>)[kind]
  return sort === undefined ? by : sort(rest)
}
