// Questions: what does a visit to a CPE cost us in CPU, beside bare ssh2 with the same options and beside an OpenSSH client
// started for each? And what does old firmware, which knows only group 1, cost beside one of today? All arms meet the same
// simulated CPEs in a process of their own, one visit after the other, in turns, and the least of the rounds is compared:
// whatever else goes on only ever adds. Ours parses the status and waits until the line is closed on both sides.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { algorithmsFor } from '../../daemon/drivers/airos/algorithms.js';
import { loadSsh2 } from '../../daemon/drivers/airos/modp2.js';
import { COMMAND } from '../../daemon/drivers/airos/status.js';
import { probe } from '../../daemon/drivers/airos/visit.js';
import { startCpeProcess } from '../../fixtures/peers/ssh-process.js';
import { times } from './line.js';
const CPES = 10;
const ROUNDS = 10;
export const CPE_PASSWORD = 'ubnt';
export const PROGRAMS = {
    'mca-status': 'deviceName=casa,deviceId=02:00:5E:00:53:01,firmwareVersion=XW.ar934x.v6.1.7.32555.180523.1754,platform=NanoStation M5\n\n' +
        'wlanOpmode=sta\napMac=02:00:5E:00:53:A0\nwlanConnections=1\nsignal=-64\nnoise=-95\nccq=931\nuptime=86400\n' +
        Array.from({ length: 50 }, (_, index) => `wlanRxErrOther${index}=0\n`).join(''),
    wstalist: '[{"mac":"02:00:5E:00:53:A0","signal":-64,"ccq":93,"tx":117,"rx":104}]\n',
};
const run = promisify(execFile);
const ms = (value) => `${value.toFixed(2)} ms`;
const least = (values) => Math.min(...values);
/** `visits` a round and an arm; a third of them to old CPEs, whose own end proves its prime each time, a quarter with OpenSSH. */
export async function benchCpes(visits = 60) {
    const modern = await startCpeProcess(CPES, { programs: PROGRAMS });
    try {
        const old = await startCpeProcess(CPES, { programs: PROGRAMS, firmware: 'old' });
        try {
            return await compare(modern.ports, old.ports, visits);
        }
        finally {
            await old.close();
        }
    }
    finally {
        await modern.close();
    }
}
async function compare(modern, old, visits) {
    const lacking = await lackingForOpenssh();
    const few = Math.ceil(visits / 3);
    const cpuMs = {
        ours: [],
        bare: [],
        oursOld: [],
        bareOld: [],
        openssh: [],
    };
    const arms = [
        async () => cpuMs.ours.push(await cpuOf(visitOurs, modern, false, visits)),
        async () => cpuMs.bare.push(await cpuOf(visitBare, modern, false, visits)),
        async () => cpuMs.oursOld.push(await cpuOf(visitOurs, old, true, few)),
        async () => cpuMs.bareOld.push(await cpuOf(visitBare, old, true, few)),
    ];
    if (lacking === null)
        arms.push(async () => cpuMs.openssh.push(await cpuOfOpenssh(modern, Math.ceil(visits / 4))));
    // The first of each compiles the code and proves the prime.
    for (const visit of [visitOurs, visitBare]) {
        await cpuOf(visit, modern, false, visits);
        await cpuOf(visit, old, true, few);
    }
    // There and back: what an arm leaves to be collected is paid by the one after it.
    for (let round = 0; round < ROUNDS; round++)
        for (const arm of round % 2 === 0 ? arms : arms.toReversed())
            await arm();
    const [ours, bare, oursOld, bareOld] = [least(cpuMs.ours), least(cpuMs.bare), least(cpuMs.oursOld), least(cpuMs.bareOld)];
    const openssh = lacking === null ? least(cpuMs.openssh) : null;
    return [
        line('client CPU of a visit, beside bare ssh2', ours, `bare ssh2 ${ms(bare)}`, ours / bare, 1.3),
        line('the same, old firmware (group 1)', oursOld, `bare ssh2 ${ms(bareOld)}`, oursOld / bareOld, 1.3),
        openssh === null
            ? { question: OPENSSH, ours: ms(ours), beside: `not measured: ${lacking}`, ratio: '–', needed: '≤ 0.4 ×', ok: false }
            : line(OPENSSH, ours, `sshpass and ssh ${ms(openssh)}`, ours / openssh, 0.4),
        line('old firmware (group 1), beside one of today', oursOld, `modern ${ms(ours)}`, oursOld / ours, 2),
    ];
}
const OPENSSH = 'client CPU of a visit, beside an OpenSSH client started for each';
function line(question, ours, beside, ratio, most) {
    return { question, ours: ms(ours), beside, ratio: times(ratio), needed: `≤ ${most} ×`, ok: ratio <= most };
}
/** Milliseconds of this process's CPU for one visit. */
async function cpuOf(visit, ports, isLegacy, visits) {
    const before = process.cpuUsage();
    for (let index = 0; index < visits; index++)
        await visit(ports[index % ports.length] ?? 0, isLegacy);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / visits;
}
async function visitOurs(port, isLegacy) {
    const access = {
        connection: 1,
        name: 'C1/bench',
        host: '127.0.0.1',
        sshPort: port,
        credentials: [{ id: 1, username: 'ubnt', password: CPE_PASSWORD }],
        isLegacy,
        hostKey: null,
        snmp: null,
        connectMs: 20_000,
        commandMs: 20_000,
    };
    const visit = await probe(access, AbortSignal.timeout(60_000));
    if (!visit.ok || visit.reading.signalDbm !== -64)
        throw new Error(visit.ok ? 'another reading' : visit.fault.message);
}
/** Connect, password, command, end: as much as ssh2 needs for the bytes, and nothing of what we make of them. */
function visitBare(port, isLegacy) {
    const { Client } = loadSsh2();
    return new Promise((resolve, reject) => {
        const client = new Client();
        let bytes = 0;
        client
            .on('error', reject)
            .on('close', () => (bytes > 0 ? resolve() : reject(new Error('no answer'))))
            .on('ready', () => client.exec(COMMAND, (e, channel) => {
            if (e)
                return reject(e);
            channel.stderr.resume();
            channel.on('data', (piece) => (bytes += piece.length)).on('close', () => client.end());
        }))
            .connect({
            host: '127.0.0.1',
            port,
            username: 'ubnt',
            password: CPE_PASSWORD,
            authHandler: ['password'],
            algorithms: algorithmsFor({ isLegacy }),
        })
            .setNoDelay(true);
    });
}
async function lackingForOpenssh() {
    for (const [program, flag] of [
        ['ssh', '-V'],
        ['sshpass', '-V'],
    ]) {
        const isThere = await run(program, [flag]).then(() => true, () => false);
        if (!isThere)
            return `${program} is not installed (apt-get install openssh-client sshpass)`;
    }
    return null;
}
/** A shell counts what its children used: the processes that a program would start for each CPE, without the program. */
async function cpuOfOpenssh(ports, visits) {
    const options = [
        'StrictHostKeyChecking=no',
        'UserKnownHostsFile=/dev/null',
        'LogLevel=ERROR',
        'PreferredAuthentications=password',
    ];
    const ssh = `sshpass -e ssh -F none ${options.map((option) => `-o ${option}`).join(' ')} -p "$port" ubnt@127.0.0.1 "$COMMAND"`;
    const list = Array.from({ length: visits }, (_, index) => ports[index % ports.length] ?? 0).join(' ');
    const script = `for port in ${list}; do ${ssh} >/dev/null || exit 1; done; times`;
    const { stdout } = await run('sh', ['-c', script], { env: { ...process.env, SSHPASS: CPE_PASSWORD, COMMAND } });
    // The second line is of the children: user, system.
    const spent = [...(stdout.trim().split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
    const seconds = spent.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
    return (seconds * 1000) / visits;
}
