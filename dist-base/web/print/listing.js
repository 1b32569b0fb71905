// The printed list of customers. It is sent while it is read, and shown as a page that can do nothing: whatever stands in a template or
// in a name, the browser runs no script of it, sends no form and fetches nothing.
import { setImmediate as pause } from 'node:timers/promises';
import { around, fill } from '../../core/rules/print.js';
import { logoAddress, templateOf } from './kinds.js';
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
/** Headers of whatever is made by a template. */
export const printable = (reply) => reply
    .header('content-security-policy', POLICY)
    .header('x-frame-options', 'SAMEORIGIN')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8');
/** The listing as text, a batch of customers at a time. */
export async function listingChunks(db, lang, facts, customers) {
    const pieces = await templateOf(db, 'listado', lang);
    const all = { ...facts, logo: await logoAddress(db) };
    const parts = around(pieces, 'clientes');
    return parts === null ? whole(fill(pieces, all)) : inBatches(parts, all, customers);
}
async function* whole(text) {
    yield text;
}
async function* inBatches({ before, each, after }, facts, customers) {
    yield fill(before, facts);
    for await (const batch of customers) {
        yield batch.map((customer) => fill(each, facts, customer)).join('');
        await pause();
    }
    yield fill(after, facts);
}
