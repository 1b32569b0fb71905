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

eachDatabase('a search for numbers', (open) => {
  it.each([
    ...['3525632672', '3525 632672', '3525-632672', '+54 9 3525 632672', '+5493525632672', '632672'],
    ...['32.213.285', '32213285', 'herrera 32.213', '2596 32213285'],
  ])('%s is found however it is typed', async (search) => {
    const { db } = await open()
    await importSheet(
      db,
      'customers',
      [
        'code,name,id_type,id_number,phone,address',
        '0001,Sofía Herrera,DNI,32213285,+54 9 3525 632672,9 de Julio 2596',
        '0002,Rosa Herrera,DNI,30111222,+54 9 3525 444444,9 de Julio 1',
      ].join('\n'),
    )
    expect((await listCustomers(db, { search, limit: 5 })).map(({ code }) => code)).toEqual(['0001'])
  })
})
