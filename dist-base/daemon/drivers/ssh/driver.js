// The SSH driver: the port of core/driver.ts for any router with a shell or a command line, told by a template how it is spoken
// to. Keeps no state of its own but the session: what a router holds is read anew in every call. `run.ts` does the work of a run,
// `plan.ts` knows what a cut is, `vendors/` holds the built-in templates.
import { Fault, isFault } from '../../../core/fault.js';
import { isPlainName } from '../../../core/rules/template.js';
import { checkHostKey, checkSetup, checkVersion } from './check.js';
import { KeptSession } from './kept-session.js';
import { readLists } from './lists.js';
import { place, see, strays } from './plan.js';
import { carryOut } from './run.js';
import { USUAL, VENDORS } from './vendors/index.js';
import { fault, quoted, shortened } from './words.js';
export const entry = {
    ways: ['address-list'],
    templates: Object.keys(VENDORS),
    open: (access) => openRouter(access),
    rules: (lists, template) => chosen(template)?.vendor?.rules(lists) ?? '',
};
/** Null where there is no template of that name. One of the configuration goes before a built-in one of its name. */
function chosen(named) {
    if (named?.configured)
        return { template: named.configured, vendor: null };
    const name = named?.name ?? USUAL;
    const vendor = Object.hasOwn(VENDORS, name) ? VENDORS[name] : undefined;
    return vendor === undefined ? null : { template: vendor.template, vendor };
}
/** Throws `input-invalid` where the template, the name of the list or the user cannot be used. */
export function openRouter(access) {
    const found = chosen(access.template);
    if (found === null)
        throw invalid(access, `there is no template "${access.template?.name}" in the configuration (ssh.templates), and built in are ${Object.keys(VENDORS).join(', ')}`);
    if (!isPlainName(access.cutList))
        throw invalid(access, `the list "${access.cutList}" (lists.cut) cannot be a set: letters, digits, . _ and -, 30 at most, a letter first`);
    if (access.username === '')
        throw invalid(access, `there is no user to log in as; try: ispcube router set ${access.name} --username USER`);
    const { template, vendor } = found;
    const kept = new KeptSession(access, template);
    const deskOf = (signal) => ({ access, template, signal });
    return {
        get fingerprint() {
            return kept.fingerprint;
        },
        look: (targets, signal) => kept.inTurn(signal, (session) => lookAt(session, deskOf(signal), targets)).catch(beforeWriting),
        apply: async (changes, signal, along) => {
            if (changes.length === 0)
                return [];
            return kept.inTurn(signal, (session) => carryOut(session, deskOf(signal), changes, along)).catch(beforeWriting);
        },
        test: (signal) => testOf(kept, deskOf(signal), vendor),
        close: () => kept.close(),
    };
}
function invalid({ name }, why) {
    return new Fault('input-invalid', `router ${name}: ${why}`, { router: name });
}
/** Nothing had been written: whatever the session calls it, nothing can have been done. */
function beforeWriting(e) {
    if (!isFault(e) || e.code !== 'device-silent')
        throw e;
    throw new Fault('device-unreachable', e.message, { ...e.facts, wasSilent: true }, e);
}
const NOBODY = { identity: '', version: '', board: '', uptimeS: 0 };
/** What it says of itself is for people to read: a refusal leaves it unsaid. */
async function deviceOf(session, { access, template, signal }) {
    if (template.device === null)
        return NOBODY;
    const { out } = await session.run(template.device, null, signal);
    const [identity = '', board = '', uptime = '', version = ''] = out
        .split('\n')
        .map((line) => shortened(quoted(access, line), 80));
    return { identity, board, version, uptimeS: /^\d{1,10}$/.test(uptime) ? Number(uptime) : 0 };
}
async function lookAt(session, desk, given) {
    const families = new Set(desk.template.hasIpv6 ? [4, 6] : [4]);
    // Both families whatever the targets need: what nobody explains is found there.
    const [device, lists] = await Promise.all([deviceOf(session, desk), readLists(session, desk, families)]);
    const placed = [];
    const sights = given.map((target) => {
        const unknown = (why) => ({ place: target.place, observed: 'unknown', seen: why, foreign: false });
        const one = place(target, desk.template.hasIpv6);
        if (typeof one === 'string')
            return unknown(one);
        placed.push(one);
        const refused = one.own.map(({ family }) => lists.refused.get(family)).find((why) => why !== undefined);
        if (refused !== undefined)
            return unknown(refused.message);
        const { observed, texts, foreign } = see(one, desk, lists);
        return { place: target.place, observed, seen: shortened(texts.join(', '), 500), foreign };
    });
    return { device, sights, strays: strays(placed, desk, lists) };
}
async function testOf(kept, desk, vendor) {
    const { access, signal } = desk;
    let checks = [];
    try {
        await kept.inTurn(signal, async (session) => {
            const detail = `logged in as "${access.username}"`;
            checks = [{ name: 'log-in', ok: true, detail }, checkHostKey(access, session)];
            checks.push(checkVersion(await deviceOf(session, desk)), ...(await checkSetup(session, desk, vendor)));
        });
    }
    catch (e) {
        const { message } = e instanceof Error ? e : fault(access, 'device-silent', String(e));
        checks.push({ name: checks.length === 0 ? 'log-in' : 'session', ok: false, detail: message });
    }
    return checks;
}
