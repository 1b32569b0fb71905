// The catalogue of those who work at the ISP, by language. Spanish is the one that is written first: its shape is the type.

import * as en from './en/index.ts'
import * as esAr from './es-AR/index.ts'

/** Functions and texts, whatever they say. */
type Shape<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Shape<T[K]> }

export type OperatorText = Shape<typeof esAr>

const catalogues: Record<string, OperatorText> = { 'es-AR': esAr, en }

export const operatorText = (lang: string): OperatorText => catalogues[lang] ?? esAr
