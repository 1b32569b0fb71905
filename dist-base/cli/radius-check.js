// What `ispcube doctor` says of RADIUS: may anybody send, does the kernel hold what comes at once, and are the ports free or
// ours? A port that another program has (FreeRADIUS, most likely) is the one fault that keeps a daemon from hearing anything.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { radiusClients } from '../core/acts/radius-clients.js';
import { firstStartedAt } from '../core/store/settings.js';
import { hostAndPort } from '../daemon/radius/listen.js';
import { askDaemon } from './daemon-status.js';
import { counted } from './output.js';
const well = (name, detail) => ({ name, ok: true, detail });
const ill = (name, detail) => ({ name, ok: false, detail });
export async function checkRadius(wired) {
    const { listen, bufferBytes } = wired.config.radius;
    const { clients, left } = await radiusClients(wired.db, wired.deps.seal);
    const [first] = left;
    if (clients.length === 0 && first === undefined)
        return [well('radius', 'nobody may send accounting (ispcube radius client add)')];
    if (listen.length === 0)
        return [ill('radius', `${counted(clients.length, 'client')} and no port: set radius.listen`)];
    const heard = first === undefined ? null : ill('radius', `${first.name} is not heard: ${first.why}`);
    const said = heard ?? (await bufferFinding(bufferBytes)) ?? well('radius', `${counted(clients.length, 'client')} with a secret`);
    return [said, await portFinding(wired, listen)];
}
/** What the kernel gives at most; null where nobody can say (not Linux). */
async function kernelBuffer() {
    const text = await readFile('/proc/sys/net/core/rmem_max', 'utf8').catch(() => '');
    return text === '' ? null : Number(text);
}
/** Null where there is enough. Linux counts twice what is asked for, to have room for its own books. */
async function bufferFinding(bufferBytes) {
    const most = await kernelBuffer();
    const wanted = Math.ceil(bufferBytes / 2);
    if (most === null || most >= wanted)
        return null;
    const much = `${Math.round(most / 1024)} KB, some hundred packets`;
    return ill('radius', `the kernel holds at most ${much}: when all routers come back at once, packets are lost before they are heard; sysctl -w net.core.rmem_max=${wanted}, and put it into /etc/sysctl.d`);
}
async function portFinding(wired, listen) {
    const asked = await askDaemon(wired.config.http.listen, await firstStartedAt(wired.db));
    const ours = new Set(asked.ok ? asked.status.feeds.flatMap((feed) => feed.listens) : []);
    const free = [];
    for (const address of listen) {
        if (ours.has(address))
            continue;
        const why = await whyTaken(address);
        if (why !== null)
            return ill('listen', `${address}: ${why}${asked.ok ? '' : `; the daemon was not asked: ${asked.why}`}`);
        free.push(address);
    }
    const mine = listen.filter((address) => ours.has(address));
    return well('listen', [mine.length > 0 ? `the daemon listens on ${mine.join(', ')}` : '', free.length > 0 ? `${free.join(', ')} free` : '']
        .filter((part) => part !== '')
        .join('; '));
}
/** Null where the port can be opened, as the listener would. */
async function whyTaken(address) {
    const { host, port } = hostAndPort(address);
    const probe = createSocket(isIPv6(host) ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' });
    try {
        probe.bind({ address: host, port, exclusive: true });
        await once(probe, 'listening');
        return null;
    }
    catch (e) {
        const { code = '', message } = e;
        return `${message}; ${ADVICE[code] ?? 'set radius.listen'}`;
    }
    finally {
        probe.close();
    }
}
const ADVICE = {
    EADDRINUSE: 'another program has it (ss -lunp shows which; beside FreeRADIUS: docs/radius.md)',
    EADDRNOTAVAIL: 'this machine has no such address: set radius.listen',
    EAFNOSUPPORT: 'IPv6 is switched off here: leave it out of radius.listen, or no address is listened to at all',
    EACCES: 'ports below 1024 are for root: take 1813, or give the service CAP_NET_BIND_SERVICE',
};
