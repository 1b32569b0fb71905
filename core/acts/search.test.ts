import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { importSheet, SEAL } from '../../fixtures/sheets.ts'
import { listCustomers } from '../store/customer-list.ts'
import { foldWords } from '../store/customers.ts'
import type { Db } from '../store/db.ts'
import { deleteCustomer, recodeCustomer } from './customers.ts'

const TOLD = { now: Date.UTC(2026, 10, 12, 15), by: 'test', seal: SEAL }
const NAMES = ['Gómez', 'Gomez', 'Gomezano', 'Goméz Gomara', 'Gonzalez', 'Perez', 'Perezgómez', 'Ana', 'Anahí', 'Go']
const SEARCHES = [
  ...['gomez', 'gom', 'GÓMEZ', 'g', 'go', 'gomezano', 'ana', 'anah', 'perez'],
  ...['00', '7777', '0013', 'zz', 'zz0005', 'nadie'],
]
const PAGE = 4

/** Whoever has a word that begins with the one that is looked for, by code: what a search finds, said the long way. */
async function foundTheLongWay(db: Db, search: string, deleted: boolean): Promise<string[]> {
  const [wanted = ''] = foldWords(search)
  const all = await db.selectFrom('customers').select(['code', 'name']).orderBy('code').execute()
  const begins = ({ code, name }: { code: string; name: string }) => foldWords(code, name).some((word) => word.startsWith(wanted))
  return all.filter((one) => begins(one) && one.code.startsWith('ZZ') === deleted).map(({ code }) => code)
}

async function pages(db: Db, search: string, deleted: boolean): Promise<string[]> {
  const codes: string[] = []
  for (;;) {
    const found = await listCustomers(db, { search, deleted, limit: PAGE, afterCode: codes.at(-1) })
    codes.push(...found.map(({ code }) => code))
    if (found.length < PAGE) return codes
  }
}

eachDatabase('a search for one word', (open) => {
  it('finds page by page, in order of code and nobody twice, who has it or a longer one', async () => {
    const { db } = await open()
    const name = (n: number) => `${NAMES[n % 10]} ${NAMES[(n * 3) % 10]}`
    const rows = Array.from({ length: 60 }, (_, n) => `${String((n * 37) % 61).padStart(4, '0')},${name(n)}`)
    await importSheet(db, 'customers', ['code,name', ...rows].join('\n'))
    for (const code of ['0000', '0037', '0005']) await deleteCustomer(db, { code }, TOLD)
    await recodeCustomer(db, { code: '0013', to: '7777' }, TOLD)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SEARCHES), fc.boolean(), async (search, deleted) => {
        expect(await pages(db, search, deleted)).toEqual(await foundTheLongWay(db, search, deleted))
      }),
      { numRuns: 40, seed: 4 },
    )
  })
})
