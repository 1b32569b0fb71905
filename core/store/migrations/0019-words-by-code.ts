// Words of the search carry the code of whose they are: a page by code is read off their index, however many customers are called
// the same.

import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../db.ts'
import { column, makeTable } from './columns.ts'

const { int, text } = column

// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db: Kysely<any>, dialect: Dialect): Promise<void> {
  await sql.raw('alter table words rename to words_before').execute(db)
  const columns = [text('word'), text('code'), int('customer_id', { refers: 'customers' })]
  await makeTable(db, dialect, 'words', columns, ['word', 'code', 'customer_id'])
  await sql
    .raw(
      `insert into words (word, code, customer_id) select w.word, c.code, w.customer_id
         from words_before w join customers c on c.id = w.customer_id order by w.word, c.code`,
    )
    .execute(db)
  await sql.raw('drop table words_before').execute(db)
  await sql.raw('create index words_of_customer on words (customer_id)').execute(db)
}
