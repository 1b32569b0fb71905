// A visit to an airOS device: up to five passwords, one command, one reading (core/probe.ts). The first key that a device
// shows holds for the whole visit, so that the second password goes to whom the first one went. A fault tells the device and
// what to do; it keeps what the device said where that was no status, but never a password, not even one it was sent back.
import { noteOf } from '../../../core/fault.js';
import { call, withoutPasswords } from './call.js';
import { COMMAND, readAnswer } from './status.js';
const CREDENTIALS_MAX = 5;
/** Enough of an answer that is none to make a fixture of. */
const SAID_MAX = 2000;
export const probe = async (access, signal) => {
    try {
        return await visit(access, signal);
    }
    catch (e) {
        // Only a mistake of our own comes here; the visit is over all the same, and the thread lives on.
        return { ok: false, fault: noteOf(e, 'device-silent'), hostKey: null };
    }
};
async function visit(access, signal) {
    const tried = [];
    let { hostKey } = access;
    let refusal = 'was not called';
    for (const credential of access.credentials.slice(0, CREDENTIALS_MAX)) {
        if (signal.aborted)
            return late(access, tried, hostKey);
        const answer = await call({ ...access, hostKey }, credential, COMMAND, signal);
        hostKey = answer.hostKey ?? hostKey;
        if (answer.ok)
            return readingOf(access, answer.said, credential.id, answer.hostKey);
        if (answer.code !== 'device-login')
            return failed(access, answer.code, answer.why, answer.hostKey);
        refusal = answer.why;
        tried.push(credential.username);
    }
    const why = `${refusal} (${tried.length} tried): add the right one (ispcube cpe password add USER)`;
    return failed(access, 'device-login', why, tried.length === 0 ? null : hostKey, { users: [...new Set(tried)] });
}
/** Once somebody has answered, a host is there, and what is not known is whether the next password is right. */
function late(access, tried, hostKey) {
    const isThere = tried.length > 0;
    const why = isThere
        ? `refused ${tried.length} password(s), and then the time for this visit was over`
        : 'was not called: the time for this visit was over before its turn came (limits.visitMs): this machine is busy, or limits.visitsAtOnce too many';
    return failed(access, isThere ? 'device-silent' : 'device-unreachable', why, isThere ? hostKey : null);
}
function readingOf(access, said, credential, hostKey) {
    try {
        return { ok: true, reading: readAnswer(said), credential, hostKey };
    }
    catch (e) {
        const { code, message } = noteOf(e, 'device-garbled');
        const clean = (text) => withoutPasswords(access, text);
        return failed(access, code, `let us in, but ${clean(message)}`, hostKey, { said: clean(said).slice(0, SAID_MAX) });
    }
}
function failed(access, code, why, hostKey, more = {}) {
    const { name, host, sshPort: port } = access;
    const message = `CPE ${name} (${host}:${port}) ${why}`;
    return { ok: false, fault: { code, message, facts: { cpe: name, host, port, why, ...more } }, hostKey };
}
