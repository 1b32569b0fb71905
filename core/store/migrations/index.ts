// The ordered list. Forward only: a migration that has been released is never edited; the next one mends it.

import type { Kysely } from 'kysely'
import type { Dialect } from '../db.ts'
import * as ledger from './0001-ledger.ts'
import * as enforcement from './0002-enforcement.ts'
import * as notices from './0003-notices.ts'
import * as radius from './0004-radius.ts'
import * as signal from './0005-signal.ts'
import * as proof from './0006-proof.ts'
import * as templates from './0007-templates.ts'
import * as freeradiusViews from './0008-freeradius-views.ts'
import * as noticeCarried from './0009-notice-carried.ts'
import * as trafficByTime from './0010-traffic-by-time.ts'
import * as people from './0011-people.ts'
import * as customerLists from './0012-customer-lists.ts'
import * as customerOffice from './0013-customer-office.ts'
import * as lists from './0014-lists.ts'
import * as enforcementPages from './0015-enforcement-pages.ts'
import * as networkPages from './0016-network-pages.ts'
import * as audit from './0017-audit.ts'
import * as listStates from './0018-list-states.ts'
import * as wordsByCode from './0019-words-by-code.ts'

export interface Migration {
  name: string
  /** An older program must not run on the schema that this leaves behind. */
  breaking: boolean
  // oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
  up(db: Kysely<any>, dialect: Dialect): Promise<void>
}

export const migrations: readonly Migration[] = [
  { name: '0001-ledger', breaking: false, up: ledger.up },
  { name: '0002-enforcement', breaking: false, up: enforcement.up },
  { name: '0003-notices', breaking: false, up: notices.up },
  { name: '0004-radius', breaking: false, up: radius.up },
  { name: '0005-signal', breaking: false, up: signal.up },
  { name: '0006-proof', breaking: false, up: proof.up },
  { name: '0007-templates', breaking: false, up: templates.up },
  { name: '0008-freeradius-views', breaking: false, up: freeradiusViews.up },
  { name: '0009-notice-carried', breaking: false, up: noticeCarried.up },
  { name: '0010-traffic-by-time', breaking: false, up: trafficByTime.up },
  { name: '0011-people', breaking: false, up: people.up },
  { name: '0012-customer-lists', breaking: false, up: customerLists.up },
  { name: '0013-customer-office', breaking: false, up: customerOffice.up },
  { name: '0014-lists', breaking: false, up: lists.up },
  { name: '0015-enforcement-pages', breaking: false, up: enforcementPages.up },
  { name: '0016-network-pages', breaking: false, up: networkPages.up },
  { name: '0017-audit', breaking: false, up: audit.up },
  { name: '0018-list-states', breaking: false, up: listStates.up },
  { name: '0019-words-by-code', breaking: true, up: wordsByCode.up },
]
