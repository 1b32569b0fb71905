// The parsers against recorded and written answers of devices (fixtures/devices/airos), the traps one by one, and what
// becomes of an answer that is cut, changed or something else altogether.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '../../../core/fault.js';
import { readStationList } from './station-list.js';
import { readAnswer, readStatus } from './status.js';
import { settle } from './told.js';
const FOLDER = join(import.meta.dirname, '../../../fixtures/devices/airos');
const recordings = readdirSync(FOLDER).filter((name) => /\.(status-cgi\.json|mca-status\.txt|wstalist\.json|answer\.txt)$/.test(name));
function recorded(name) {
    return readFileSync(join(FOLDER, name), 'utf8');
}
function read(name, text) {
    if (name.endsWith('.answer.txt'))
        return readAnswer(text);
    return name.endsWith('.wstalist.json') ? settle([readStationList(text)]) : readStatus(text, '');
}
/** What is said of it, as a reading or as the words of its fault. */
function outcome(reading) {
    try {
        return reading();
    }
    catch (e) {
        if (isFault(e) && e.code === 'device-garbled')
            return e.message;
        throw e;
    }
}
const answered = (status, stations) => `${status}\n\n=== ispcube stations ===\n${stations}\n\n=== ispcube end ===\n`;
const mca = (lines = {}) => {
    const given = { wlanOpmode: 'sta', apMac: '02:00:5E:00:53:A0', wlanConnections: '1', signal: '-64', noise: '-95', ...lines };
    const first = 'deviceName=x,deviceId=02:00:5E:00:53:01,firmwareVersion=XM.ar7240.v5.6.8.29413.160715.1613,platform=NanoBridge M5';
    return `${first}\n\n${Object.entries(given)
        .map(([key, value]) => `${key}=${value}\n`)
        .join('')}`;
};
const acStation = (change) => {
    const status = JSON.parse(recorded('nanostation-5ac-loco_v8.7.17_sta-ptp.status-cgi.json'));
    change(status);
    return JSON.stringify(status);
};
describe('a recording', () => {
    it('is there for both series, both sides, with a link and without', () => {
        expect(recordings.length).toBeGreaterThanOrEqual(17);
    });
    it.each(recordings)('%s gives the reading beside it', (name) => {
        const expected = JSON.parse(recorded(name.replace(/\.(json|txt)$/, '.expected.json')));
        expect(read(name, recorded(name))).toEqual(expected);
    });
    it.each(recordings)('%s gives the same with the line ends of Windows and a banner before it', (name) => {
        const text = recorded(name).replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
        if (name.endsWith('.wstalist.json'))
            return expect(read(name, text)).toEqual(read(name, recorded(name)));
        expect(read(name, `Welcome to the tower\r\n\r\n${text}`)).toEqual(read(name, recorded(name)));
    });
});
describe('a CPE without a link', () => {
    it.each([
        ['no address of an access point', mca({ apMac: '00:00:00:00:00:00' })],
        ['no connection', mca({ wlanConnections: '0' })],
        ['an empty list', acStation(({ wireless }) => (wireless.sta = []))],
        ['no list', acStation(({ wireless }) => delete wireless.sta)],
        ['a count of none', acStation(({ wireless }) => (wireless.count = 0))],
        ['zeros for the access point', acStation(({ wireless }) => (wireless.apmac = '00:00:00:00:00:00'))],
    ])('that says so by %s gives a reading without any figure of a link', (_how, status) => {
        const { signalDbm, noiseDbm, ccqPct, txMbps, distanceM, frequencyMhz, device } = readStatus(status, '');
        expect([signalDbm, noiseDbm, ccqPct, txMbps, distanceM, frequencyMhz]).toEqual([null, null, null, null, null, null]);
        expect(device).toMatch(/^Nano/);
    });
    it('may print what it likes for a signal', () => {
        expect(readStatus(mca({ apMac: '00:00:00:00:00:00', signal: '-' }), '').signalDbm).toBeNull();
    });
    it('is one too where only its station list says so', () => {
        expect(readStatus(mca(), '[]').signalDbm).toBeNull();
        expect(readStatus(mca(), '-sh: wstalist: not found').signalDbm).toBe(-64);
        expect(readStatus(mca(), '').signalDbm).toBe(-64);
    });
});
describe('a device that measures nothing', () => {
    it('like an airFiber 60, which is known by both rates at 0, keeps its −93 dBm to itself', () => {
        const status = mca({ signal: '-93', wlanTxRate: '0', wlanRxRate: '0.0' });
        expect(readStatus(status, '[{"signal":-93,"tx":0,"rx":0}]')).toMatchObject({ signalDbm: null, noiseDbm: null });
        expect(readStatus(mca({ wlanTxRate: '0' }), '').signalDbm).toBe(-64);
    });
});
describe('an access point', () => {
    it.each(['ap', 'ap-ptp', 'ap-ptmp-ac', 'aprepeater'])('in mode %s is not read as if it were the CPE', (wlanOpmode) => {
        const rows = '[{"signal":-51,"ccq":92,"tx":72,"rx":58},{"signal":"broken"}]';
        expect(readStatus(mca({ wlanOpmode, ccq: '991' }), rows)).toMatchObject({ signalDbm: null, ccqPct: null, noiseDbm: null });
    });
});
describe('units', () => {
    it('are tenths for CCQ in a status, and whole percent in a station list', () => {
        expect(readStatus(mca({ ccq: '991' }), '').ccqPct).toBe(99.1);
        expect(readStatus(mca({ ccq: '92' }), '').ccqPct).toBe(9.2);
        expect(settle([readStationList('[{"ccq":92}]')]).ccqPct).toBe(92);
        expect(outcome(() => settle([readStationList('[{"ccq":920}]')]))).toBe('ccq cannot be 920');
    });
    it('give an AC device no CCQ, whoever prints one', () => {
        expect(readStatus(mca({ wlanOpmode: 'sta-ptmp-ac', ccq: '900' }), '').ccqPct).toBeNull();
        expect(readStatus(acStation(() => undefined), '[{"ccq":90,"signal":-60}]')).toMatchObject({ ccqPct: null, signalDbm: -58 });
    });
    it('give no quality and no capacity where airMAX is off', () => {
        const off = { qualityPct: null, capacityPct: null };
        expect(readStatus(mca({ wlanPollingQuality: '0', wlanPollingCapacity: '0' }), '')).toMatchObject(off);
        expect(readStatus(mca({ wlanPolling: '0', wlanPollingQuality: '80', wlanPollingCapacity: '70' }), '')).toMatchObject(off);
        expect(readStatus(mca({ wlanPollingQuality: '0', wlanPollingCapacity: '40' }), '')).toMatchObject({
            qualityPct: 0,
            capacityPct: 40,
        });
        const m = recorded('nanostation-m5_xw-v6.3.16_sta.status-cgi.json').replace('"enabled": 2', '"enabled": 0');
        expect(readStatus(m, '')).toMatchObject(off);
    });
});
describe('firmware', () => {
    it.each([
        ['XW.ar934x.v6.1.7.32555.180523.1754', '6.1.7'],
        ['XW.ar934x.v6.0-beta10.29223.160601.1516', '6.0-beta10'],
        ['XC.qca955x.v8.0-beta15-cs.31340.160729.1158', '8.0-beta15'],
        ['XW.ar934x.v6.0.30097.161219.1705', '6.0'],
        ['XM.ar7240.v5.6.15-licensed.33083.180321.1234', '5.6.15'],
        ['XS5.ar2313.v3.6.1.4866.110330.1244', '3.6.1'],
        ['WA.v8.7.9', '8.7.9'],
        ['v6.3.16', '6.3.16'],
        ['8.7.22', '8.7.22'],
        ['unknown', null],
        ['', null],
    ])('%s is %s', (text, version) => {
        expect(readStatus(mca().replace('XM.ar7240.v5.6.8.29413.160715.1613', text), '').firmware).toBe(version);
    });
    it('tells the series by its number: a LiteBeam M5 calls itself WA', () => {
        const status = mca({ ccq: '900' }).replace('XM.ar7240.v5.6.8.29413.160715.1613', 'WA.ar934x.v6.1.7.32555.180523.1754');
        expect(readStatus(status, '').ccqPct).toBe(90);
    });
});
describe('what is no status is garbled', () => {
    const m = recorded('nanostation-m5_xw-v6.3.16_sta.status-cgi.json');
    it.each([
        ['nothing', '', 'it answered nothing'],
        ['a page', '<!DOCTYPE html><html><body>login</body></html>', 'it answered with a page'],
        ['a page and marks', answered('\n<html></html>', ''), 'it answered with a page'],
        ['a status without the last mark', answered(mca(), '[]').replace('=== ispcube end', ''), 'its answer is not whole'],
        ['marks in the wrong order', '=== ispcube end ===\n=== ispcube stations ===\n', 'its answer is not whole'],
        ['a shell without airOS', answered('', ''), 'it has no status to show: is it an airOS device?'],
        ['half a JSON', answered(m.slice(0, 900), ''), 'the status is no whole JSON'],
        ['half a station list', answered(mca(), '[{"signal":-6'), 'the station list is no whole JSON'],
        ['a JSON that is a list', answered('{"host":[],"wireless":{}}', ''), 'host is no object: []'],
        ['a JSON of something else', answered('{"error":"not logged in"}', ''), 'host is no object: undefined'],
        ['a signal in words', answered(mca({ signal: 'strong' }), ''), 'signal is no number: "strong"'],
        ['a signal of NaN', answered(mca({ signal: 'NaN' }), ''), 'signal is no number: "NaN"'],
        ['a dash for a signal', answered(mca({ signal: '-' }), ''), 'signal is no number: "-"'],
        ['a signal above zero', answered(mca({ signal: '64' }), ''), 'signal cannot be 64'],
        ['a signal of an object', answered(m.replace('"signal": -64', '"signal": {}'), ''), 'signal is no number: {}'],
        ['a CCQ above the whole', answered(mca({ ccq: '1001' }), ''), 'ccq cannot be 1001'],
        ['a rate in a power', answered(mca({ wlanTxRate: '1e9' }), ''), 'wlanTxRate is no number: "1e9"'],
        ['an SSID that is a number', answered(m.replace('"Nano"', '5'), ''), 'essid is no text: 5'],
        ['no mode', answered(m.replace('"mode": "sta",', ''), ''), /has no mode/],
        ['no wlanOpmode', answered(mca().replace('wlanOpmode=sta', ''), ''), /has no wlanOpmode/],
        [
            'a list that is none',
            answered(acStation(({ wireless }) => (wireless.sta = {})), ''),
            'sta is no list',
        ],
        ['a row that is none', answered(mca(), '[7]'), /is no object: 7/],
    ])('%s', (_what, answer, why) => {
        expect(outcome(() => readAnswer(answer))).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
    });
    // Half a megabyte is what a device may say. A reader that begins anew at each character would be at it for minutes, and its thread with it.
    it.each([
        ['commas', `deviceName=${','.repeat(400_000)}x`],
        ['blanks', `deviceName=${' '.repeat(400_000)}x`],
        ['empty lines', `${'\n'.repeat(400_000)}x`],
        ['returns', `${'\r'.repeat(400_000)}x`],
    ])('at once, where it is a long run of %s', (_name, status) => {
        expect(outcome(() => readAnswer(answered(status, '')))).toMatch(/no status/);
    });
    it('however little of an answer is missing', () => {
        for (const name of recordings.filter((recording) => recording.endsWith('.answer.txt'))) {
            const whole = recorded(name);
            for (let length = 0; length < whole.length; length++)
                expect(outcome(() => readAnswer(whole.slice(0, length)))).toBeTypeOf('string');
        }
    });
});
describe('an answer that was changed on the way', () => {
    const LIMITS = {
        signalDbm: [-130, -1],
        noiseDbm: [-130, -1],
        ccqPct: [0, 100],
        qualityPct: [0, 100],
        capacityPct: [0, 100],
        txMbps: [0, 10_000],
        rxMbps: [0, 10_000],
        distanceM: [0, 300_000],
        uptimeS: [0, 2 ** 31],
        frequencyMhz: [400, 80_000],
    };
    /** What a figure or a name cannot be, of all that the reading has. */
    function oddities(reading) {
        const odd = [];
        for (const [key, value] of Object.entries(reading)) {
            const limits = LIMITS[key];
            const isText = value === null || (typeof value === 'string' && value.length <= 64);
            const isFigure = value === null || (typeof value === 'number' && value >= (limits?.[0] ?? 0) && value <= (limits?.[1] ?? 0));
            if (limits === undefined ? !isText : !isFigure)
                odd.push(`${key}: ${value}`);
        }
        return odd;
    }
    /** A cut, a piece of something else, or a character more, less or another. */
    const change = fc.record({
        at: fc.nat(10_000),
        remove: fc.nat(40),
        insert: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('-', '9', '0', '.', 'e9', '\n', '\r', '{', '}', '[', '"', ',', '=', 'NaN', 'null', '-Infinity', '\u0000', '<html>')),
    });
    it.each(recordings)('%s is garbled or gives figures that can be', (name) => {
        const whole = recorded(name);
        fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(10_000), fc.boolean(), (changes, end, isCut) => {
            const changed = changes.reduce((text, { at, remove, insert }) => {
                const from = at % (text.length + 1);
                return text.slice(0, from) + insert + text.slice(from + remove);
            }, whole);
            const got = outcome(() => read(name, isCut ? changed.slice(0, end % (changed.length + 1)) : changed));
            expect(typeof got === 'string' ? [] : oddities(got)).toEqual([]);
        }), { numRuns: 150 });
    });
    it('is never more than a fault, whatever it is', () => {
        fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'binary' }), fc.json(), (text, json) => {
            for (const answer of [text, json, answered(text, json), answered(json, text)]) {
                const got = outcome(() => readAnswer(answer));
                expect(typeof got === 'string' ? [] : oddities(got)).toEqual([]);
            }
        }), { numRuns: 300 });
    });
});
