// Every fault that can be stored has words in every language, so that a new code without any fails here.

import { describe, expect, it } from 'vitest'
import { FAULTS } from '../../../core/fault.ts'
import { faultWords, storedFault } from './fault-words.ts'
import { operatorText } from './index.ts'

const es = operatorText('es-AR')
const en = operatorText('en')

describe('the words of a fault', () => {
  it.each(Object.keys(FAULTS))('%s: a sentence of its own in each language, of a router and of a CPE', (code) => {
    const fault = { code, message: 'as it was stored' }
    for (const device of ['router', 'cpe'] as const) {
      const said = [es, en].map((t) => faultWords(t, fault, device))
      for (const one of said) expect(one).toEqual({ text: expect.stringMatching(/^[A-Z].{10,}\.$/) })
      expect(said[0]?.text).not.toBe(said[1]?.text)
    }
  })

  it('what is unknown keeps the stored English, and says that it is', () => {
    expect(faultWords(es, { code: 'device-on-fire', message: 'it burns' })).toEqual({ text: 'it burns', lang: 'en' })
    expect(faultWords(es, { code: null, message: 'it burns' })).toEqual({ text: 'it burns', lang: 'en' })
    expect(faultWords(es, { code: 'toString', message: null })).toEqual({ text: 'toString', lang: 'en' })
    expect(faultWords(es, storedFault(new Error('it burns')))).toEqual({ text: 'it burns', lang: 'en' })
    expect(faultWords(es, { code: null, message: null })).toBeNull()
  })
})
