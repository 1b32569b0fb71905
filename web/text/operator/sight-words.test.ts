// What drivers read back is said in both languages, phrase by phrase.

import { describe, expect, it } from 'vitest'
import { SIGHT_PHRASES, sightText } from '../../../core/rules/sight.ts'
import { operatorText } from './index.ts'
import { sightWords } from './sight-words.ts'

const PARTS = {
  ...{ address: '10.0.0.7', list: 'ispcube-cut', id: '*1F', comment: 'oficina', of: 'aa:bb', user: 'ana', count: '12' },
  ...{ why: '%', session: '81100000', at: '2026-11-11T10:00:00.000Z', nas: 'norte', cause: '' },
}
const [es, en] = [operatorText('es-AR'), operatorText('en')]
const time = (at: number) => `<${at}>`

describe('what was read back', () => {
  it.each(SIGHT_PHRASES)('%s is said in Spanish, with all that it is of', (phrase) => {
    const stored = sightText(phrase, PARTS)
    const said = sightWords(es, stored, time)
    expect(said).not.toBe(stored)
    expect(said).not.toMatch(/undefined|2026-11-11T|\b(the|no lease|session|ended|comment|not on)\b/)
    for (const part of ['10.0.0.7', 'ispcube-cut', 'ana', '81100000', '*1F', 'norte'])
      expect(said.includes(part), part).toBe(stored.includes(part))
    expect(sightWords(en, stored, time)).not.toMatch(/undefined|2026-11-11T/)
  })

  it('one is one and more are more, and what is of the device stays', () => {
    const text = '*1F ispcube-cut 10.0.0.7, 1 connections ended'
    expect(sightWords(es, text, time)).toBe('*1F ispcube-cut 10.0.0.7, se cerró 1 conexión')
    expect(sightWords(es, text.replace('1 conn', '31 conn'), time)).toContain('se cerraron 31 conexiones')
    expect(sightWords(en, text, time)).toBe('*1F ispcube-cut 10.0.0.7, 1 connection ended')
  })
})
