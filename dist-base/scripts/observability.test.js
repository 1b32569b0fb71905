// The dashboard, the alerts and the page of docs name metrics by hand: here they are held against the registry of a daemon, so
// that none of them can speak of what is not there. Labels too: a selector by a label that no metric has finds nothing, silently.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Config, configReference } from '../core/config.js';
import { SETTINGS } from '../core/settings.js';
import { Metrics } from '../daemon/metrics.js';
import { takePulse } from '../daemon/pulse.js';
import { answerAuthorize } from '../daemon/radius/authorize.js';
import { Radius } from '../daemon/radius/index.js';
import { sqliteDatabase } from '../fixtures/database.js';
import { World } from '../fixtures/world.js';
const docs = (path) => readFileSync(join(import.meta.dirname, '..', 'docs', path), 'utf8');
const open = sqliteDatabase();
let metrics;
beforeAll(async () => {
    const { db } = await open();
    const quiet = { debug() { }, info() { }, warn() { }, error() { } };
    const deps = {
        ...{ config: Config.parse({ radius: { listen: [] } }), db, log: quiet, seal: new World(db).seal, dispatchBy: 'database' },
        ...{ takeLock: () => Promise.resolve(null), watch: () => () => undefined, draw: () => 0 },
        ...{ now: () => Date.now(), machineNow: () => Date.now() },
    };
    const all = new Metrics();
    const radius = new Radius(deps);
    all.watch(deps, radius, takePulse({ radius: radius.loop }), () => Promise.resolve([]));
    answerAuthorize(deps, all.registry);
    await radius.close();
    metrics = all.registry.getMetricsAsArray().map((metric) => {
        const { name, help, labelNames = [] } = metric;
        return { name, help, type: metric.constructor.name.toLowerCase(), labelNames };
    });
});
/** What Prometheus knows a metric by: a histogram has three series. */
function seriesOf({ name, type, labelNames }) {
    if (type !== 'histogram')
        return [[name, labelNames]];
    return [
        [`${name}_bucket`, [...labelNames, 'le']],
        [`${name}_sum`, labelNames],
        [`${name}_count`, labelNames],
    ];
}
/** What Prometheus adds by itself. */
const SCRAPED = ['instance', 'job'];
function expectKnown(text) {
    const series = new Map(metrics.flatMap(seriesOf));
    for (const [, name = '', selector = ''] of text.matchAll(/\b(ispcube_\w+)(?:\{([^}]*)\})?/g)) {
        expect(series.has(name), `${name} is no metric`).toBe(true);
        const labels = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((match) => match[1]);
        for (const label of labels)
            expect([...SCRAPED, ...(series.get(name) ?? [])], `of ${name}`).toContain(label);
    }
    const known = [...SCRAPED, ...[...series.values()].flat()];
    for (const [, labels = ''] of text.matchAll(/\b(?:by|without) \(([^)]*)\)/g))
        for (const label of labels.split(','))
            expect(known).toContain(label.trim());
}
describe('the Grafana dashboard', () => {
    const board = JSON.parse(docs('grafana/ispcube.json'));
    it('has a panel for each question, once, and none on top of another', () => {
        const ids = board.panels.map((panel) => panel.id);
        expect(new Set(ids).size).toBe(ids.length);
        const taken = new Map();
        for (const { title, type, targets = [], gridPos } of board.panels) {
            expect(type === 'row' || targets.length > 0, title).toBe(true);
            expect(new Set(targets.map((target) => target.refId)).size).toBe(targets.length);
            expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
            for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
                for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
                    expect(taken.get(`${x} ${y}`), `under ${title}`).toBeUndefined();
                    taken.set(`${x} ${y}`, title);
                }
        }
    });
    it('asks for metrics and labels that there are', () => {
        for (const panel of board.panels)
            for (const { expr } of panel.targets ?? [])
                expectKnown(expr);
    });
    it('leaves out nothing that we count ourselves', () => {
        const asked = board.panels.flatMap((panel) => (panel.targets ?? []).map((target) => target.expr)).join('\n');
        const ours = metrics.filter(({ name }) => !/^ispcube_(process|nodejs)_/.test(name));
        expect(ours.filter(({ name }) => !asked.includes(name)).map(({ name }) => name)).toEqual([]);
    });
});
it('alerts ask for metrics and labels that there are', () => {
    const alerts = docs('prometheus/alerts.yml');
    expect(alerts.match(/^ {6}- alert: /gm)?.length).toBeGreaterThan(8);
    expectKnown(alerts);
});
describe('docs/observability.md', () => {
    it('lists every metric as it is', () => {
        const ours = metrics.filter(({ name }) => !/^ispcube_(process|nodejs)_/.test(name));
        const lines = ours
            .toSorted((one, other) => (one.name < other.name ? -1 : 1))
            .map(({ name, type, labelNames, help }) => `| \`${name}\` | ${type} | ${labelNames.join(', ')} | ${help} |`);
        const listed = docs('observability.md')
            .split('\n')
            .filter((line) => line.startsWith('| `ispcube_'));
        expect(listed).toEqual(lines);
    });
    it('speaks of no metric and no key that there is not', () => {
        // The table speaks of histograms by the name that they are made under, and is compared above.
        expectKnown(docs('observability.md').replaceAll(/^\| `ispcube_.*$/gm, ''));
        const keys = new Set([...configReference().map(({ key }) => key), ...Object.keys(SETTINGS)]);
        for (const [, key = ''] of docs('observability.md').matchAll(/`((?:http|radius|limits)\.\w+)`/g))
            expect(keys).toContain(key);
    });
});
