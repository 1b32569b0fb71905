// What this driver says: which router, what it could not do, and why. The device's own words are quoted where there are any,
// shortened, on one line, and never with the password in them.
import { Fault } from '../../../core/fault.js';
export function factsOf({ name, host, port }) {
    return { router: name, host, port };
}
export function fault(access, code, why, cause) {
    return new Fault(code, `router ${access.name} (${access.host}:${access.port}) ${why}`, factsOf(access), cause);
}
export const shortened = (text, most = 200) => (text.length <= most ? text : `${text.slice(0, most)}…`);
/** On one line, and without what a terminal would obey. */
export const printable = (text) => text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
/** A device's words, which may hold what it was told. */
export function quoted({ password }, text) {
    const clean = printable(text);
    return shortened(password === '' ? clean : clean.replaceAll(password, '•••'));
}
