// DHCP: the customer's lease, known by his MAC (by his address where no MAC is known). A cut refuses the next request
// (`block-access`) and, because a client keeps its lease until then, puts the lease's address on the cut list as well: the
// list acts at once. A missing lease proves a cut and never a restore. Surprising: a dynamic lease can carry nothing, so it
// is made static first and looked at again before anything is set: it may come back under another id.
import { addressList } from './address-list.js';
import { isSingle, parseAddress } from './address.js';
import { isSameRate, isYes, macOf } from './property.js';
import { ask } from './tables.js';
import { refuse, set } from './way.js';
export const dhcp = {
    lack(target) {
        if (target.mac !== null)
            return macOf(target.mac) === null ? `"${target.mac}" is no MAC` : null;
        return target.address === null ? 'neither a MAC nor an address' : null;
    },
    ask(asked, target, change) {
        addressList.ask(asked, target, change);
        ask(asked, 'lease', target.mac === null ? null : macOf(target.mac));
    },
    listed(target, tables) {
        const leases = leasesOf(target, tables);
        const listed = [];
        for (const lease of leases) {
            // What the client has now, and what it gets next.
            take(listed, lease['active-address']);
            take(listed, lease.address);
        }
        if (leases.length > 0 && listed.length === 0)
            take(listed, target.address);
        if (leases.length > 0)
            take(listed, target.ipv6Prefix);
        return listed;
    },
    claim: (target, tables) => leasesOf(target, tables).map((lease) => `lease ${lease['.id']}`),
    see(target, tables, seen) {
        const leases = leasesOf(target, tables);
        if (leases.length === 0) {
            seen.shut++;
            seen.texts.push(`no lease for ${target.mac ?? target.address}`);
        }
        for (const lease of leases) {
            const isOff = isYes(lease['block-access']) || isYes(lease.disabled);
            if (isOff)
                seen.shut++;
            else
                seen.open++;
            seen.texts.push(`${lease['.id']} ${lease.address} ${isOff ? 'blocked' : 'served'}`);
        }
    },
    plan(change, tables, claims, steps) {
        const leases = leasesOf(change, tables);
        const [main] = leases;
        const isClosing = change.desired === 'none' && change.closed;
        if (change.desired === 'active' && main === undefined)
            refuse(steps, `no lease for ${change.mac ?? change.address}`);
        for (const lease of leases) {
            const words = [];
            if (change.desired === 'cut' && !isYes(lease['block-access']))
                words.push('=block-access=yes');
            if (isClosing && !isYes(lease.disabled) && claims.usedBy(`lease ${lease['.id']}`, change.place) === null)
                words.push('=disabled=yes');
            if (change.desired === 'active') {
                if (isYes(lease['block-access']))
                    words.push('=block-access=no');
                if (isYes(lease.disabled))
                    words.push('=disabled=no');
                if (lease === main)
                    words.push(...serviceWords(change.address, change.plan, lease));
            }
            if (words.length > 0)
                setLease(steps, change.desired === 'active' ? 'restore' : 'cut', lease, words);
        }
    },
};
function setLease(steps, phase, lease, words) {
    if (!isYes(lease.dynamic))
        return set(steps, phase, 'lease', lease['.id'], words);
    steps.writes.push({ phase: 'clear', menu: 'lease', verb: 'make-static', id: lease['.id'] ?? '', words: [] });
}
function serviceWords(address, plan, lease) {
    const words = [];
    const own = address === null ? null : parseAddress(address);
    const isGiven = own !== null && own.family === 4 && isSingle(own);
    if (isGiven && parseAddress(lease.address ?? '')?.key !== own.key)
        words.push(`=address=${own.text}`);
    if (plan === null)
        return words;
    // The router's view: what it receives, the customer's upload, comes first.
    const rate = `${plan.upKbps}k/${plan.downKbps}k`;
    if (!isSameRate(lease['rate-limit'], rate))
        words.push(`=rate-limit=${rate}`);
    return words;
}
/** The leases of a target; first the one that has the address of its contract. */
function leasesOf(target, tables) {
    const mac = target.mac === null ? null : macOf(target.mac);
    const address = target.own[0]?.text;
    if (mac === null)
        return tables.find('lease', 'address', address ?? '');
    const leases = tables.find('lease', 'mac-address', mac);
    if (leases.length < 2)
        return leases;
    return leases.toSorted((a, b) => Number(b.address === address) - Number(a.address === address));
}
function take(listed, text) {
    const address = text === null || text === undefined ? null : parseAddress(text);
    if (address !== null && !listed.some((known) => known.key === address.key))
        listed.push(address);
}
