// The demo's NAS: tells of the PPPoE customers' sessions over a real socket, the last hour at once (Acct-Delay-Time says
// how old each packet is, and more than an hour is not believed) and then as time goes by, so that sessions and traffic can be looked at.
import { setTimeout as sleep } from 'node:timers/promises';
import { addRadiusClient } from '../../core/acts/radius-clients.js';
import { trafficOf } from '../../core/acts/traffic.js';
import { usersOfKind } from '../../core/store/connections.js';
import { customerByCode } from '../../core/store/customers.js';
import { loginsOfCustomer } from '../../core/store/traffic.js';
import { Radius } from '../../daemon/radius/index.js';
import { ACCT, startNas, STATUS } from '../../fixtures/peers/nas.js';
import { trafficText } from './radius.js';
const USERS = 60;
const STEP_S = 300;
const STEPS = 12;
const EVERY_MS = 5_000;
/** Of how many lines its first packets tell, and how far back. */
export const TOLD = { lines: USERS, ms: STEPS * STEP_S * 1000 };
/** Connects, and tells of the hours before. Null where no customer dials. */
export async function openDemoNas(stage) {
    const { wired, radiusPort } = stage;
    const users = await usersOfKind(wired.db, 'pppoe', USERS);
    const [first] = users;
    if (first === undefined)
        return null;
    const secret = stage.radiusSecret;
    await addRadiusClient(wired.db, { name: 'demo', prefix: '127.0.0.1', secret }, { ...wired.told(), seal: wired.deps.seal });
    const nas = await startNas({ secret, port: radiusPort, signed: true, againMs: 250, tries: 40 });
    const speed = (index) => 2_000_000 + ((index * 7919) % 40) * 250_000;
    let seconds = STEPS * STEP_S;
    const radius = new Radius(wired.deps);
    try {
        for (let step = 0; step <= STEPS; step++)
            await Promise.all(users.map((user, index) => told(nas, user.username, index, step * STEP_S, speed(index), (STEPS - step) * STEP_S)));
    }
    finally {
        await radius.close();
    }
    return {
        customer: first.customer,
        async tell() {
            seconds += EVERY_MS / 1000;
            await Promise.all(users.map((user, index) => told(nas, user.username, index, seconds, speed(index), 0)));
        },
        close: () => nas.close(),
    };
}
/** What flowed follows the evening: nobody's line is as busy in every hour. */
function octetsAfter(seconds, perStep, index) {
    let sum = 0;
    for (let at = 0; at < seconds; at += STEP_S)
        sum += perStep * (1.2 + Math.sin((at / STEP_S + index) / 2)) * Math.min(1, (seconds - at) / STEP_S);
    return Math.round(sum * 40);
}
async function told(nas, user, index, seconds, speed, delayS) {
    const down = octetsAfter(seconds, speed, index);
    const wide = (octets) => [octets % 0x1_0000_0000, Math.floor(octets / 0x1_0000_0000)];
    const [low, high] = wide(down);
    return nas.send([
        ...[
            [ACCT.status, seconds === 0 ? STATUS.start : STATUS.interim],
            [ACCT.user, user],
        ],
        ...[
            [ACCT.session, `8110${index.toString(16).padStart(4, '0')}`],
            [ACCT.seconds, seconds],
            [ACCT.delay, delayS],
        ],
        ...[
            [ACCT.downOctets, low],
            [ACCT.downGigawords, high],
            [ACCT.upOctets, Math.round(down / 9) % 0x1_0000_0000],
        ],
        ...[
            [ACCT.nasIdentifier, 'demo-nas'],
            [ACCT.framedAddress, Buffer.from([10, 99, index >> 8, index & 255])],
        ],
    ]);
}
/** Goes on until it is asked to stop. */
export async function keepTelling(nas, signal) {
    while (!signal.aborted) {
        await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined); // asked to stop
        if (!signal.aborted)
            await nas.tell();
    }
}
export async function demoTraffic(stage, code, out) {
    const { wired } = stage;
    const { zone } = await wired.terms();
    const customer = await customerByCode(wired.db, code);
    const logins = await loginsOfCustomer(wired.db, customer?.id ?? 0);
    const to = wired.deps.now();
    const lines = await trafficOf(wired.db, logins, { from: to - TOLD.ms, to, step: 'hour', zone });
    return trafficText(lines, (at) => zone.format(at), out);
}
