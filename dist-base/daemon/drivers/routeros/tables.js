// The menus that this driver reads, with the properties it looks at and no others: without `.proplist` a router works
// out every slow field of every row. A reading is a snapshot of some of them, each asked for once; what is decided is
// decided from snapshots alone. Surprising: a menu that the router does not have (no hotspot package, IPv6 off) reads as
// empty, because nobody can be served there; a menu that it refuses to show fails for those who need it, not for all.
import { isFault } from '../../../core/fault.js';
import { trapOf } from './session.js';
export const MENUS = {
    list4: { path: '/ip/firewall/address-list', fields: '.id,list,address,comment,disabled,dynamic' },
    list6: { path: '/ipv6/firewall/address-list', fields: '.id,list,address,comment,disabled,dynamic' },
    secret: { path: '/ppp/secret', fields: '.id,name,disabled,profile,remote-address', key: 'name' },
    pppActive: { path: '/ppp/active', fields: '.id,name', key: 'name' },
    pppProfile: { path: '/ppp/profile', fields: '.id,name' },
    lease: {
        path: '/ip/dhcp-server/lease',
        fields: '.id,address,mac-address,active-address,dynamic,block-access,rate-limit,disabled',
        key: 'mac-address',
    },
    hotspotUser: { path: '/ip/hotspot/user', fields: '.id,name,disabled,profile,address', key: 'name' },
    hotspotActive: { path: '/ip/hotspot/active', fields: '.id,user', key: 'user' },
    hotspotCookie: { path: '/ip/hotspot/cookie', fields: '.id,user', key: 'user' },
    hotspotProfile: { path: '/ip/hotspot/user/profile', fields: '.id,name' },
    queue: { path: '/queue/simple', fields: '.id,name,target,max-limit,burst-limit,comment,disabled,dynamic' },
};
// Up to so many rows are asked for by name: a payment must not wait for five thousand secrets. Above, one table is cheaper.
const NAMES_MAX = 8;
/** Adds a wish to those of others; whoever wants the whole menu wins. */
export function ask(asked, menu, key = null) {
    const names = asked.get(menu);
    // Text beyond ASCII is not asked for: the router may keep it in another encoding and would find nothing.
    if (key === null || !isPlain(key))
        asked.set(menu, null);
    else if (names === undefined)
        asked.set(menu, new Set([key]));
    else
        names?.add(key);
}
function isPlain(text) {
    for (let i = 0; i < text.length; i++)
        if (text.charCodeAt(i) > 0x7e)
            return false;
    return true;
}
export class Tables {
    access;
    #rows = new Map();
    #refused = new Map();
    #indexes = new Map();
    constructor(access) {
        this.access = access;
    }
    put(menu, rows) {
        this.#rows.set(menu, rows);
    }
    refuse(menu, fault) {
        this.#refused.set(menu, fault);
    }
    /** Why one of the menus that are asked for could not be read; null where all were. */
    refusalFor(asks) {
        if (this.#refused.size === 0)
            return null;
        const asked = new Map();
        asks(asked);
        for (const menu of asked.keys()) {
            const refused = this.#refused.get(menu);
            if (refused !== undefined)
                return refused;
        }
        return null;
    }
    rows(menu) {
        return this.#rows.get(menu) ?? [];
    }
    /** The rows that have this value, in the router's order. */
    find(menu, property, value) {
        const key = `${menu} ${property}`;
        let index = this.#indexes.get(key);
        if (index === undefined) {
            index = new Map();
            for (const row of this.rows(menu)) {
                const held = index.get(row[property] ?? '');
                if (held === undefined)
                    index.set(row[property] ?? '', [row]);
                else
                    held.push(row);
            }
            this.#indexes.set(key, index);
        }
        return index.get(value) ?? [];
    }
}
/** Reads all that is asked for at once. Throws only where the session was lost. */
export async function readTables(session, access, asked, signal) {
    const tables = new Tables(access);
    const reads = [...asked].map(async ([menu, names]) => {
        try {
            tables.put(menu, await session.command(printOf(menu, names, access), { signal }));
            return null;
        }
        catch (e) {
            const trap = trapOf(e);
            if (trap === null || !isFault(e))
                return e instanceof Error ? e : new Error(String(e));
            if (!trap.startsWith('no such command'))
                tables.refuse(menu, e);
            return null;
        }
    });
    for (const lost of await Promise.all(reads))
        if (lost !== null)
            throw lost;
    return tables;
}
function printOf(menu, names, access) {
    const { path, fields } = MENUS[menu];
    const words = [`${path}/print`, `=.proplist=${fields}`];
    const { key } = MENUS[menu];
    // Other lists on a router can be enormous (block lists from the Internet), so ours are picked out there.
    if (menu === 'list4' || menu === 'list6')
        words.push(...anyOf('list', [access.cutList, access.noticeList]));
    else if (key !== undefined && names !== null && names.size <= NAMES_MAX)
        words.push(...anyOf(key, [...names]));
    return words;
}
/** Query words are a stack: n values, then n-1 times "or". */
function anyOf(property, values) {
    const words = values.map((value) => `?${property}=${value}`);
    for (let i = 1; i < values.length; i++)
        words.push('?#|');
    return words;
}
