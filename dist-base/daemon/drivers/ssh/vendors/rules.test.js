// What `router test` says of rules that the machines of the tests cannot all have: those of nft as libnftables-json(5) spells
// them, those of iptables as iptables-save does.
import { describe, expect, it } from 'vitest';
import { accessTo } from '../trial.js';
import { VENDORS } from './index.js';
const access = accessTo(22);
function judged(vendor, said) {
    const question = VENDORS[vendor]?.questions.find(({ name }) => name === 'cut rule');
    return question?.judge(said, access).map(({ ok, name, detail }) => `${ok ? 'ok' : 'no'} ${name}: ${detail}`) ?? [];
}
describe('rules of nft', () => {
    const at = { family: 'inet', table: 'ispcube', chain: 'forward' };
    const chain = {
        chain: { family: 'inet', table: 'ispcube', name: 'forward', type: 'filter', hook: 'forward', prio: -5, policy: 'accept' },
    };
    const cut = (family, verdict) => {
        const left = { payload: { protocol: family === 4 ? 'ip' : 'ip6', field: 'saddr' } };
        return { rule: { ...at, expr: [{ match: { op: '==', left, right: `@ispcube-cut${family}` } }, verdict] } };
    };
    const both = (verdict) => [cut(4, verdict), cut(6, verdict)];
    const end = { rule: { family: 'inet', table: 'ispcube', chain: 'cut', expr: [{ reject: { type: 'icmpx' } }] } };
    const established = { match: { op: 'in', left: { ct: { key: 'state' } }, right: ['established', 'related'] } };
    const accept = (...matches) => ({ rule: { ...at, expr: [...matches, { accept: null }] } });
    const said = (...objects) => JSON.stringify({ nftables: [{ metainfo: {} }, chain, ...objects] });
    const narrow = { match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'lan' } };
    const flow = { rule: { family: 'inet', table: 'own', chain: 'forward', expr: [{ flow: { op: 'add', flowtable: '@f' } }] } };
    it.each([
        ['drop', said(...both({ drop: null })), [/^ok/, /^ok/, /^ok/]],
        ['goto a chain that ends', said(...both({ goto: { target: 'cut' } }), end), [/^ok/, /^ok/, /^ok/]],
        ['goto a chain that ends nothing', said(...both({ goto: { target: 'cut' } })), [/^no .*has no effect/, /^no /, /^ok/]],
        ['only IPv4', said(cut(4, { drop: null })), [/^ok/, /^no cut rule IPv6/, /^ok/]],
        ['accept', said(...both({ accept: null })), [/^no/, /^no/, /^ok/]],
        ['established above', said(accept(established), ...both({ drop: null })), [/^no .*does not end them/, /^no/, /^ok/]],
        ['everything accepted above', said(accept(), ...both({ drop: null })), [/^no/, /^no/, /^ok/]],
        ['a narrow accept above', said(accept(narrow), ...both({ drop: null })), [/^ok/, /^ok/, /^ok/]],
        ['established below', said(...both({ drop: null }), accept(established)), [/^ok/, /^ok/, /^ok/]],
        ['a flowtable', said(...both({ drop: null }), flow), [/^ok/, /^ok/, /^no flowtables: .*"inet own forward"/]],
        ['nothing', said(), [/^no/, /^no/, /^ok/]],
        ['half', said().slice(0, -9), [/^no cut rule: the rules of nft cannot be read/]],
    ])('%s', (_, text, expected) => {
        expect(judged('linux-nft', text)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    });
});
describe('rules of iptables', () => {
    const rule = (family) => `-A FORWARD -m set --match-set ispcube-cut${family} src -j ispcube-cut`;
    const established = '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
    const said = (four, six) => `*filter\n${four.join('\n')}\nCOMMIT\n# IPv6\n*filter\n${six.join('\n')}\nCOMMIT\n`;
    it.each([
        ['as printed', said([rule(4), established], [rule(6), established]), [/^ok/, /^ok/]],
        ['established above', said([established, rule(4)], [rule(6)]), [/^no .*does not end what is live/, /^ok/]],
        ['everything accepted above', said(['-A FORWARD -j ACCEPT', rule(4)], [rule(6)]), [/^no/, /^ok/]],
        ['of the other family', said([rule(6)], [rule(4)]), [/^no/, /^no/]],
        ['accepts', said([rule(4).replace('-j ispcube-cut', '-j ACCEPT')], [rule(6)]), [/^no/, /^ok/]],
        ['nothing', said([], []), [/^no/, /^no cut rule IPv6: no rule of FORWARD stops/]],
    ])('%s', (_, text, expected) => {
        expect(judged('linux-ipset', text)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    });
});
it('every built-in template could stand in a configuration', async () => {
    const { Config } = await import('../../../../core/config.js');
    for (const [name, { template }] of Object.entries(VENDORS))
        expect(Config.parse({ ssh: { templates: { [name]: template } } }).ssh.templates[name]).toEqual(template);
});
