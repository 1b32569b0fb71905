// A Linux router with nftables: a set a family in the table `inet ispcube`, one transaction of nft for hundreds of changes.
// The table has a chain of its own before the filters of the system: an `accept` there ends the walk through its own chain only
// (nft(8), verdict statements), so the rules that let established connections pass cannot stand above ours. Surprising: nothing
// is written to disk. After a reboot nobody is cut until the next sweep has seen it, which errs on the right side; a list that
// was restored from disk would cut who has paid meanwhile.
import { isObject, nftObjects } from '../nft-json.js';
import { ASK_CONNTRACK, asRoot, deviceOf, END_CONNECTIONS } from './vendor.js';
const TABLE = 'inet ispcube';
const SET = '{list}{family}';
/**
 * A set with auto-merge makes one range of neighbours and keeps the comment of one of them: a restore of that one would open all
 * (nft 1.0.6, whose JSON does not show the flag). Such a set is refused.
 */
const NOT_MERGED = `if $s nft -t list set ${TABLE} ${SET} 2>/dev/null | grep -q auto-merge; then ` +
    `echo 'Error: the set ${SET} has auto-merge, so that entries cannot be told apart: make it without' >&2; exit 1; fi; `;
const template = {
    device: deviceOf('nft --version'),
    look: asRoot(`nft -j list set ${TABLE} ${SET}`, NOT_MERGED),
    read: 'nft-json',
    entry: null,
    skip: null,
    whole: null,
    refused: null,
    feed: asRoot('nft -f -'),
    cut: `add element ${TABLE} ${SET} { {address} comment "{comment}" }`,
    restore: `delete element ${TABLE} ${SET} { {address} }`,
    end: END_CONNECTIONS,
    isListOurs: false,
    hasIpv6: true,
    atOnce: 1,
    isLegacy: false,
};
export const linuxNft = {
    template,
    rules: rulesFor,
    questions: [{ name: 'cut rule', command: asRoot('nft -j list ruleset'), judge }, ASK_CONNTRACK],
};
function rulesFor({ cut }) {
    const sets = [cut, 'ispcube-allowed'].flatMap((name) => [4, 6].map((family) => `  set ${name}${family} { type ipv${family}_addr; flags interval; }`));
    return [
        '# ISPCube: customers on the cut list reach DNS and the portal, nothing else. As /etc/ispcube.nft, loaded by',
        '#   nft -f /etc/ispcube.nft',
        '# and at each start by a line in /etc/nftables.conf:  include "/etc/ispcube.nft"',
        '# Loading it twice is safe: who is cut stays cut. The sets are filled by ISPCube, and empty after a reboot until it has looked.',
        `table ${TABLE} {`,
        ...sets,
        '  chain cut { }',
        '  chain forward { type filter hook forward priority filter - 5; policy accept; }',
        '}',
        `flush chain ${TABLE} forward`,
        `flush chain ${TABLE} cut`,
        `table ${TABLE} {`,
        '  chain cut {',
        '    meta l4proto { tcp, udp } th dport 53 accept comment "DNS"',
        '    ip daddr @ispcube-allowed4 accept comment "portal and payment pages"',
        '    ip6 daddr @ispcube-allowed6 accept comment "portal and payment pages"',
        '    reject with icmpx type admin-prohibited',
        '  }',
        '  chain forward {',
        `    ip saddr @${cut}4 goto cut`,
        `    ip6 saddr @${cut}6 goto cut`,
        '  }',
        '}',
        '# The portal and the payment pages, by address:',
        `#   add element ${TABLE} ispcube-allowed4 { 203.0.113.5 }`,
        '',
    ].join('\n');
}
const nameOf = (family, table, chain) => `${String(family)} ${String(table)} ${String(chain)}`;
function rulesetOf(said) {
    const objects = nftObjects(said);
    if (objects === null)
        return null;
    const chains = objects.map(({ chain }) => chain).filter(isObject);
    const rules = objects.map(({ rule }) => rule).filter(isObject);
    return {
        forward: chains.filter(({ hook }) => hook === 'forward').map(({ family, table, name }) => nameOf(family, table, name)),
        rules: rules.map(({ family, table, chain, expr }) => ({
            chain: nameOf(family, table, chain),
            expr: Array.isArray(expr) ? expr : [],
        })),
    };
}
/** Does a cut take effect, at once, for either family? */
function judge(said, { cutList, name }) {
    const advice = `load the lines of: ispcube router rules ${name}`;
    const ruleset = rulesetOf(said);
    if (ruleset === null)
        return [{ name: 'cut rule', ok: false, detail: 'the rules of nft cannot be read' }];
    const rules = [4, 6].map((family) => cutRule(ruleset, `${cutList}${family}`, family, advice));
    return [...rules, flowtables(ruleset, advice)];
}
function cutRule({ forward, rules }, set, family, advice) {
    const name = family === 4 ? 'cut rule' : 'cut rule IPv6';
    const ends = (rule) => rule.expr.some((part) => {
        if (!isObject(part))
            return false;
        const target = ['jump', 'goto'].map((verb) => part[verb]).find(isObject)?.target;
        if (target === undefined)
            return 'drop' in part || 'reject' in part;
        const [, table = ''] = rule.chain.split(' ');
        return rules.some((other) => other.chain === nameOf(rule.chain.split(' ')[0], table, target) &&
            other.expr.some((one) => isObject(one) && ('drop' in one || 'reject' in one)));
    });
    for (const chain of forward) {
        const mine = rules.filter((rule) => rule.chain === chain);
        const at = mine.findIndex((rule) => matchesSource(rule, set) && ends(rule));
        if (at < 0)
            continue;
        const above = mine.slice(0, at).find(passesLive);
        if (above === undefined)
            return { name, ok: true, detail: `@${set} is stopped in chain "${chain}", and nothing above lets connections pass` };
        const detail = `in chain "${chain}" a rule above the one for @${set} lets live connections pass: a cut does not end them; ${advice}`;
        return { name, ok: false, detail };
    }
    return { name, ok: false, detail: `no rule of a forward chain stops what comes from @${set}: a cut has no effect; ${advice}` };
}
function matchesSource({ expr }, set) {
    return expr.some((part) => {
        const match = isObject(part) && isObject(part.match) ? part.match : null;
        if (match === null || match.right !== `@${set}` || match.op !== '==' || !isObject(match.left))
            return false;
        return isObject(match.left.payload) && match.left.payload.field === 'saddr';
    });
}
/** An accept of what is established, or of everything. */
function passesLive({ expr }) {
    if (!expr.some((part) => isObject(part) && 'accept' in part))
        return false;
    const matches = expr.filter((part) => isObject(part) && ('match' in part || 'vmap' in part));
    return matches.length === 0 || JSON.stringify(matches).includes('"established"');
}
function flowtables({ rules }, advice) {
    const name = 'flowtables';
    const flow = rules.find(({ expr }) => expr.some((part) => isObject(part) && 'flow' in part));
    if (flow === undefined)
        return { name, ok: true, detail: 'none: every packet meets the cut rule' };
    const detail = `a rule in chain "${flow.chain}" hands connections to a flowtable, which passes the cut rule by: those that run when a cut comes ` +
        `may go on until they pause; leave customers out of it, or install conntrack, which ends them where the kernel allows it. New ` +
        `ones are stopped (${advice})`;
    return { name, ok: false, detail };
}
