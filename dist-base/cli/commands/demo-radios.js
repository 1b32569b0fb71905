// The demo's radios: Ubiquiti CPEs that are asked over SSH, others that answer SNMP, and the customers of the town that are
// registered at their routers. One CPE has another password, one accepts and says nothing: such are on every roof.
import { randomBytes } from 'node:crypto';
import { addCredential, setSnmp } from '../../core/acts/cpe-accesses.js';
import { saveSetting } from '../../core/acts/settings.js';
import { cpesOfCustomer, worstCpes } from '../../core/store/cpes.js';
import { requireCustomer } from '../../core/store/customers.js';
import { freeUdpPort } from '../../fixtures/peers/free-port.js';
import { startAgent } from '../../fixtures/peers/snmp.js';
import { startCpe } from '../../fixtures/peers/ssh.js';
import { drawOf } from '../../fixtures/town-past.js';
import { askAll, everyLine, turnsNow } from '../ask-signal.js';
import { counted } from '../output.js';
import { cpesText, readingText } from '../signal.js';
const OVER_SSH = 24;
const OVER_SNMP = 24;
const USER = 'ubnt';
const AIR_MS = 15_000;
export async function openDemoRadios() {
    const password = randomBytes(6).toString('base64url');
    const closing = [];
    const close = async () => void (await Promise.all(closing.splice(0).map((one) => one())));
    try {
        const port = await freeUdpPort();
        const hosts = [];
        const cpes = [];
        for (let index = 0; index < OVER_SSH; index++) {
            const cpe = await startCpe({ username: USER, password, programs: statusOf(index) });
            closing.push(() => cpe.close());
            if (index === 5)
                cpe.faults = { wrongPassword: true };
            if (index === 6)
                cpe.faults = { mute: true };
            cpes.push(cpe);
            hosts.push(`127.0.0.1:${cpe.port}`);
        }
        // On the air no figure stays as it is.
        const air = setInterval(() => {
            for (const [index, cpe] of cpes.entries())
                cpe.programs = statusOf(index, Math.floor(Date.now() / AIR_MS));
        }, AIR_MS);
        closing.push(async () => clearInterval(air));
        for (let index = 0; index < OVER_SNMP; index++) {
            const host = `127.0.9.${index + 1}`;
            const agent = await startAgent({ host, port, rows: rowsOf(index), community: 'demo' });
            closing.push(() => agent.close());
            hosts.push(host);
        }
        return {
            hosts,
            close,
            async introduce(wired) {
                const told = { ...wired.told(), seal: wired.deps.seal };
                await addCredential(wired.db, { username: USER, password }, told);
                await setSnmp(wired.db, { router: null, access: { version: '2c', port, community: 'demo' } }, told);
                await saveSetting(wired.db, { key: 'cpe.everyS', value: '60' }, told);
            },
        };
    }
    catch (e) {
        await close();
        throw e;
    }
}
const signalOf = (index) => -51 - ((index * 37) % 33);
function statusOf(index, moment = 0) {
    const off = moment === 0 ? 0 : Math.round((drawOf(index, moment) - 0.5) * 7);
    const dbm = signalOf(index) + off;
    const ccq = 960 - ((index * 53) % 400) + off * 9;
    return {
        'mca-status': [
            `deviceName=cpe-${index},deviceId=02:00:5E:00:54:0${index % 10},firmwareVersion=XW.ar934x.v6.3.16.33429.241004.1620,platform=NanoStation M5`,
            '',
            ...['wlanOpmode=sta', 'essid=norte 5G', 'apMac=02:00:5E:00:53:A0', 'wlanConnections=1', 'freq=5180', 'distance=1350'],
            ...[`signal=${dbm}`, 'noise=-96', `ccq=${ccq}`, `uptime=${86_400 + index * 7000}`, 'wlanTxRate=117', 'wlanRxRate=130'],
            ...[`wlanPollingQuality=${94 - (index % 30) + off}`, `wlanPollingCapacity=${86 - (index % 45) + off * 2}`],
            '',
        ].join('\n'),
        wstalist: JSON.stringify([{ mac: '02:00:5E:00:53:A0', signal: dbm, ccq: Math.floor(ccq / 10), tx: 117, rx: 130 }]),
    };
}
function rowsOf(index) {
    const airMax = '1.3.6.1.4.1.41112.1.4';
    return `
1.2.840.10036.3.1.2.1.3.5|4|LiteBeam M5
1.2.840.10036.3.1.2.1.4.5|4|XW.ar934x.v6.3.16
1.3.6.1.2.1.1.3.0|67|${(index + 1) * 8_640_000}
${airMax}.1.1.4.1|2|5240
${airMax}.1.1.7.1|2|${600 + index * 90}
${airMax}.5.1.2.1|4|sur 5G
${airMax}.5.1.5.1|2|${signalOf(index + OVER_SSH)}
${airMax}.5.1.7.1|2|${98 - (index % 20)}
${airMax}.5.1.8.1|2|-97
${airMax}.5.1.9.1|2|130000000
${airMax}.5.1.10.1|2|117000000
${airMax}.6.1.2.1|2|1
${airMax}.6.1.3.1|2|${95 - (index % 25)}
${airMax}.6.1.4.1|2|${88 - (index % 30)}
`;
}
/** Everybody is asked once, one is shown as a picture, and the worst are listed. */
export async function tellRadios({ wired, radios }, code, out, say) {
    await radios.introduce(wired);
    const from = performance.now();
    const turns = await turnsNow(wired, await everyLine(wired, undefined));
    const heard = await askAll(wired, turns, (all) => out.progress(`${all.length} CPEs asked`));
    const tookMs = Math.round(performance.now() - from);
    const read = heard.filter(({ visit }) => visit.ok).length;
    say(`${counted(heard.length, 'connection')} asked in ${tookMs} ms, ${read} heard; one of them, ${code}:`);
    const [line] = await cpesOfCustomer(wired.db, (await requireCustomer(wired.db, code)).id);
    const one = heard.find((other) => other.line.connectionId === line?.connectionId);
    if (one?.visit.ok === true)
        say(readingText(one.visit.reading, out));
    say('\nThe worst:');
    say(cpesText(await worstCpes(wired.db, { limit: 5 }), wired.deps.now(), out));
    return { asked: heard.length, read, tookMs };
}
