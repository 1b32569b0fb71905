// The thread that talks to routers. It opens no database, writes no log and holds no rule: plain data in, outcomes out. A
// session stays open between the tasks of a router, so a run of a thousand orders logs in once; without work it is closed.
// Faults are returned, because an error that crosses a thread loses its code.
import { noteOf } from '../core/fault.js';
import { openDriver } from './drivers/index.js';
const sessions = new Map();
export async function work(task) {
    const from = performance.now();
    try {
        if (task.do === 'close')
            await closeAll();
        const answer = task.do === 'close' ? { ok: true, fingerprint: null } : await answerTo(task);
        return { ...answer, tookMs: performance.now() - from };
    }
    catch (error) {
        // A driver's own mistake tells nothing of how far it came.
        return { ok: false, fault: noteOf(error, 'device-silent'), tookMs: performance.now() - from };
    }
}
async function answerTo(task) {
    const session = await sessionFor(task.access);
    const { driver } = session;
    const signal = AbortSignal.timeout(task.deadlineMs);
    try {
        if (task.do === 'apply') {
            const { hurry, proven } = task;
            let parts = 0;
            const outcomes = await driver.apply(JSON.parse(task.changes), signal, {
                hurry: () => Atomics.load(hurry, 0) === 1,
                proven(some) {
                    parts++;
                    proven.postMessage(JSON.stringify(some));
                },
            });
            return { ok: true, outcomes: JSON.stringify(outcomes), parts, fingerprint: driver.fingerprint };
        }
        if (task.do === 'look')
            return { ok: true, look: await driver.look(task.targets, signal), fingerprint: driver.fingerprint };
        if (task.do === 'signals') {
            // A driver that knows no radios has nobody registered at them.
            const signals = (await driver.signals?.(task.macs, signal)) ?? new Map();
            return { ok: true, signals, fingerprint: driver.fingerprint };
        }
        if (task.do === 'notice') {
            const { entries, hurry } = task;
            // A driver without a notice list has nobody on it.
            const noticed = (await driver.notice?.(entries, signal, { hurry: () => Atomics.load(hurry, 0) === 1 })) ?? [];
            return { ok: true, noticed, fingerprint: driver.fingerprint };
        }
        return { ok: true, checks: await driver.test(signal), fingerprint: driver.fingerprint };
    }
    finally {
        rest(task.access.router, session, task.idleMs);
    }
}
async function sessionFor(access) {
    const key = JSON.stringify(access);
    const open = sessions.get(access.router);
    if (open?.idle)
        clearTimeout(open.idle);
    if (open?.key === key)
        return open;
    if (open)
        await drop(access.router, open);
    const entry = await openDriver(access.driver);
    const session = { key, driver: entry.open(access), idle: null };
    sessions.set(access.router, session);
    return session;
}
/** Closes the session when no task asked for it within the idle time. */
function rest(router, session, idleMs) {
    if (session.idle)
        clearTimeout(session.idle);
    session.idle = setTimeout(() => void drop(router, session), idleMs);
    session.idle.unref();
}
async function drop(router, session) {
    if (session.idle)
        clearTimeout(session.idle);
    if (sessions.get(router) === session)
        sessions.delete(router);
    // A session that does not close cleanly is gone all the same; there is nobody left to tell.
    await session.driver.close().catch(() => undefined);
}
async function closeAll() {
    await Promise.all([...sessions].map(([router, session]) => drop(router, session)));
}
