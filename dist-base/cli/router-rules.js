// The lines to paste on a router so that cuts take effect there, as its driver writes them: what `router rules` prints, and what the
// page of the router shows.
import { isIP } from 'node:net';
import { COA_PORT } from '../core/acts/doors.js';
import { templateOf } from '../core/acts/handout.js';
import { settingOf } from '../core/settings.js';
import { storedSettings } from '../core/store/settings.js';
import { openDriver } from '../daemon/drivers/index.js';
import { handoutTold } from '../daemon/enforce/dispatch.js';
/** Empty where its driver, or its template, has nothing to paste. */
export async function routerRules(deps, router) {
    const driver = await openDriver(router.driver);
    const nas = {
        coaPort: router.coaPort ?? COA_PORT,
        interimS: settingOf(await storedSettings(deps.db), 'radius.interimS'),
    };
    return driver.rules(deps.config.lists, templateOf(router, handoutTold(deps)), noticePage(deps.config), nas);
}
/** Where customers reach the page: as configured, else where it listens, unless that is every address. */
function noticePage({ notice }) {
    const [, host = '', port] = /^(.+):(\d+)$/.exec(notice.listen ?? '') ?? [];
    const address = host.replaceAll(/[[\]]/g, '');
    const isOne = isIP(address) !== 0 && !/^[0:.]+$/.test(address);
    const addresses = notice.publicAddresses.length > 0 ? notice.publicAddresses : isOne ? [address] : [];
    return { addresses, port: port === undefined ? null : Number(port) };
}
