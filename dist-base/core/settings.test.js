import { describe, expect, it } from 'vitest';
import { checkSetting, ispWordsFrom } from './settings.js';
describe('what customers read of the ISP', () => {
    it('is empty until it is set', () => {
        expect(ispWordsFrom(new Map())).toEqual({ name: '', phone: '', payOnline: '', payTransfer: '', payCounter: '' });
        expect(ispWordsFrom(new Map([['isp.name', 'Valle']])).name).toBe('Valle');
    });
    it.each([
        ['pay.online', 'https://pagos.example.net/?a=1'],
        ['pay.online', ''],
        ['isp.name', 'Valle <Conectado>'],
        ['pay.counter', 'a'.repeat(200)],
    ])('%s may be "%s"', (key, text) => expect(checkSetting(key, ` ${text} `)).toEqual({ key, text }));
    it.each([
        ['pay.online', 'pagos.example.net'],
        ['pay.online', 'javascript:alert(1)'],
        ['pay.online', 'https://'],
        ['pay.counter', 'a'.repeat(201)],
    ])('%s may not be "%s"', (key, text) => {
        expect(() => checkSetting(key, text)).toThrow(expect.objectContaining({ code: 'input-invalid', facts: { key, value: text } }));
    });
});
