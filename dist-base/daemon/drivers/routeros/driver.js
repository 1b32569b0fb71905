// The RouterOS driver: the port of core/driver.ts over one kept session. Keeps no state of its own but the session: what
// a router holds is read anew in every call. `run.ts` does the work of a run, `check.ts` that of a test, one file a way
// knows what a cut of that way is.
import { Fault, isFault } from '../../../core/fault.js';
import { strayEntries } from './address-list.js';
import { checkCertificate, checkOfFault, checkSetup, checkVersion } from './check.js';
import { KeptSession } from './kept-session.js';
import { keepNotices } from './notice.js';
import { secondsOf, shortened } from './property.js';
import { strayQueues } from './queue.js';
import { readSignals } from './registration.js';
import { rulesFor } from './rules.js';
import { carryOut, proofOf, see, wayOf } from './run.js';
import { ask, readTables } from './tables.js';
import { place, verdictOf } from './way.js';
export const entry = {
    ways: ['address-list', 'pppoe', 'dhcp', 'hotspot', 'queue'],
    open: (access) => openRouter(access),
    rules: (lists, _template, page) => rulesFor(lists, page),
};
/** `limits` are for tests that watch them act. */
export function openRouter(access, limits) {
    const kept = new KeptSession(access, limits);
    return {
        get fingerprint() {
            return kept.fingerprint;
        },
        look: (targets, signal) => kept.inTurn(signal, (session) => lookAt(session, access, targets, signal)).catch(beforeWriting),
        apply: async (changes, signal, along) => {
            if (changes.length === 0)
                return [];
            return kept.inTurn(signal, (session) => carryOut(session, access, changes, signal, along)).catch(beforeWriting);
        },
        test: (signal) => testOf(kept, access, signal),
        signals: (macs, signal) => kept.inTurn(signal, (session) => readSignals(session, macs, signal)).catch(beforeWriting),
        notice: (entries, signal, along) => kept.inTurn(signal, (session) => keepNotices(session, access, entries, signal, along?.hurry ?? (() => false))),
        close: () => kept.close(),
    };
}
/** Nothing had been written: whatever the session calls it, nothing can have been done. */
function beforeWriting(e) {
    if (!isFault(e) || e.code !== 'device-silent')
        throw e;
    throw new Fault('device-unreachable', e.message, { ...e.facts, wasSilent: true }, e);
}
const devices = new WeakMap();
/** Asked once a session: a reboot ends it, so that only the uptime moves on. */
async function deviceOf(session, signal) {
    const known = devices.get(session);
    const now = performance.now();
    if (known !== undefined)
        return { ...known.device, uptimeS: known.device.uptimeS + Math.floor((now - known.readAt) / 1000) };
    const [resources, identities] = await Promise.all([
        session.command(['/system/resource/print', '=.proplist=version,board-name,uptime'], { signal }),
        session.command(['/system/identity/print'], { signal }),
    ]);
    const { version = '', 'board-name': board = '', uptime } = resources[0] ?? {};
    const device = {
        identity: shortened(identities[0]?.name ?? '', 80),
        version: shortened(version, 80),
        board: shortened(board, 80),
        uptimeS: secondsOf(uptime),
    };
    devices.set(session, { device, readAt: now });
    return device;
}
async function lookAt(session, access, given, signal) {
    const targets = given.map((target) => place(target));
    const asked = new Map();
    // Lists and queues whatever the targets need: what nobody explains is found there.
    for (const menu of ['list4', 'list6', 'queue'])
        ask(asked, menu);
    for (const target of targets) {
        const way = wayOf(target);
        if (typeof way !== 'string')
            way.ask(asked, target, null);
    }
    const [device, tables] = await Promise.all([deviceOf(session, signal), readTables(session, access, asked, signal)]);
    const sights = targets.map((target) => sightOf(target, tables));
    return { device, sights, strays: [...strayEntries(targets, tables), ...strayQueues(targets, tables)] };
}
function sightOf(target, tables) {
    const unknown = (why) => ({ place: target.place, observed: 'unknown', seen: why, foreign: false });
    const way = wayOf(target);
    if (typeof way === 'string')
        return unknown(way);
    const refused = tables.refusalFor((asked) => way.ask(asked, target, null));
    if (refused !== null)
        return unknown(refused.message);
    const seen = see(target, way, tables);
    return { place: target.place, observed: verdictOf(seen), seen: proofOf(seen.texts), foreign: seen.foreign };
}
async function testOf(kept, access, signal) {
    let checks = [];
    try {
        await kept.inTurn(signal, async (session) => {
            const device = await deviceOf(session, signal);
            const detail = `logged in as "${access.username}"`;
            checks = [{ name: 'log-in', ok: true, detail }, checkCertificate(access, session), checkVersion(device)];
            checks.push(...(await checkSetup(session, access, signal)));
        });
    }
    catch (e) {
        checks.push(checkOfFault(checks.length === 0 ? 'log-in' : 'session', e));
    }
    return checks;
}
