// From an address to a connected socket, plain or TLS, within one deadline. A router's certificate is its own, so no
// authority is asked: it is pinned. With a pin the SHA-256 of what the router shows must be the pinned one, without a
// pin any is accepted and its fingerprint told. Surprising: `api-ssl` without a certificate speaks anonymous Diffie-Hellman;
// that hides the password from nobody who sits in between, so it is refused with the command that mends it.
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Fault, isFault } from '../../../core/fault.js';
/** How a fault names the router. */
export function placeOf(access) {
    return `router ${access.name} (${access.host}:${access.port})`;
}
export function factsOf(access) {
    return { router: access.name, host: access.host, port: access.port };
}
function hint(access) {
    return `try: ispcube router test ${access.name}`;
}
/** Nothing was sent: whatever the reason, the same attempt may be made again later. */
export function unreachable(access, why, cause) {
    return new Fault('device-unreachable', `${placeOf(access)} ${why}; ${hint(access)}`, { ...factsOf(access), why }, cause);
}
/** Sent, and no answer: it may have been done. */
export function silent(access, why, cause) {
    return new Fault('device-silent', `${placeOf(access)} ${why}; ${hint(access)}`, { ...factsOf(access), why }, cause);
}
/** Opens the line; the socket that comes back has no listener but one that keeps a late error from ending the process. */
export function dial(access, signal) {
    return new Promise((resolve, reject) => {
        if (signal.aborted) {
            reject(unreachable(access, 'was not called: the time for this call had passed'));
            return;
        }
        if (!access.tls && access.tlsPin !== null) {
            reject(inTheClear(access));
            return;
        }
        const { host, port } = access;
        const socket = access.tls
            ? // Chains and names prove nothing of a self-made certificate; the pin below does.
                connectTls({ host, port, rejectUnauthorized: false })
            : connectTcp({ host, port });
        socket.setNoDelay(true);
        socket.setKeepAlive(true, 30_000);
        const timer = setTimeout(() => fail(unreachable(access, `did not answer within ${access.connectMs} ms`)), access.connectMs);
        const fail = (fault) => {
            settle();
            socket.destroy();
            reject(fault);
        };
        const onAbort = () => fail(unreachable(access, 'did not answer in the time for this call'));
        const onError = (e) => fail(refusal(access, e));
        const onClose = () => fail(unreachable(access, 'closed the connection before the log-in'));
        const onReady = () => {
            const seen = access.tls ? fingerprintOf(access, socket) : null;
            if (isFault(seen))
                return fail(seen);
            settle();
            resolve({ socket, fingerprint: seen });
        };
        const settle = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', onAbort);
            socket.off('error', onError).off('close', onClose).off(ready, onReady);
            // Between here and the session an error may still be on its way; without a listener it would end the process.
            socket.on('error', () => { });
        };
        const ready = access.tls ? 'secureConnect' : 'connect';
        signal.addEventListener('abort', onAbort, { once: true });
        socket.on('error', onError).on('close', onClose).on(ready, onReady);
    });
}
/** The password of a router whose certificate is known is not sent where there is none. */
function inTheClear(access) {
    return new Fault('device-login', `${placeOf(access)} was reached over TLS before, and TLS is off now: nothing was sent to it. ` +
        `Turn it on (ispcube router set ${access.name} --tls yes), or say --forget-pin if it has none any more`, factsOf(access));
}
function fingerprintOf(access, socket) {
    const certificate = socket.getPeerCertificate();
    const seen = plainHex(certificate.fingerprint256 ?? '');
    if (seen === '')
        return withoutCertificate(access);
    if (access.tlsPin === null || plainHex(access.tlsPin) === seen)
        return seen;
    return new Fault('device-login', `${placeOf(access)} shows another certificate (SHA-256 ${seen}) than the pinned one: nothing was sent to it. ` +
        `If it was changed on purpose, let the new one be pinned: ispcube router set ${access.name} --forget-pin`, { ...factsOf(access), pinned: access.tlsPin, seen });
}
function withoutCertificate(access, cause) {
    return new Fault('device-refused', `${placeOf(access)} agreed on no TLS: api-ssl there has no certificate, or the port is not api-ssl. On the router: ` +
        '/certificate add name=api common-name=api; /certificate sign api; /ip service set api-ssl certificate=api', factsOf(access), cause);
}
function refusal(access, e) {
    const code = 'code' in e && typeof e.code === 'string' ? e.code : '';
    // Host is there and speaks, but not the TLS that we accept: waiting does not mend that.
    if (code.startsWith('ERR_SSL') || code === 'EPROTO')
        return withoutCertificate(access, e);
    return unreachable(access, `could not be reached: ${e.message}`, e);
}
function plainHex(fingerprint) {
    return fingerprint.replaceAll(':', '').toLowerCase();
}
