// The notice list of one router, kept as it is told: entries of ours that must not be there go first, then those that are missing
// come, each with its time-out, so that the router takes it off by itself. Whoever has no address of his own is looked up among
// those who are there now. Entries of another hand are never touched; where one stands at the same address, that address is on
// the list already. Surprising: an entry whose time is wrong is taken out and put back, because not every version lets the
// time of a row that lives in memory be set.
import { isFault } from '../../../core/fault.js';
import { parseAddress } from './address.js';
import { isYes, macOf, markOf, readMark, secondsOf } from './property.js';
import { trapOf } from './session.js';
import { MENUS } from './tables.js';
/** An entry that is off by no more than this stays as it is. */
const OFF_S = 5;
/** Sentences between two looks at whether something more urgent waits. */
const BATCH = 50;
/** Up to so many are asked for by name; above, one table is cheaper. */
const NAMES_MAX = 8;
/** Outcomes in the order of the entries. Throws where the session is lost or a list cannot be read; repeating is safe. */
export async function keepNotices(session, access, entries, signal, hurry) {
    const [lists, found] = await Promise.all([readLists(session, access, signal), seek(session, entries, signal)]);
    const { outcomes, wishes } = wishesOf(entries, found, lists.hasIpv6);
    const { going, adding } = differ(lists.held, wishes, outcomes);
    await removeAll(session, going, signal);
    for (let start = 0; start < adding.length; start += BATCH) {
        if (hurry()) {
            for (const { at } of adding.slice(start))
                if (outcomes[at]?.state === 'listed')
                    outcomes[at] = { ...outcomes[at], state: 'left' };
            break;
        }
        await Promise.all(adding.slice(start, start + BATCH).map((wish) => add(session, access, wish, outcomes, signal)));
    }
    return outcomes;
}
async function readLists(session, access, signal) {
    const lists = { held: [], hasIpv6: true };
    const read = async (menu) => {
        const words = [`${MENUS[menu].path}/print`, '=.proplist=.id,address,comment,timeout,disabled', `?list=${access.noticeList}`];
        const rows = await rowsOf(session, words, signal);
        if (rows === null && menu === 'list6')
            lists.hasIpv6 = false;
        for (const row of rows ?? []) {
            const address = parseAddress(row.address ?? '');
            const mark = readMark(row.comment);
            if (row['.id'] === undefined || (address === null && mark === null))
                continue;
            lists.held.push({
                ...{ id: row['.id'], menu, key: address?.key ?? '', connection: mark?.connection ?? null, isOurs: mark !== null },
                ...{ isEnabled: !isYes(row.disabled), leftS: row.timeout === undefined ? null : secondsOf(row.timeout) },
            });
        }
    };
    await Promise.all([read('list4'), read('list6')]);
    return lists;
}
/** Null where the router has no such menu. */
async function rowsOf(session, words, signal) {
    try {
        return await session.command(words, { signal });
    }
    catch (e) {
        if (trapOf(e)?.startsWith('no such command') === true)
            return null;
        throw e;
    }
}
const SOUGHT = {
    pppoe: { path: '/ppp/active', key: 'name', fields: 'name,address' },
    hotspot: { path: '/ip/hotspot/active', key: 'user', fields: 'user,address' },
    dhcp: { path: '/ip/dhcp-server/lease', key: 'mac-address', fields: 'mac-address,active-address,status' },
};
/** By way and name: the address that is in use right now. Of several sessions of one name the newest counts. */
async function seek(session, entries, signal) {
    const found = new Map();
    const reads = ['pppoe', 'hotspot', 'dhcp'].map(async (way) => {
        const names = new Set(entries.flatMap(({ seek }) => (seek?.way === way ? [nameOf(seek)] : [])));
        if (names.size === 0)
            return;
        const { path, key, fields } = SOUGHT[way];
        const words = [`${path}/print`, `=.proplist=${fields}`];
        if (names.size <= NAMES_MAX) {
            words.push(...[...names].map((name) => `?${key}=${name}`), ...Array.from({ length: names.size - 1 }, () => '?#|'));
        }
        for (const row of (await rowsOf(session, words, signal)) ?? []) {
            const name = row[key] ?? '';
            const address = way === 'dhcp' ? boundAddress(row) : row.address;
            if (names.has(name) && address !== undefined && address !== '')
                found.set(`${way} ${name}`, address);
        }
    });
    await Promise.all(reads);
    return found;
}
const nameOf = ({ way, name }) => (way === 'dhcp' ? (macOf(name) ?? name) : name);
/** A lease that waits or is only offered says nothing of who has the address. */
const boundAddress = (row) => (row.status === 'bound' ? row['active-address'] : undefined);
function wishesOf(entries, found, hasIpv6) {
    const outcomes = [];
    const wishes = [];
    for (const [at, entry] of entries.entries()) {
        const { connection, seek } = entry;
        const sought = seek === null ? undefined : found.get(`${seek.way} ${nameOf(seek)}`);
        const text = seek === null ? entry.address : (sought ?? null);
        const parsed = [text, seek === null && hasIpv6 ? entry.ipv6Prefix : null].flatMap((one) => one === null ? [] : [parseAddress(one)]);
        const addresses = parsed.flatMap((address) => address ?? []);
        if (seek !== null && text === null)
            outcomes.push({ connection, state: 'offline', address: null, why: null });
        else if (addresses.length === 0 || addresses.length < parsed.length) {
            const why = parsed.length === 0 ? 'this router has no IPv6' : `"${entry.address ?? entry.ipv6Prefix ?? text}" is no address`;
            outcomes.push({ connection, state: 'refused', address: null, why });
        }
        else {
            outcomes.push({ connection, state: 'listed', address: text, why: null });
            for (const address of addresses)
                wishes.push({ at, menu: address.family === 4 ? 'list4' : 'list6', address, entry });
        }
    }
    return { outcomes, wishes: withoutShared(wishes, outcomes) };
}
/** An address that two customers are found with is nobody's: each would be shown what the other owes. */
function withoutShared(wishes, outcomes) {
    const owners = new Map();
    for (const { address, entry } of wishes)
        owners.set(address.key, (owners.get(address.key) ?? new Set()).add(entry.customerCode));
    return wishes.filter(({ at, address, entry }) => {
        if ((owners.get(address.key)?.size ?? 0) < 2)
            return true;
        outcomes[at] = {
            connection: entry.connection,
            state: 'refused',
            address: null,
            why: `${address.text} is in use by two customers`,
        };
        return false;
    });
}
/** What has to go and what has to come; what another hand has put there already has come. */
function differ(held, wishes, outcomes) {
    const there = new Map(held.map((one) => [`${one.menu} ${one.key}`, one]));
    const staying = new Set();
    const adding = [];
    for (const wish of wishes) {
        const known = there.get(`${wish.menu} ${wish.address.key}`);
        if (outcomes[wish.at]?.state !== 'listed' || staying.has(`${wish.menu} ${wish.address.key}`))
            continue;
        if (known !== undefined && !known.isOurs) {
            if (known.isEnabled)
                continue;
            const why = `${wish.address.text} has a disabled entry of another hand on the notice list: enable or remove it`;
            outcomes[wish.at] = { connection: wish.entry.connection, state: 'refused', address: null, why };
        }
        else {
            staying.add(`${wish.menu} ${wish.address.key}`);
            if (known === undefined || !isAsTold(known, wish))
                adding.push(wish);
        }
    }
    const kept = new Set(adding.map((wish) => `${wish.menu} ${wish.address.key}`));
    const isKept = (key) => staying.has(key) && !kept.has(key);
    return { going: held.filter((one) => one.isOurs && !isKept(`${one.menu} ${one.key}`)), adding };
}
const isAsTold = ({ connection, isEnabled, leftS }, { entry }) => connection === entry.connection && isEnabled && leftS !== null && Math.abs(leftS - entry.seconds) <= OFF_S;
/** In one sentence a menu; where one of the rows has gone meanwhile, which undoes the whole sentence, each by itself. */
async function removeAll(session, going, signal) {
    const gone = async (menu, ids) => {
        try {
            await session.command([`${MENUS[menu].path}/remove`, `=.id=${ids.join(',')}`], { signal });
        }
        catch (e) {
            if (trapOf(e)?.startsWith('no such item') !== true)
                throw e;
            if (ids.length > 1)
                await Promise.all(ids.map((id) => gone(menu, [id])));
        }
    };
    const parcels = [];
    for (const menu of ['list4', 'list6']) {
        const ids = going.filter((one) => one.menu === menu).map(({ id }) => id);
        for (let start = 0; start < ids.length; start += BATCH)
            parcels.push(gone(menu, ids.slice(start, start + BATCH)));
    }
    const ended = await Promise.allSettled(parcels);
    for (const one of ended)
        if (one.status === 'rejected')
            throw one.reason;
}
async function add(session, access, wish, outcomes, signal) {
    const { at, menu, address, entry } = wish;
    const words = [
        `=list=${access.noticeList}`,
        `=address=${address.text}`,
        `=timeout=${entry.seconds}s`,
        `=comment=${markOf(entry)}`,
    ];
    try {
        await session.command([`${MENUS[menu].path}/add`, ...words], { signal });
    }
    catch (e) {
        const trap = trapOf(e);
        if (trap === null || !isFault(e))
            throw e;
        if (trap.startsWith('failure: already have such'))
            return;
        outcomes[at] = { connection: entry.connection, state: 'refused', address: null, why: e.message };
    }
}
