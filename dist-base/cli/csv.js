// Reads CSV files as people save them: UTF-8 with or without its mark, `,` or `;`, quoted as RFC 4180 says. Records come in
// batches with the line that each begins on, in constant memory however long the file is. What the values mean is not known
// here. A record of another length than the header is handed on as it is; a file that is no such CSV at all is a fault that
// names the line.
import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse';
import { Fault } from '../core/fault.js';
/** More than any honest record: what is longer is a quote that never closes, or no CSV. */
const RECORD_MAX_BYTES = 1_048_576;
const LINE_FEED = 10;
/** Reads the header at once, the records when they are asked for. `name` is what faults call the file. */
export async function readCsv(chunks, name) {
    let bytes = 0;
    const counted = counting(chunks, (count) => (bytes += count));
    const batches = parsed(wholeLines(counted, name), name);
    let first = await batches.next();
    while (!first.done && first.value.length === 0)
        first = await batches.next();
    if (first.done)
        throw new Fault('input-invalid', `${name} is empty: its first line must name the columns`, { file: name });
    const [header, ...rest] = first.value;
    async function* records() {
        yield rest;
        yield* batches;
    }
    return { columns: header?.values.map((column) => column.trim()) ?? [], records: records(), bytesRead: () => bytes };
}
async function* counting(chunks, count) {
    for await (const chunk of chunks) {
        count(chunk.length);
        yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
}
/** Cuts the file at ends of lines, so that each piece is text by itself, and proves that it is. */
async function* wholeLines(chunks, name) {
    let line = 1;
    let rest = Buffer.alloc(0);
    let isFirst = true;
    for await (const chunk of chunks) {
        const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        if (isFirst && all.length < 3) {
            rest = all; // its mark may still be on the way
            continue;
        }
        const text = isFirst ? withoutMark(all, name) : all;
        isFirst = false;
        const end = text.lastIndexOf(LINE_FEED) + 1;
        rest = text.subarray(end);
        if (rest.length > RECORD_MAX_BYTES)
            throw new Fault('input-invalid', `${name}:${line} is longer than 1 MiB: this is no CSV file`, { file: name });
        if (end === 0)
            continue;
        line += proveText(text.subarray(0, end), line, name);
        yield text.subarray(0, end);
    }
    if (isFirst)
        rest = withoutMark(rest, name);
    if (rest.length === 0)
        return;
    proveText(rest, line, name);
    yield rest;
}
function withoutMark(text, name) {
    if (text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf)
        return text.subarray(3);
    const isUtf16 = (text[0] === 0xff && text[1] === 0xfe) || (text[0] === 0xfe && text[1] === 0xff);
    if (isUtf16)
        throw new Fault('input-invalid', `${name} is written in UTF-16; save it as CSV in UTF-8`, { file: name });
    return text;
}
/** Returns how many lines end in the text. */
function proveText(text, firstLine, name) {
    const isText = isUtf8(text) && !text.includes(0);
    let lines = 0;
    for (let start = 0; start < text.length; lines++) {
        const end = text.indexOf(LINE_FEED, start);
        const stop = end === -1 ? text.length : end + 1;
        if (!isText)
            proveLine(text.subarray(start, stop), firstLine + lines, name);
        if (end === -1)
            break;
        start = stop;
    }
    return lines;
}
function proveLine(text, line, name) {
    if (!isUtf8(text)) {
        const shown = text.toString('latin1').trim().slice(0, 60);
        throw new Fault('input-invalid', `${name}:${line} is not UTF-8 (in another encoding it may read: ${shown}); save the file as CSV in UTF-8`, { file: name, line });
    }
    if (text.includes(0))
        throw new Fault('input-invalid', `${name}:${line} holds a NUL byte: this is no text file; save it as CSV in UTF-8`, {
            file: name,
            line,
        });
}
/** Runs the parser over the pieces and hands on the records of each. */
async function* parsed(pieces, name) {
    let parser;
    let line = 1;
    function* finished(from) {
        for (let values = nextRecord(from); values !== null; values = nextRecord(from)) {
            // An empty line is no record, but it is a line.
            if (values.length > 1 || values[0] !== '')
                yield { line, values: values.map(withoutGuard) };
            line += values.reduce((lines, value) => lines + newlines(value), 1);
        }
    }
    try {
        for await (const piece of pieces) {
            const open = (parser ??= startParser(delimiterOf(piece)));
            await settled(name, (done) => open.write(piece, done));
            yield [...finished(open)];
        }
        const last = parser;
        if (last === undefined)
            return;
        await settled(name, (done) => last.end(done));
        yield [...finished(last)];
    }
    finally {
        parser?.destroy();
    }
}
function startParser(delimiter) {
    const options = {
        delimiter,
        record_delimiter: ['\r\n', '\n', '\r'],
        relax_column_count: true,
        max_record_size: RECORD_MAX_BYTES,
        // A write ends when its records wait to be read, and they are read before the next one.
        readableHighWaterMark: Number.MAX_SAFE_INTEGER,
    };
    const parser = parse(options);
    parser.on('error', () => undefined); // the write that failed tells
    return parser;
}
const nextRecord = (parser) => parser.read();
/** Exports put `'` before what a spreadsheet would take for a formula; spreadsheets do so themselves. */
const withoutGuard = (value) => value.charCodeAt(0) === 39 && /^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value;
function newlines(value) {
    if (!value.includes('\n') && !value.includes('\r'))
        return 0;
    return value.match(/\r\n|\n|\r/g)?.length ?? 0;
}
const WRONG = {
    CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
    CSV_INVALID_CLOSING_QUOTE: 'a quoted value goes on after its quote; a quote inside it is written twice',
    INVALID_OPENING_QUOTE: 'there is a quote inside a value that is not quoted; put the value in quotes and write the inner quote twice',
    CSV_MAX_RECORD_SIZE: 'a record is longer than 1 MiB; is there a quote that is never closed?',
};
function settled(name, act) {
    return new Promise((resolve, reject) => {
        act((error) => {
            if (!error)
                return resolve();
            const { code, lines } = error;
            const where = lines === undefined ? name : `${name}:${lines}`;
            reject(new Fault('input-invalid', `${where} ${WRONG[code] ?? error.message}`, { file: name, line: lines ?? null }, error));
        });
    });
}
/** The one of the two that the header has more of, outside quotes. */
function delimiterOf(text) {
    const header = /[^\r\n]+/.exec(text.toString('utf8', 0, 65_536))?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
    const count = (delimiter) => header.split(delimiter).length;
    return count(';') > count(',') ? ';' : ',';
}
