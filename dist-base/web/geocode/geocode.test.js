// Both adapters against a geocoder on loopback that speaks their formats, well and badly.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../core/config.js';
import { freeTcpPort } from '../../fixtures/peers/free-port.js';
import { startGeocoder } from '../../fixtures/peers/geocoder.js';
import { makeGeocode } from './index.js';
const PLACES = [
    { word: 'San Martín 120', lat: -31.4201, lng: -64.1888, label: 'San Martín 120, Córdoba, Argentina' },
    { word: 'San Martín', lat: -31.5, lng: -64.2, label: 'Avenida San Martín' },
];
const open = (geocoder, geocoderUrl) => {
    const geocode = makeGeocode(Config.parse({ map: { geocoder, geocoderUrl, geocoderKey: 'k&y=1' } }).map);
    if (geocode === null)
        throw new Error('none');
    return geocode;
};
describe.each(['nominatim', 'google'])('%s', (kind) => {
    let peer;
    let geocode;
    beforeEach(async () => {
        peer = await startGeocoder(PLACES);
        onTestFinished(() => peer.close());
        geocode = open(kind, peer.url[kind]);
    });
    it('says where an address is, the best first', async () => {
        expect(await geocode('San Martín 120, X5000, Córdoba, Argentina', 'es')).toEqual({
            ok: true,
            found: PLACES.map(({ lat, lng, label }) => ({ lat, lng, label })),
        });
        const [question] = peer.asked;
        expect(question?.agent).toBe('ISPCube');
        expect(question?.parameters).toMatchObject(kind === 'google'
            ? { address: 'San Martín 120, X5000, Córdoba, Argentina', key: 'k&y=1', language: 'es' }
            : { q: 'San Martín 120, X5000, Córdoba, Argentina', format: 'jsonv2', limit: '5' });
        expect(await geocode('nowhere', 'es')).toEqual({ ok: true, found: [] });
    });
    it.each([
        'http://169.254.169.254/latest/meta-data',
        '#/../secret',
        '&key=mine&q=other',
        '@evil.example/',
        '\r\nHost: evil',
        ' ',
    ])('takes %j for an address, whatever it looks like', async (typed) => {
        expect(await geocode(typed, 'es')).toEqual({ ok: true, found: [] });
        expect(peer.asked).toHaveLength(1);
        const { path, parameters } = peer.asked[0] ?? { path: '', parameters: {} };
        expect(path).toBe(new URL(peer.url[kind]).pathname);
        expect(parameters[kind === 'google' ? 'address' : 'q']).toBe(typed);
        expect(parameters.key).toBe('k&y=1');
    });
    it.each([
        ['refuse', 'refused'],
        ['error', 'silent'],
        ['redirect', 'refused'],
        ['half', 'silent'],
        ['huge', 'garbled'],
        ['html', 'garbled'],
        ['wrong-shape', 'garbled'],
    ])('one that answers with %s is said to be %s', async (fault, why) => {
        peer.fault = fault;
        expect(await geocode('San Martín 120', 'es')).toEqual({ ok: false, why });
        // Wherever it leads to, nobody went there.
        expect(peer.asked.map(({ path }) => path)).toEqual([new URL(peer.url[kind]).pathname]);
        peer.fault = null;
        expect(await geocode('San Martín 120', 'es')).toMatchObject({ ok: true });
    });
    it('who does not answer is waited for a few seconds, and only few wait meanwhile', async () => {
        peer.fault = 'hang';
        const begun = performance.now();
        const first = geocode('a', 'es');
        const others = Array.from({ length: 12 }, () => geocode('b', 'es'));
        const refused = await Promise.all(others.slice(7));
        expect(refused).toEqual(refused.map(() => ({ ok: false, why: 'busy' })));
        expect(await first).toEqual({ ok: false, why: 'silent' });
        expect(performance.now() - begun).toBeLessThan(15_000);
        peer.fault = null;
        expect((await Promise.all(others)).slice(0, 7)).toEqual(others.slice(0, 7).map(() => ({ ok: true, found: [] })));
    });
});
it('an absent host is silent, a refusal of Google a refusal', async () => {
    expect(await open('nominatim', `http://127.0.0.1:${await freeTcpPort()}/search`)('x', 'es')).toEqual({
        ok: false,
        why: 'silent',
    });
    const peer = await startGeocoder([]);
    onTestFinished(() => peer.close());
    peer.fault = 'denied';
    expect(await open('google', peer.url.google)('x', 'es')).toEqual({ ok: false, why: 'refused' });
});
it('none is configured unless somebody says so', () => {
    expect(makeGeocode(Config.parse({}).map)).toBe(null);
});
