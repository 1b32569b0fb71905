// What PostgreSQL and the way to it say when something is wrong, in our own faults. Told apart by SQLSTATE and by whether
// the connection still stands, never by the text of a message. A query that is wrong is a bug and stays as it is.
import pg from 'pg';
import { Fault } from '../core/fault.js';
/** SQLSTATE of what heals by itself: connection lost, server shutting down or full, deadlock, time-outs of waiting. */
const BUSY = /^(08...|57P0[1-3]|53[03]00|40001|40P01|55P03|57014)$/;
export function connectFault(e, place) {
    const state = sqlState(e);
    if (state === '28P01' || state === '28000') {
        return new Fault('input-invalid', `the server of ${place} refused the user or password of the database URL; correct it`, { place }, e);
    }
    if (state === '3D000') {
        return new Fault('input-invalid', `the server of ${place} has no such database; make it: createdb …`, { place }, e);
    }
    const why = errorText(e);
    return new Fault('store-busy', `cannot reach the database ${place}: ${why}; see whether PostgreSQL runs there, then try again`, { place }, e);
}
/** SQLSTATE of what PostgreSQL undid because it and another transaction waited for each other: at once, the same may succeed. */
const UNDONE = /^(40001|40P01)$/;
/** `broken`: the connection was lost, in which case the error says little. */
export function queryFault(e, place, broken) {
    const state = sqlState(e);
    if (broken || BUSY.test(state)) {
        return new Fault('store-busy', `the database ${place} did not carry out a query: ${errorText(e)}; try again`, { place, undone: UNDONE.test(state) }, e);
    }
    if (state === '53100') {
        const message = `no space left for the database ${place}: nothing was written; free space on its server and try again`;
        return new Fault('store-full', message, { place }, e);
    }
    if (state === '23505' && e instanceof pg.DatabaseError) {
        const what = e.constraint ?? '';
        return new Fault('record-conflict', `the database holds this already (${what}); look at what is stored`, { what }, e);
    }
    return e;
}
/** Nobody knows whether it was written: whoever does it again may do it twice. */
export function lostCommit(e, place) {
    const message = `the connection to ${place} was lost while this was being written, so it may have been written: look before you do it again (ispcube ledger CODE)`;
    return new Fault('store-busy', message, { place, maybeWritten: true }, e);
}
function sqlState(e) {
    return e instanceof pg.DatabaseError ? (e.code ?? '') : '';
}
function errorText(e) {
    // A host with several addresses fails with one error for each, and no text of its own.
    if (e instanceof AggregateError && e.message === '')
        return e.errors.map(errorText).join(', ');
    return e instanceof Error ? e.message : String(e);
}
