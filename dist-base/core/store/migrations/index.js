// The ordered list. Forward only: a migration that has been released is never edited; the next one mends it.
import * as ledger from './0001-ledger.js';
import * as enforcement from './0002-enforcement.js';
import * as notices from './0003-notices.js';
import * as radius from './0004-radius.js';
import * as signal from './0005-signal.js';
import * as proof from './0006-proof.js';
import * as templates from './0007-templates.js';
import * as freeradiusViews from './0008-freeradius-views.js';
import * as noticeCarried from './0009-notice-carried.js';
import * as trafficByTime from './0010-traffic-by-time.js';
import * as people from './0011-people.js';
import * as customerLists from './0012-customer-lists.js';
import * as customerOffice from './0013-customer-office.js';
import * as lists from './0014-lists.js';
import * as enforcementPages from './0015-enforcement-pages.js';
import * as networkPages from './0016-network-pages.js';
import * as audit from './0017-audit.js';
import * as listStates from './0018-list-states.js';
import * as wordsByCode from './0022-words-by-code.js';
export const migrations = [
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
    { name: '0022-words-by-code', breaking: true, up: wordsByCode.up },
];
//# sourceMappingURL=index.js.map