// Questions to one device over the shared socket, in the window. Every question settles once, by its answer, its time-outs, the
// signal or the loss of the socket. Over UDP nothing tells a device that is not there from one that does not want to talk
// (a wrong community is met with silence), so both are `device-unreachable` and the message says so. Version 3 begins with a
// greeting that every device answers: wrong keys are refused after it, or met with silence, and both is a refused log-in.
// Surprising: an answer that cannot be decoded is dropped by net-snmp and would end as a time-out, so it is
// remembered, and the fault says what was heard.
import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { AuthProtocols, createSession, createV3Session, ErrorStatus, ObjectType, PrivProtocols, ResponseInvalidCode, SecurityLevel, Version1, Version2c, } from 'net-snmp';
import { Fault, isFault } from '../../../core/fault.js';
import { enableDes } from './des.js';
/** Shortest password that version 3 knows (RFC 3414 §11.2). */
const KEY_MIN = 8;
/** A report instead of an answer: our clock or our idea of the device is old. No password is wrong. */
const NO_LOGIN_REPORTS = new Set(['Not In Time Window', 'Unknown Engine ID']);
/** Finds the address and makes ready to ask; sends nothing yet. Whoever opens it closes it. */
export async function openSession(line, target, signal) {
    const { snmp, host } = target;
    if (snmp.version === '3')
        checkKeys(target, snmp);
    if (snmp.version === '3' && snmp.privacy?.protocol === 'des')
        enableDes();
    return new SnmpSession(line, target, isIP(host) === 0 ? await addressOf(target, signal) : host, signal);
}
export class SnmpSession {
    #line;
    #target;
    #address;
    #signal;
    #device;
    /** How to end every question that is open. */
    #open = [];
    #onAbort;
    /** Made with the first question, when its turn has come: thousands that only wait are to cost nothing. */
    #wire = null;
    /** A question was ended here, and net-snmp still waits for its answer. */
    #isForsaken = false;
    #odd = null;
    constructor(line, target, address, signal) {
        this.#line = line;
        this.#target = target;
        this.#address = address;
        this.#signal = signal;
        this.#device = `${address} ${target.snmp.port}`;
        this.#onAbort = () => this.#endAll(this.fault('device-unreachable', 'gave no answer over SNMP in the time for this call'));
        signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    /**
     * The values of these objects, in their order, in one question; undefined for what was not answered. Version 1 refuses a
     * question for an object that it lacks: without it, again.
     */
    async get(oids) {
        for (let asked = oids; asked.length > 0;) {
            const heard = await this.#ask((session, answered) => session.get(asked, answered));
            if (heard.ok)
                return oids.map((oid, i) => pick(heard.varbinds, oid, i));
            const rest = asked.filter((oid) => !heard.message.endsWith(`: ${oid}`));
            if (rest.length === asked.length)
                break;
            asked = rest;
        }
        return [];
    }
    /** Up to `count` objects that follow; empty at the end of what there is. */
    async following(oid, count) {
        const heard = await this.#ask((session, answered) => {
            // Version 1 has no GETBULK.
            if (this.#target.snmp.version === '1')
                session.getNext([oid], answered);
            else
                session.getBulk([oid], 0, count, (error, columns) => answered(error, columns?.flat()));
        });
        return heard.ok ? heard.varbinds.filter(({ type }) => type !== ObjectType.EndOfMibView) : [];
    }
    /** A fault about this device, for who reads its answers. */
    fault(code, why, cause) {
        return faultAbout(this.#target, code, why, cause);
    }
    close() {
        this.#signal.removeEventListener('abort', this.#onAbort);
        if (this.#open.length > 0)
            this.#endAll(this.fault('device-unreachable', 'was left: the session was closed here'));
        if (this.#isForsaken)
            this.#wire?.session.close();
        this.#wire?.end.leave();
    }
    lost(error) {
        this.#endAll(error);
    }
    tripped(error) {
        this.#endAll(this.fault('device-garbled', `answered what cannot be read: ${error.message}`, error));
    }
    #openWire() {
        const { snmp } = this.#target;
        const end = this.#line.socket.endFor(this.#address, snmp.port, this);
        const options = {
            port: snmp.port,
            timeout: snmp.timeoutMs,
            retries: snmp.retries,
            transport: isIPv6(this.#address) ? 'udp6' : 'udp4',
            // A walk that goes backwards would never end.
            backwardsGetNexts: false,
            dgramModule: { createSocket: () => end },
        };
        const session = snmp.version === '3'
            ? createV3Session(this.#address, userOf(snmp), options)
            : createSession(this.#address, snmp.community, { ...options, version: snmp.version === '1' ? Version1 : Version2c });
        session.on('error', (error) => {
            this.#odd = error;
        });
        return { session, end };
    }
    async #ask(send) {
        try {
            const turn = this.#line.window.enter(this.#device, this.#signal);
            if (turn !== null)
                await turn;
        }
        catch (e) {
            throw this.#notAsked(e);
        }
        let end = () => { };
        try {
            // The turn may have come in the same moment.
            if (this.#signal.aborted)
                throw this.#notAsked(this.#signal.reason);
            const { session } = (this.#wire ??= this.#openWire());
            return await new Promise((resolve, reject) => {
                end = reject;
                this.#open = [...this.#open, end];
                send(session, (error, varbinds) => {
                    if (error === null)
                        resolve({ ok: true, varbinds: varbinds ?? [] });
                    else if (statusOf(error) === ErrorStatus.NoSuchName)
                        resolve({ ok: false, message: error.message });
                    else
                        reject(error);
                });
            });
        }
        catch (e) {
            throw isFault(e) ? e : this.#faultOf(e);
        }
        finally {
            this.#open = this.#open.filter((one) => one !== end);
            this.#line.window.leave(this.#device);
        }
    }
    #notAsked(reason) {
        return this.fault('device-unreachable', 'was not asked: the time for this call had passed', reason);
    }
    #endAll(error) {
        if (this.#open.length > 0)
            this.#isForsaken = true;
        for (const end of this.#open)
            end(error);
    }
    #faultOf(e) {
        const error = e instanceof Error ? e : new Error(String(e));
        if (error.name === 'RequestTimedOutError')
            return this.#timedOut();
        if (error.name === 'RequestFailedError') {
            const status = statusOf(error);
            const isBarred = status === ErrorStatus.NoAccess || status === ErrorStatus.AuthorizationError;
            return this.fault(isBarred ? 'device-login' : 'device-refused', `refused to answer over SNMP: ${error.message}`, e);
        }
        if (error.name === 'ResponseInvalidError') {
            const code = 'code' in error ? error.code : null;
            const isSecurity = code === ResponseInvalidCode.EAuthFailure || code === ResponseInvalidCode.ECouldNotDecrypt;
            if (!isSecurity)
                return this.fault('device-garbled', `answered what is no answer: ${error.message}`, e);
            if (NO_LOGIN_REPORTS.has(error.message))
                return this.fault('device-refused', `refused the question: ${error.message}`, e);
            return this.fault('device-login', `refused user or keys over SNMP: ${wordsOf(error)}; check the SNMP access of CPEs`, e);
        }
        return this.fault('device-unreachable', `could not be asked: ${error.message}`, e);
    }
    #timedOut() {
        if (this.#odd !== null)
            return this.fault('device-garbled', `answered what is no SNMP: ${this.#odd.message}`, this.#odd);
        const { snmp } = this.#target;
        if (snmp.version === '3' && (this.#wire?.end.heard ?? 0) > 0) {
            const why = `answered the greeting and then nothing to user "${snmp.username}": are the keys right?`;
            return this.fault(snmp.auth === null ? 'device-silent' : 'device-login', why);
        }
        const times = snmp.retries === 0 ? '' : `${snmp.retries + 1} × `;
        const who = snmp.version === '3' ? 'user' : 'community';
        const why = `gave no answer over SNMP within ${times}${snmp.timeoutMs} ms: it is not there, its SNMP is off, or it ignores this ${who}`;
        return this.fault('device-unreachable', why);
    }
}
/** By its OID, wherever it stands: a device that changes the order must not change what is what. */
function pick(varbinds, oid, at) {
    const expected = varbinds[at];
    return expected?.oid === oid ? expected : varbinds.find((varbind) => varbind.oid === oid);
}
function statusOf(error) {
    return error.name === 'RequestFailedError' && 'status' in error ? error.status : null;
}
/** The digests in net-snmp's own words help nobody. */
function wordsOf(error) {
    return error.message.startsWith('Authentication digest') ? 'its answer is signed with another key' : error.message;
}
function faultAbout({ name, host, snmp }, code, why, cause) {
    return new Fault(code, `${name} (${host}:${snmp.port}) ${why}`, { device: name, host, port: snmp.port, why }, cause);
}
function checkKeys(target, { auth, privacy }) {
    if (privacy !== null && auth === null)
        throw faultAbout(target, 'input-invalid', 'is to be asked with encryption and without authentication: SNMP has no such thing');
    for (const secret of [auth, privacy]) {
        if (secret !== null && secret.key.length < KEY_MIN)
            throw faultAbout(target, 'input-invalid', `is to be asked with an SNMP key of under ${KEY_MIN} characters: no device takes one`);
    }
}
function userOf({ username, auth, privacy }) {
    const level = privacy !== null ? SecurityLevel.authPriv : auth !== null ? SecurityLevel.authNoPriv : SecurityLevel.noAuthNoPriv;
    return {
        name: username,
        level,
        ...(auth === null ? {} : { authProtocol: AuthProtocols[auth.protocol], authKey: auth.key }),
        ...(privacy === null ? {} : { privProtocol: PrivProtocols[privacy.protocol], privKey: privacy.key }),
    };
}
/** Looks up a name. The look-up itself cannot be ended; who waits for it can. */
async function addressOf(target, signal) {
    let leave = () => { };
    const late = new Promise((_resolve, reject) => {
        leave = () => reject(faultAbout(target, 'device-unreachable', 'was not found by its name in the time for this call'));
        if (signal.aborted)
            leave();
        signal.addEventListener('abort', leave, { once: true });
    });
    try {
        return (await Promise.race([lookup(target.host), late])).address;
    }
    catch (e) {
        throw isFault(e) ? e : faultAbout(target, 'device-unreachable', 'is not known by that name', e);
    }
    finally {
        signal.removeEventListener('abort', leave);
    }
}
