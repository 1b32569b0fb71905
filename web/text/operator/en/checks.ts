// What a test of a router looks at: what it is, and what it means that it is good or bad.

import type { CheckName } from '../../../../core/driver.ts'

export const checks = {
  'log-in': {
    name: 'Log-in',
    ok: 'It answers and accepts us.',
    no: 'It does not accept us or does not answer: check address, port, user and password or, of a NAS, the RADIUS secret.',
  },
  session: { name: 'Connection', ok: 'It held.', no: 'It broke in the middle of the test: test again.' },
  version: { name: 'Version', ok: 'It will do.', no: 'It is too old: RouterOS 6 or later is needed.' },
  encryption: {
    name: 'Encryption',
    ok: 'With TLS the password crosses the network encrypted; without, anybody on the way can read it.',
    no: '',
  },
  'host key': { name: 'Host key', ok: 'It is the known one, or is kept now.', no: '' },
  reading: {
    name: 'Reading',
    ok: 'The tables that are needed can be read.',
    no: 'The user cannot read all that is needed: give its group the policies api, read and write.',
  },
  writing: {
    name: 'Writing',
    ok: 'The user may write, or the first cut will tell.',
    no: 'The user may not write: allow it. On a MikroTik its group needs the policies api, read and write.',
  },
  'cut rule': {
    name: 'Cut rule',
    ok: 'A cut takes effect at once.',
    no: 'A cut would have no effect: the rule is missing, or one above it lets traffic pass. Paste the lines of the router’s page.',
  },
  'cut rule IPv6': {
    name: 'Cut rule, IPv6',
    ok: 'A cut takes effect at once, or this router has no IPv6.',
    no: 'A cut would have no effect on IPv6: the rule is missing, or one above it lets traffic pass. Paste the lines of the router’s page.',
  },
  'own rules': {
    name: 'Cut rule',
    ok: 'The template is your own: that the list cuts, above what lets connections pass, is yours to see to.',
    no: '',
  },
  fasttrack: {
    name: 'FastTrack',
    ok: 'It does not carry who is cut.',
    no: 'It carries who is cut or throttled. Paste the lines of the router’s page.',
  },
  flowtables: {
    name: 'Flowtables',
    ok: 'None: everything meets the cut rule.',
    no: 'What is under way may go on in spite of a cut: leave customers out of it, or install conntrack.',
  },
  'live connections': {
    name: 'Live connections',
    ok: 'A cut stops them; where conntrack is installed they end at once.',
    no: 'It could not be found out whether a cut ends them.',
  },
  'notice rule': {
    name: 'Notice rule',
    ok: 'Pre-notices are shown, or not used.',
    no: 'Nobody would see pre-notices: the rule is missing, or another comes before it. Paste the lines of the router’s page.',
  },
  driver: { name: 'No access', ok: 'Nothing is sent to this router.', no: '' },
  list: {
    name: 'List',
    ok: 'It is there and can be read.',
    no: 'It is not there or cannot be read. Load the lines of the router’s page.',
  },
} satisfies Record<Exclude<CheckName, `list ${string}`> | 'list', { name: string; ok: string; no: string }>
