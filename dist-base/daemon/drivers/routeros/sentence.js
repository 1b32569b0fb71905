// The RouterOS API on the wire: a sentence is a run of words closed by a word of length zero, a word its length and its
// bytes. Encodes a command for ONE write and reads replies from whatever pieces TCP hands over. Pure: no socket, no
// clock. The reader never looks past the bytes it has, remembers where it stopped (a reply that comes byte by byte is
// walked once, not once a byte) and gives up on what no router sends, so that a broken peer cannot make it grow.
// Surprising: names typed in old Winbox are Windows-1252, so text that is not valid UTF-8 is read as that.
// The longest property of a router is a script or a file's contents (64 KiB); 4 MiB leaves room and still needs the
// four-byte length. 128 MiB is 500,000 rows of connection tracking, more than a router of this trade tracks.
export const LIMITS = { wordBytes: 4 << 20, sentenceBytes: 8 << 20, words: 256, replyBytes: 128 << 20 };
const BANG = 0x21;
const DOT = 0x2e;
const EQUALS = 0x3d;
const NOTHING = Buffer.alloc(0);
/**
 * One command as text of one character a byte, to be written as Latin-1: many of them are joined into one write without a
 * buffer for each. `tag` is a positive integer; 0 sends none. What is not ASCII goes out as UTF-8.
 */
export function encodeSentence(words, tag) {
    let bytes = '';
    for (const word of words)
        bytes += encodeWord(word);
    return `${bytes}${tag > 0 ? encodeWord(`.tag=${tag}`) : ''}\0`;
}
function encodeWord(word) {
    const bytes = isAscii(word) ? word : Buffer.from(word).toString('latin1');
    return headOf(bytes.length) + bytes;
}
function isAscii(text) {
    for (let i = 0; i < text.length; i++)
        if (text.charCodeAt(i) > 0x7f)
            return false;
    return true;
}
/** The length before a word, in as few bytes as it takes; their first bits say how many those are. */
function headOf(size) {
    if (size < 0x80)
        return String.fromCharCode(size);
    if (size < 0x4000)
        return String.fromCharCode(0x80 | (size >> 8), size & 0xff);
    if (size < 0x200000)
        return String.fromCharCode(0xc0 | (size >> 16), (size >> 8) & 0xff, size & 0xff);
    const low = [(size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff];
    if (size < 0x10000000)
        return String.fromCharCode(0xe0 | (size >> 24), ...low);
    return String.fromCharCode(0xf0, size >> 24, ...low);
}
/** Reads replies from pieces of a stream; every whole one goes to `heard` at once. */
export class SentenceReader {
    #limits;
    #heard;
    #names = new Map();
    /** The unfinished sentence, and how much of it there is. */
    #held = NOTHING;
    #heldSize = 0;
    /** Begin and end of the words seen of it, and where the next word begins, counted from its first byte. */
    #marks = [];
    #next = 0;
    constructor(limits, heard) {
        this.#limits = limits;
        this.#heard = heard;
    }
    /** Bytes of a sentence that has begun and not ended. */
    get pending() {
        return this.#heldSize;
    }
    /** Takes the next piece. After a violation the stream has no meaning any more: nothing may be pushed. */
    push(piece) {
        if (this.#heldSize === 0)
            return this.#walk(piece, piece.length);
        this.#hold(piece, 0, piece.length);
        return this.#walk(this.#held, this.#heldSize);
    }
    #walk(bytes, end) {
        const { wordBytes, sentenceBytes, words } = this.#limits;
        const marks = this.#marks;
        let start = 0;
        let at = this.#next;
        while (at < end) {
            const first = bytes[at];
            if (first > 0xf0)
                return violation('a length byte that the protocol reserves', bytes, at, end);
            const head = first < 0x80 ? 1 : first < 0xc0 ? 2 : first < 0xe0 ? 3 : first < 0xf0 ? 4 : 5;
            if (at + head > end)
                break;
            const size = head === 1 ? first : wordSize(bytes, at, head);
            if (size > wordBytes)
                return violation(`a word of ${size} bytes`, bytes, at, end);
            const from = at + head;
            if (from + size - start > sentenceBytes)
                return violation(`a sentence of over ${sentenceBytes} bytes`, bytes, at, end);
            // Every reply begins with `!`. Seen at its first byte: text from something that is no router must not be waited for.
            if (marks.length === 0 && size > 0 && from < end && bytes[from] !== BANG)
                return violation('no reply word', bytes, at, end);
            if (from + size > end)
                break;
            at = from + size;
            if (marks.length >= 2 * words)
                return violation(`a sentence of over ${words} words`, bytes, at - size, end);
            if (size > 0)
                marks.push(from - start, at - start);
            else {
                if (marks.length > 0)
                    this.#heard(this.#reply(bytes, start, at - start));
                marks.length = 0;
                start = at;
            }
        }
        this.#next = at - start;
        this.#keep(bytes, start, end);
        return null;
    }
    #keep(bytes, start, end) {
        if (bytes !== this.#held) {
            this.#hold(bytes, start, end);
            return;
        }
        if (start > 0)
            this.#held.copyWithin(0, start, end);
        this.#heldSize = end - start;
        if (this.#heldSize === 0 && this.#held.length > 1 << 18)
            this.#held = NOTHING;
    }
    #hold(piece, from, to) {
        const size = this.#heldSize + to - from;
        if (size > this.#held.length) {
            const grown = Buffer.allocUnsafeSlow(Math.max(size * 2, 4096));
            this.#held.copy(grown, 0, 0, this.#heldSize);
            this.#held = grown;
        }
        piece.copy(this.#held, this.#heldSize, from, to);
        this.#heldSize = size;
    }
    #reply(bytes, start, size) {
        const marks = this.#marks;
        const row = {};
        let tag = 0;
        let text = '';
        for (let i = 2; i < marks.length; i += 2) {
            const from = start + marks[i];
            const to = start + marks[i + 1];
            const first = bytes[from];
            if (first === EQUALS) {
                let middle = from + 1;
                while (middle < to && bytes[middle] !== EQUALS)
                    middle++;
                row[this.#name(bytes, from + 1, middle)] = middle < to ? textOf(bytes, middle + 1, to) : '';
            }
            else if (first === DOT && tag === 0)
                tag = tagOf(bytes, from, to);
            else if (first !== DOT)
                text += (text === '' ? '' : ' ') + textOf(bytes, from, to);
        }
        return { word: this.#name(bytes, start + marks[0], start + marks[1]), tag, row, text, bytes: size };
    }
    /** The same few names come in every row: each is made once and then only compared. */
    #name(bytes, from, to) {
        const size = to - from;
        if (size === 0 || size > 40)
            return textOf(bytes, from, to);
        const middle = bytes[from + (size >> 1)];
        const key = (size << 24) | (bytes[from] << 16) | (middle << 8) | bytes[to - 1];
        const known = this.#names.get(key);
        if (known !== undefined && known.length === size) {
            let i = 0;
            while (i < size && known.charCodeAt(i) === bytes[from + i])
                i++;
            if (i === size)
                return known;
        }
        const name = textOf(bytes, from, to);
        if (this.#names.size < 512)
            this.#names.set(key, name);
        return name;
    }
}
function wordSize(bytes, at, head) {
    if (head === 2)
        return bytes.readUInt16BE(at) & 0x3fff;
    if (head === 3)
        return bytes.readUIntBE(at, 3) & 0x1fffff;
    if (head === 4)
        return bytes.readUInt32BE(at) & 0x0fffffff;
    return bytes.readUInt32BE(at + 1);
}
function tagOf(bytes, from, to) {
    if (to - from < 6 || to - from > 14 || bytes[from + 1] !== 0x74 || bytes[from + 4] !== EQUALS)
        return 0;
    let tag = 0;
    for (let i = from + 5; i < to; i++) {
        const digit = bytes[i] - 0x30;
        if (digit < 0 || digit > 9)
            return 0;
        tag = tag * 10 + digit;
    }
    return tag;
}
function violation(reason, bytes, at, end) {
    return { reason, bytes: Buffer.from(bytes.subarray(at, Math.min(end, at + 64))) };
}
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// 0x80 to 0x9f of Windows-1252; the five that it leaves open stay what they are in Latin-1.
const CP1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
function textOf(bytes, from, to) {
    for (let i = from; i < to; i++)
        if (bytes[i] >= 0x80)
            return foreignText(bytes.subarray(from, to));
    return bytes.toString('latin1', from, to);
}
function foreignText(bytes) {
    try {
        return utf8.decode(bytes);
    }
    catch {
        // Not UTF-8, so it was typed on Windows: every byte has a meaning there, and a name must never fail to be read.
        let text = '';
        for (const byte of bytes)
            text += byte >= 0x80 && byte < 0xa0 ? CP1252.charAt(byte - 0x80) : String.fromCharCode(byte);
        return text;
    }
}
