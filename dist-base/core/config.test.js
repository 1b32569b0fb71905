import { describe, expect, it } from 'vitest';
import { Config, configReference } from './config.js';
describe('the notice page', () => {
    const accepts = (notice) => Config.safeParse({ notice }).success;
    it('is off unless it is said where it listens', () => {
        expect(Config.parse({}).notice).toEqual({ listen: null, publicAddresses: [], trustProxies: [], portalUrl: null });
    });
    it.each(['0.0.0.0:8880', '[::]:8880', '[2001:db8::1]:80', 'notice.example.net:8880', '127.0.0.1:0'])('listens on %s', (listen) => expect(accepts({ listen })).toBe(true));
    it.each(['', '8880', ':8880', '0.0.0.0', '::1:8880', '0.0.0.0:123456', 'http://0.0.0.0:8880'])('not on "%s"', (listen) => expect(accepts({ listen })).toBe(false));
    it('believes proxies that are addresses or prefixes', () => {
        expect(accepts({ trustProxies: ['10.0.0.1', '10.0.0.0/8', '2001:db8::1', 'fd00::/8'] })).toBe(true);
        for (const one of ['', '10.0.0.0/33', 'proxy.example.net', 'loopback'])
            expect(accepts({ trustProxies: [one] })).toBe(false);
    });
    it('links to a portal on the web alone', () => {
        expect(accepts({ portalUrl: 'https://portal.example.net/' })).toBe(true);
        for (const one of ['portal.example.net', 'javascript:alert(1)', 'ftp://portal.example.net/'])
            expect(accepts({ portalUrl: one })).toBe(false);
    });
});
it('the reference names every key once, with its default and what it is for', () => {
    const lines = configReference();
    expect(lines.every(({ about }) => about !== '')).toBe(true);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    const defaults = Object.fromEntries(lines.map((line) => [line.key, line.default]));
    expect(defaults).toMatchObject({
        database: 'sqlite:./ispcube.db',
        'lists.cut': 'ispcube-cut',
        'notice.listen': null,
        'limits.window': 12,
    });
});
