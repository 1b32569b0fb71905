// Ends what runs through the router already. An established flow outlives every list entry (most rule sets accept
// `established` first, and FastTrack asks no rule at all), so the tracked connections of an address that was just cut are
// removed. This proves nothing and undoes nothing: a row may end by itself at any moment, and what could not be ended is
// said in the receipt. Surprising: the API cannot ask for "begins with", so the whole table comes once, and only the ids
// that matter are kept of it.
import { isSingle, hostOf, parseAddress, covers } from './address.js';
import { trapOf } from './session.js';
const FAMILIES = [
    [4, '/ip/firewall/connection'],
    [6, '/ipv6/firewall/connection'],
];
const ENDS = ['src-address', 'dst-address', 'reply-src-address', 'reply-dst-address'];
// An id is up to nine bytes with its comma; the word stays below 8 KiB, which no version is known to refuse.
const IDS_MAX = 800;
/** Ends the connections of these addresses. Never throws: that the cut itself stands is proven elsewhere. */
export async function endConnections(session, addresses, signal) {
    const ended = { counts: new Map(), trouble: '' };
    for (const [family, menu] of FAMILIES) {
        const cut = addresses.filter((address) => address.family === family);
        if (cut.length > 0)
            await endIn(session, menu, cut, ended, signal);
    }
    return ended;
}
async function endIn(session, menu, cut, ended, signal) {
    // Second time: a row that ended between print and remove fails the whole sentence it was named in.
    for (const isLast of [false, true]) {
        let ids;
        try {
            ids = await findIn(session, menu, cut, signal);
        }
        catch (e) {
            const trap = trapOf(e);
            // A router without this menu tracks nothing of the kind.
            if (trap?.startsWith('no such command') !== true)
                ended.trouble = trap ?? 'the router fell silent';
            return;
        }
        let left = await removeIds(session, menu, [...ids.keys()], signal);
        if (isLast && left.length > 0) {
            ended.trouble = (await removeEach(session, menu, left, signal)) ?? '';
            left = [];
        }
        const kept = new Set(left);
        for (const [id, key] of ids)
            if (!kept.has(id))
                ended.counts.set(key, (ended.counts.get(key) ?? 0) + 1);
        if (left.length === 0)
            return;
    }
}
/** The ids of what runs at these addresses, each with the key of its address. */
async function findIn(session, menu, cut, signal) {
    const hosts = new Map();
    for (const address of cut)
        if (address.family === 4 && isSingle(address))
            hosts.set(address.text, address.key);
    const spans = cut.filter((address) => address.family === 6 || !isSingle(address));
    const ids = new Map();
    await session.command([`${menu}/print`, `=.proplist=.id,${ENDS.join(',')}`], {
        signal,
        each(row) {
            for (const end of ENDS) {
                const endpoint = row[end];
                if (endpoint === undefined)
                    continue;
                const host = hostOf(endpoint);
                const key = hosts.get(host) ?? (spans.length > 0 ? keyAround(host, spans) : undefined);
                if (key !== undefined && row['.id'] !== undefined)
                    return void ids.set(row['.id'], key);
            }
        },
    });
    return ids;
}
function keyAround(host, spans) {
    const address = parseAddress(host);
    return address === null ? undefined : spans.find((span) => covers(span, address))?.key;
}
/** Removes many with few sentences; what stood in a sentence that was refused comes back. */
async function removeIds(session, menu, ids, signal) {
    const left = [];
    const removals = [];
    for (let from = 0; from < ids.length; from += IDS_MAX) {
        const some = ids.slice(from, from + IDS_MAX);
        const refused = () => void left.push(...some);
        removals.push(session.command([`${menu}/remove`, `=.id=${some.join(',')}`], { signal }).then(() => { }, refused));
    }
    await Promise.all(removals);
    return left;
}
/** One sentence each; gone already is as good as removed. Answers why the last one that stayed did. */
async function removeEach(session, menu, ids, signal) {
    let stuck = null;
    const removals = ids.map((id) => session.command([`${menu}/remove`, `=.id=${id}`], { signal }).then(() => { }, (e) => {
        const trap = trapOf(e);
        if (trap?.startsWith('no such item') !== true)
            stuck = trap ?? 'the router fell silent';
    }));
    await Promise.all(removals);
    return stuck;
}
