import { describe, expect, it } from 'vitest';
import { BANDS } from '../../core/rules/signal.js';
import { BUENOS_AIRES } from '../../fixtures/world.js';
import { areaPath, linePath, niceStep, timeTicks } from './chart.js';
import { dialOf } from './dial.js';
import { shownOf, SpanQuery } from './span.js';
const NOW = Date.parse('2026-11-25T15:02:00Z');
const STRETCH = { from: 0, to: 1000 };
const upwards = (value) => 1000 - value;
describe('a dial', () => {
    const signal = { least: -95, most: -40, bands: BANDS.signal };
    it('has a needle where the value is and a mark where it was', () => {
        const { needle, ghost, bands } = dialOf({ ...signal, value: -67.5, before: -95 });
        expect(needle).toEqual({ from: { x: '120.0', y: '52.0' }, to: { x: '120.0', y: '17.0' } });
        expect(ghost).toMatchObject({ from: { x: '56.0', y: '112.0' } });
        expect(bands.map(({ grade }) => grade)).toEqual(['poor', 'fair', 'good']);
    });
    it('has none where nothing was told, and ends at its ends', () => {
        expect(dialOf({ ...signal, value: null, before: null })).toMatchObject({ needle: null, ghost: null });
        expect(dialOf({ ...signal, value: -10, before: -200 })).toEqual(dialOf({ ...signal, value: -40, before: -95 }));
    });
});
describe('a chart', () => {
    it('fills from the ground to each value for as long as it holds, and falls back where there is none', () => {
        const points = [
            { at: 100, value: 500 },
            { at: 200, value: 300 },
            { at: 600, value: 900 },
        ];
        expect(areaPath(points, STRETCH, { stepMs: () => 100, levelOf: upwards })).toBe('M0 1000V1000H100V500H200V700H300V1000H600V100H700V1000Z');
        expect(areaPath([], STRETCH, { stepMs: () => 100, levelOf: upwards })).toBe('');
    });
    it('stays within its stretch', () => {
        const points = [
            { at: -50, value: 500 },
            { at: 950, value: 500 },
        ];
        expect(areaPath(points, STRETCH, { stepMs: () => 100, levelOf: upwards })).toBe('M0 1000V500H50V1000H950V500H1000V1000Z');
    });
    it('breaks a line where nothing was heard for long, and leaves out what is not known', () => {
        const points = [
            { at: 0, value: 10 },
            { at: 100, value: null },
            { at: 200, value: 20 },
            { at: 900, value: 30 },
        ];
        expect(linePath(points, STRETCH, { gapMs: 250, levelOf: upwards })).toBe('M0 990h0.1L200 980M900 970h0.1');
    });
    it.each([
        [0, 1],
        [9, 5],
        [10, 5],
        [31, 20],
        [2_700_000, 1_000_000],
        [0.05, 0.02],
    ])('up to %d is labelled every %d', (most, step) => expect(niceStep(most, 3)).toBeCloseTo(step, 10));
    it.each([
        [
            'day',
            [
                '2026-11-24T15:00',
                '2026-11-24T18:00',
                '2026-11-24T21:00',
                '2026-11-25T00:00',
                '2026-11-25T03:00',
                '2026-11-25T06:00',
                '2026-11-25T09:00',
            ],
        ],
        ['week', ['19', '20', '21', '22', '23', '24', '25'].map((day) => `2026-11-${day}T00:00`)],
        ['month', ['2026-11-01T00:00', '2026-11-06T00:00', '2026-11-11T00:00', '2026-11-16T00:00', '2026-11-21T00:00']],
    ])('of a %s says when', (span, labels) => {
        const shown = shownOf(SpanQuery.parse({ ver: { day: 'dia', week: 'semana', month: 'mes' }[span] }), NOW, BUENOS_AIRES);
        const ticks = timeTicks(span, shown, BUENOS_AIRES);
        expect(ticks.map(({ at }) => BUENOS_AIRES.format(at).slice(0, 16))).toEqual(labels);
    });
});
describe('the stretch that is shown', () => {
    const shown = (query) => shownOf(SpanQuery.parse(query), NOW, BUENOS_AIRES);
    const ends = ({ from, to }) => [from, to].map((at) => BUENOS_AIRES.format(at).slice(0, 16));
    it.each([
        [{}, ['2026-11-24T12:05', '2026-11-25T12:05']],
        [{ ver: 'semana' }, ['2026-11-18T13:00', '2026-11-25T13:00']],
        [{ ver: 'mes' }, ['2026-10-26T13:00', '2026-11-25T13:00']],
        [{ ver: 'anio' }, ['2025-11-26T00:00', '2026-11-25T13:00']],
        [{ ver: 'dia', fin: '2026-11-20' }, ['2026-11-20T00:00', '2026-11-21T00:00']],
        [{ ver: 'semana', fin: '2026-11-20' }, ['2026-11-14T00:00', '2026-11-21T00:00']],
        [{ ver: 'siglo', fin: 'ayer' }, ['2026-11-24T12:05', '2026-11-25T12:05']],
        [{ fin: '2030-01-01' }, ['2026-11-24T12:05', '2026-11-25T12:05']],
    ])('%o', (query, expected) => expect(ends(shown(query))).toEqual(expected));
    it('goes back and forth by its own length, and ends now at last', () => {
        expect(shown({}).earlier).toBe('ver=dia&fin=2026-11-24');
        expect(shown({}).later).toBeNull();
        expect(shown({ ver: 'semana', fin: '2026-11-10' })).toMatchObject({
            earlier: 'ver=semana&fin=2026-11-03',
            later: 'ver=semana&fin=2026-11-17',
        });
        expect(shown({ ver: 'semana', fin: '2026-11-20' }).later).toBe('ver=semana');
    });
});
