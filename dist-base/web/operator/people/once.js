// A temporary password on its way to the page that shows it once: sealed in the session of who made it, gone as soon as it was
// shown.
import { sessionHash } from '../../plugins/session.js';
const at = (request) => ({
    table: 'web_sessions',
    column: 'once',
    row: sessionHash(request.session.sessionId),
});
export function keepOnce(request, seal, username, password) {
    request.session.once = { username, sealed: seal.seal(password, at(request)) };
}
/** Null where none waits for the page of this person. */
export function takeOnce(request, seal, username) {
    const { once } = request.session;
    if (once?.username !== username)
        return null;
    delete request.session.once;
    return seal.open(once.sealed, at(request));
}
//# sourceMappingURL=once.js.map