// What a router answers to `look`, read into entries of the list. An answer that holds anything which the template does not
// explain is garbled as a whole: a list that was read in part would let a cut look like service. An answer of one family that is
// refused (no such list, IPv6 never set up) fails those who need it, not all.
import { isFault } from '../../../core/fault.js';
import { filled, readComment } from '../../../core/rules/template.js';
import { nftElements } from './nft-json.js';
import { isSingle, parseSpan } from './span.js';
import { fault, printable, quoted, shortened } from './words.js';
export class Lists {
    /** By exact span. */
    at = new Map();
    /** Those that span more than one address. */
    wide = { 4: [], 6: [] };
    /** Ours, by connection. */
    ours = new Map();
    refused = new Map();
    add(entry) {
        put(this.at, entry.span.key, entry);
        if (!isSingle(entry.span))
            this.wide[entry.span.family].push(entry);
        if (entry.connection !== null)
            put(this.ours, entry.connection, entry);
    }
    *all() {
        for (const entries of this.at.values())
            yield* entries;
    }
}
function put(map, key, entry) {
    const held = map.get(key);
    if (held === undefined)
        map.set(key, [entry]);
    else
        held.push(entry);
}
/** Reads the cut list of these families. Throws where the session was lost, the answer is garbled, or nothing could be read. */
export async function readLists(session, desk, families) {
    const lists = new Lists();
    const reads = [...families].map(async (family) => {
        try {
            for (const entry of await readList(session, desk, family))
                lists.add(entry);
            return null;
        }
        catch (e) {
            if (!isFault(e) || e.code !== 'device-refused' || !session.isOpen)
                return e instanceof Error ? e : new Error(String(e));
            lists.refused.set(family, e);
            return null;
        }
    });
    for (const lost of await Promise.all(reads))
        if (lost !== null)
            throw lost;
    const [refused] = lists.refused.values();
    if (refused !== undefined && lists.refused.size === families.size)
        throw refused;
    return lists;
}
async function readList(session, { access, template, signal }, family) {
    const command = filled(template.look, { list: access.cutList, family: String(family) });
    const said = await session.run(command, null, signal);
    const refused = refusalOf(access, template, said);
    if (refused !== null)
        throw refused;
    if (template.whole !== null && !new RegExp(template.whole, 'u').test(said.out))
        throw garbled(access, 'the list', 'is not whole', said.out);
    const found = template.read === 'nft-json' ? nftElements(said.out, access.cutList, family) : readLines(template, said.out);
    if (typeof found === 'string')
        throw garbled(access, 'the list', found, said.out);
    return found.map((one) => {
        const span = parseSpan(one.address);
        if (span === null || span.family !== family)
            throw garbled(access, 'the list', `holds "${shortened(one.address, 60)}"`, said.out);
        const mark = readComment(one.comment);
        // We put single addresses there: whoever made one of several has left the mark of one of them on it.
        if (mark !== null && family === 4 && !isSingle(span))
            throw garbled(access, 'the list', 'merges entries of ours', one.address);
        const isOurs = template.isListOurs || mark !== null;
        return { span, comment: printable(one.comment), isOurs, connection: mark?.connection ?? null, isLasting: one.isLasting };
    });
}
/** The entries, or why the answer cannot be one. */
function readLines({ entry, skip }, text) {
    const [isEntry, isOther] = [entry, skip].map((pattern) => (pattern === null ? null : new RegExp(pattern, 'u')));
    const found = [];
    for (const line of text.split(/\r?\n/)) {
        const groups = isEntry?.exec(line)?.groups;
        if (groups?.address !== undefined)
            found.push(foundOf(groups.address, groups));
        else if (line.trim() !== '' && isOther?.test(line) !== true)
            return `has a line that its template does not know: "${shortened(line, 80)}"`;
    }
    return found;
}
function foundOf(address, { comment = '', timeout = '0' }) {
    return { address, comment, isLasting: timeout === '0' };
}
/** The device's no to a command, or null. A device without exit status must say by its template how it says no. */
export function refusalOf(access, template, said) {
    const isNo = template.refused === null ? null : new RegExp(template.refused, 'mu').test(`${said.out}\n${said.err}`);
    if (isNo === true || (said.status !== null && said.status !== 0)) {
        const words = quoted(access, said.err.trim() === '' ? said.out : said.err) || `exit status ${said.status}`;
        return fault(access, 'device-refused', `refused: ${words}${hintOf(words, access)}`);
    }
    if (said.status === null && isNo === null)
        return fault(access, 'device-silent', 'ended a command without saying how it went');
    return null;
}
function hintOf(words, { name, username }) {
    if (/command not found|: not found/i.test(words))
        return '; is it installed, and is this the right template?';
    if (/not permitted|permission denied|password is required|terminal is required|not in the sudoers/i.test(words))
        return `; "${username}" must be root, or sudo must let it run the commands without a password`;
    if (/no such file|does not exist/i.test(words))
        return `; paste the lines of: ispcube router rules ${name}`;
    return '';
}
function garbled(access, what, why, answer) {
    return fault(access, 'device-garbled', `answered what is no list of its template: ${what} ${why}; it begins "${shortened(quoted(access, answer), 80)}"`);
}
