// Tells systemd how it goes: ready, stopping, and a sign of life for its watchdog as long as the daemon's loops turn. Node has no
// Unix datagram sockets, so systemd's own `systemd-notify` says it, a process of a few milliseconds twice a watchdog interval;
// it comes from a child, hence NotifyAccess=all in the unit. Where systemd does not listen (NOTIFY_SOCKET) there is nothing to
// tell. A sign is sent only while no loop hangs: a daemon that answers but carries out nothing must not look alive. Loops whose
// turns fail are no reason to end it, because a new process would not bring the database back either.
import { execFile } from 'node:child_process';
/** Systemd is told within this, or not at all. */
const PATIENCE_MS = 5_000;
/** Null where nobody wants to know. */
export function findSystemd(env, log) {
    const { NOTIFY_SOCKET = '', PATH = '/usr/bin:/bin' } = env;
    if (NOTIFY_SOCKET === '')
        return null;
    const everyMs = watchdogMs(env);
    let timer;
    let isSaid = false;
    // The child is given these two alone: the environment holds secrets.
    const tell = (...words) => new Promise((resolve) => {
        execFile('systemd-notify', words, { env: { NOTIFY_SOCKET, PATH }, timeout: PATIENCE_MS }, (err) => {
            if (err && !isSaid)
                log.error({ err }, 'systemd cannot be told; under its watchdog it will end this process');
            isSaid ||= err !== null;
            resolve();
        });
    });
    const signOfLife = (stuck) => {
        if (stuck.length === 0)
            return tell('WATCHDOG=1');
        log.error({ loops: stuck }, 'loops hang; the watchdog of systemd is told nothing more');
        return tell(`--status=hangs: ${stuck.join(', ')}`);
    };
    return {
        async ready(stuck) {
            await tell('--ready', '--status=at work');
            if (everyMs !== null)
                timer = setInterval(() => void signOfLife(stuck()), everyMs);
        },
        async stopping() {
            clearInterval(timer);
            await tell('STOPPING=1', '--status=ends what it has begun');
        },
    };
}
/** Half of what systemd waits for (sd_watchdog_enabled(3)); null where it does not wait, or for another process. */
function watchdogMs(env) {
    const { WATCHDOG_USEC = '', WATCHDOG_PID = '' } = env;
    const ms = Number(WATCHDOG_USEC) / 1000;
    if (WATCHDOG_USEC === '' || !Number.isFinite(ms) || ms <= 0)
        return null;
    return WATCHDOG_PID === '' || Number(WATCHDOG_PID) === process.pid ? Math.max(ms / 2, 10) : null;
}
