// A router as a table in memory: what is really on it, whatever the program believes. It keeps the rules of the driver (an
// entry of ours is known by its connection, one of another hand is never touched, an address stands on the list once) and
// fails in the ways that matter to records: away, silent after or before the deed, refusing, or with its caller dying.
export const MOODS = [
    /** Does what it is told and proves it. */
    'well',
    /** Nobody reaches it: nothing was sent. */
    'away',
    /** The password is wrong. */
    'locked',
    /** Does some of it, and then the line is dead. */
    'silent-after',
    /** The line is dead before it did anything, and nobody can tell. */
    'silent-before',
    /** Understands, and says no to some. */
    'refusing',
];
export class ModelRouter {
    id;
    mood = 'well';
    /** Who is cut here, by address or user. */
    entries = new Map();
    uptimeS = 1_000_000;
    constructor(id) {
        this.id = id;
    }
    /** What a driver would bring back; a fault where it could not even begin. */
    answer(changes, draw) {
        if (this.mood === 'away')
            return note('device-unreachable', 'no route');
        if (this.mood === 'locked')
            return note('device-login', 'wrong password');
        const reached = this.mood === 'silent-after' ? draw.between(0, changes.length) : changes.length;
        return changes.map((change, index) => {
            const head = { order: change.order, place: change.place, generation: change.generation };
            if (this.mood === 'refusing' && draw.chance(0.5))
                return { ...head, ok: false, observed: this.sees(change), sent: false, fault: note('device-refused', 'no') };
            if (this.mood === 'silent-before' || this.mood === 'silent-after') {
                if (index < reached && this.mood === 'silent-after')
                    this.carryOut(change);
                return { ...head, ok: false, observed: 'unknown', sent: true, fault: note('device-silent', 'no answer') };
            }
            const did = this.carryOut(change);
            if (change.desired !== 'none' && this.sees(change) !== change.desired)
                return { ...head, ok: false, observed: 'cut', sent: did, fault: note('device-refused', 'another hand') };
            return { ...head, ok: true, observed: change.desired, did: did ? 'changed' : 'already', proof: 'the model' };
        });
    }
    /** True where something was written. */
    carryOut(change) {
        const key = keyOf(change);
        if (change.desired === 'cut') {
            if (this.entries.has(key))
                return false;
            this.entries.set(key, change.connection);
            return true;
        }
        // `none` speaks for one place of one connection; a restore for all that the connection has, and for its address.
        const isGoing = (at, owner) => change.desired === 'none'
            ? owner === change.connection && at === key
            : owner === change.connection || (at === key && owner !== null);
        const going = [...this.entries].filter(([at, owner]) => isGoing(at, owner));
        for (const [at] of going)
            this.entries.delete(at);
        return going.length > 0;
    }
    sees(target) {
        return this.entries.has(keyOf(target)) ? 'cut' : 'active';
    }
    look(targets) {
        const keys = new Set(targets.map(keyOf));
        const known = new Set(targets.map((target) => target.connection));
        const isListed = (key) => !key.startsWith(USER);
        const sights = targets.map((target) => {
            const owner = this.entries.get(keyOf(target));
            return { place: target.place, observed: this.sees(target), seen: 'the model', foreign: owner === null };
        });
        const strays = [...this.entries]
            .filter(([key, owner]) => isListed(key) && (owner === null ? !keys.has(key) : !known.has(owner)))
            .map(([key, connection]) => ({ where: 'ispcube-cut', key, connection, comment: '' }));
        return { device: { identity: 'model', version: '7', board: 'CHR', uptimeS: this.uptimeS }, sights, strays };
    }
}
export const keyOf = (target) => target.way === 'pppoe' ? `${USER}${target.username}` : `${target.address}`;
const USER = 'user ';
const note = (code, message) => ({ code, message, facts: {} });
