// The pages of those who work at the ISP: at the counter, in the office, on the road. One folder a subject.
import { addAccess } from './access.js';
import * as account from './account/page.js';
import * as alerts from './alerts/page.js';
import * as audit from './audit/page.js';
import * as choices from './choices/page.js';
import * as counter from './counter/page.js';
import * as customers from './customers/page.js';
import * as cuts from './cuts/page.js';
import * as logIn from './log-in/page.js';
import * as map from './map/page.js';
import * as network from './network/page.js';
import * as people from './people/page.js';
import * as promises from './promises/page.js';
import * as routers from './routers/page.js';
import * as settings from './settings/page.js';
import * as takings from './takings/page.js';
import * as templates from './templates/page.js';
import * as today from './today/page.js';
const PAGES = [
    logIn,
    account,
    today,
    customers,
    templates,
    choices,
    counter,
    cuts,
    promises,
    alerts,
    routers,
    network,
    people,
    audit,
    map,
    takings,
    settings,
];
export async function operator(app, { deps, frame }) {
    addAccess(app, deps);
    const room = { deps, show: frame.show };
    for (const { page } of PAGES)
        page(app, room);
}
