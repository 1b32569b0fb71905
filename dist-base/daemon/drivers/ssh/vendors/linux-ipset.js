// A Linux router with iptables and ipset, as older installations have it: a set of nets a family, `ipset restore` for hundreds of
// changes. It is no transaction: a line that is refused ends it, and what stood before it is done; with -exist a line that comes
// twice does no harm. As with nftables, nothing is written to disk.
import { ASK_CONNTRACK, asRoot, deviceOf, END_CONNECTIONS } from './vendor.js';
const SET = '{list}{family}';
const template = {
    device: deviceOf('ipset --version'),
    look: asRoot(`ipset save ${SET}`),
    read: 'lines',
    entry: '^add \\S+ (?<address>\\S+)(?: timeout (?<timeout>\\d+))?(?: comment "(?<comment>[^"]*)")?$',
    skip: '^create ',
    // ipset prints the head first and says nothing at the end; a line that broke off matches neither pattern.
    whole: '^create [\\s\\S]*\\n$',
    refused: null,
    feed: asRoot('ipset -exist restore'),
    cut: `add ${SET} {address} comment "{comment}"`,
    restore: `del ${SET} {address}`,
    end: END_CONNECTIONS,
    isListOurs: false,
    hasIpv6: true,
    atOnce: 1,
    isLegacy: false,
};
export const linuxIpset = {
    template,
    rules: rulesFor,
    questions: [
        { name: 'cut rule', command: `${asRoot('iptables-save -t filter')}; echo '# IPv6'; $s ip6tables-save -t filter`, judge },
        ASK_CONNTRACK,
    ],
};
const CHAIN = 'ispcube-cut';
function rulesFor({ cut }) {
    const family = (version) => {
        const [iptables, inet, to] = version === 4 ? ['iptables', 'inet', 'icmp-admin-prohibited'] : ['ip6tables', 'inet6', 'icmp6-adm-prohibited'];
        return [
            `ipset -exist create ${cut}${version} hash:net family ${inet} comment maxelem 1048576`,
            `ipset -exist create ispcube-allowed${version} hash:net family ${inet} comment`,
            `${iptables} -N ${CHAIN} 2>/dev/null; ${iptables} -F ${CHAIN}`,
            `${iptables} -A ${CHAIN} -p udp --dport 53 -j ACCEPT`,
            `${iptables} -A ${CHAIN} -p tcp --dport 53 -j ACCEPT`,
            `${iptables} -A ${CHAIN} -m set --match-set ispcube-allowed${version} dst -j ACCEPT`,
            `${iptables} -A ${CHAIN} -j REJECT --reject-with ${to}`,
            `while ${iptables} -D FORWARD -m set --match-set ${cut}${version} src -j ${CHAIN} 2>/dev/null; do :; done`,
            `${iptables} -I FORWARD 1 -m set --match-set ${cut}${version} src -j ${CHAIN}`,
        ];
    };
    return [
        '# ISPCube: customers on the cut list reach DNS and the portal, nothing else. Paste as root, and run it at each start; twice is safe.',
        ...family(4),
        ...family(6),
        '# The portal and the payment pages, by address:',
        '#   ipset add ispcube-allowed4 203.0.113.5',
        '',
    ].join('\n');
}
function judge(said, { cutList, name }) {
    const [four = '', six = ''] = said.split('# IPv6');
    return [4, 6].map((version) => {
        const rule = version === 4 ? 'cut rule' : 'cut rule IPv6';
        const lines = (version === 4 ? four : six).split('\n').filter((line) => line.startsWith('-A FORWARD '));
        const set = `${cutList}${version}`;
        const at = lines.findIndex((line) => new RegExp(`--match-set ${set.replaceAll('.', '\\.')} src`).test(line) && / -j (?!ACCEPT|RETURN)/.test(line));
        const advice = `paste the lines of: ispcube router rules ${name}`;
        if (at < 0)
            return { name: rule, ok: false, detail: `no rule of FORWARD stops what comes from ${set}: a cut has no effect; ${advice}` };
        const above = lines
            .slice(0, at)
            .find((line) => line.endsWith(' -j ACCEPT') && (/ESTABLISHED/.test(line) || line === '-A FORWARD -j ACCEPT'));
        if (above === undefined)
            return { name: rule, ok: true, detail: `${set} is stopped above what lets connections pass` };
        return {
            name: rule,
            ok: false,
            detail: `"${above}" stands above the rule for ${set}: a cut does not end what is live; ${advice}`,
        };
    });
}
