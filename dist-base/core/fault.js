// Everything that can go wrong outside a rule has a code here, and the code says what it means: for a page (HTTP),
// for a script (exit) and for the dispatcher (retry). Nobody else switches on codes and nobody parses messages.
// A message says what was attempted, on what, and what to do next.
export const FAULTS = {
    'input-invalid': { http: 422, exit: 2, retry: 'no' },
    'record-missing': { http: 404, exit: 6, retry: 'no' },
    'record-conflict': { http: 409, exit: 2, retry: 'no' }, // what is stored says otherwise: a code in use, a promise live
    'not-allowed': { http: 403, exit: 2, retry: 'no' }, // this person's role has no such permission
    'form-foreign': { http: 403, exit: 2, retry: 'no' }, // sent by a page that is not of this session
    'too-many': { http: 429, exit: 2, retry: 'later' }, // of the same from one address
    'guard-refused': { http: 409, exit: 4, retry: 'no' },
    'lock-held': { http: 409, exit: 5, retry: 'no' },
    'store-busy': { http: 503, exit: 1, retry: 'later' },
    'store-full': { http: 503, exit: 1, retry: 'later' }, // no space left where the database is
    'store-newer': { http: 503, exit: 1, retry: 'no' }, // migrated by a newer program
    'secret-unreadable': { http: 503, exit: 2, retry: 'slow' }, // no key, or sealed under another one
    'device-unreachable': { http: 503, exit: 3, retry: 'later' }, // nothing was sent
    'device-silent': { http: 503, exit: 3, retry: 'look-first' }, // sent, no answer: it may have been done
    'device-login': { http: 503, exit: 3, retry: 'slow' }, // wrong password, told apart from an absent host
    'device-refused': { http: 503, exit: 3, retry: 'slow' }, // it understood and said no
    'device-garbled': { http: 503, exit: 3, retry: 'slow' }, // keep the bytes: they become a fixture
};
/** The one error class. Wrap once, where knowledge is added, with the original as `cause`. */
export class Fault extends Error {
    name = 'Fault';
    code;
    facts;
    constructor(code, message, facts = {}, cause) {
        super(message, cause === undefined ? undefined : { cause });
        this.code = code;
        this.facts = facts;
    }
}
/** Looks at the code, not the class: a fault that crossed a thread is a fault too. */
export function isFault(e) {
    return e instanceof Error && 'code' in e && typeof e.code === 'string' && e.code in FAULTS && 'facts' in e;
}
/** What is kept of any error: its code where it has one of ours, else the code given. */
export function noteOf(e, otherwise) {
    if (isFault(e))
        return { code: e.code, message: e.message, facts: e.facts };
    return { code: otherwise, message: e instanceof Error ? e.message : String(e), facts: {} };
}
/** How long until the same attempt may be made again. */
export function retryOf(code) {
    return FAULTS[code].retry;
}
