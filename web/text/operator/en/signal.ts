// The signal of a customer's connections.

export const signal = {
  title: 'Signal',
  noConnections: 'He has no connections, so there is nothing to measure.',
  report: 'CPE report',
  readTable: 'Signal',
  visits: (host: string) => `The CPE is asked itself, at ${host}.`,
  looksUp: (mac: string, router: string, isPanel: boolean) =>
    `${mac} is looked up in the wireless registration table of ${isPanel ? `${router}, its NAS (panel)` : router}.`,
  noWay: {
    closed: 'The connection is out of service: it is not measured.',
    'no-address':
      'The CPE has no address. Give the connection one (CPE or IP), or let it log in over RADIUS: the last address that accounting saw is used.',
    'no-mac':
      'It is no Ubiquiti, so it is looked up by MAC in the table of its radio, and the connection has no MAC. If it is a Ubiquiti, say so at the connection.',
    'no-router': 'The connection has no router or NAS (panel) whose table could be asked.',
  },
  readAt: (when: string, source: string) => `Read ${when}, ${source}.`,
  beforeAt: (when: string) => `The thin mark is the reading before, of ${when}.`,
  sources: {
    ssh: 'from the CPE itself over SSH',
    snmp: 'from the CPE itself over SNMP',
    'table-api': 'from the registration table over the API',
    'table-snmp': 'from the registration table over SNMP',
  },
  dials: { signal: 'Signal', heard: 'As the panel hears it', ccq: 'CCQ', quality: 'airMAX quality', capacity: 'airMAX capacity' },
  grades: { good: 'good', fair: 'fair', poor: 'poor' },
  missing: 'not told by the device',
  before: (value: string) => `before ${value}`,
  limits: (fair: string, good: string) => `poor below ${fair}, good from ${good}`,
  dial: (name: string, value: string, grade: string, before: string | null) =>
    `${name}: ${value}, ${grade}${before === null ? '' : `; before ${before}`}`,
  dialMissing: (name: string) => `${name}: not told by the device`,
  facts: {
    noise: 'Noise',
    snr: 'Signal over noise',
    rates: 'Link rate',
    distance: 'Distance',
    frequency: 'Frequency',
    network: 'Network',
    uptime: 'Up for',
    device: 'Device',
  },
  rates: (down: string, up: string) => `${down} down, ${up} up`,
  untold: 'unknown',
  neverHeard: 'No signal of this connection was read yet.',
  unheardSince: (when: string) => `Since ${when} no signal of this connection was read.`,
  history: 'History of the signal',
  noHistory: 'There are no readings in this period.',
  historyPicture: (mean: string, best: string, worst: string) =>
    `Chart of the signal in this period: ${mean} on average, ${best} at best, ${worst} at worst.`,
  historyText: (mean: string, best: string, worst: string) => `${mean} on average; ${best} at best, ${worst} at worst.`,
  noiseFloor: 'Noise floor',
  noNoise: 'This device does not tell its noise floor.',
  goodFrom: 'good from here up',
  poorUnder: 'poor from here down',
}

/** What a device was asked and has not answered yet, or could not. */
export const asked = {
  asking: {
    visit: 'Asking the CPE… The page comes back by itself.',
    table: 'Looking it up in the table of its radio… The page comes back by itself.',
    router: 'Testing the router… The page comes back by itself.',
  },
  untaken: 'The question waits, and nobody has taken it yet: perhaps the daemon that speaks to devices is stopped.',
  expired: 'Nobody answered in time: the daemon that speaks to devices is stopped or very busy. Tell whoever runs the system.',
  noAccess:
    'There is nothing to ask with: add a CPE password or an SNMP access in the CPE settings, or let its radio be a MikroTik.',
  notRegistered: 'It is not registered at any radio of that router: it is off, has no link, or is linked to another panel.',
  faults: {
    visit: {
      'device-unreachable': 'Nobody answers at that address: the CPE is off, has no link, or has another address.',
      'device-silent': 'The CPE accepted and said nothing more. If it was just powered on, wait a minute and try again.',
      'device-login': 'None of the CPE passwords opens it. Check them in the CPE settings.',
      'device-refused':
        'The CPE showed another identity than before, or speaks no cipher that is allowed. If it was replaced or reset, the old one has to be forgotten (ispcube cpe set).',
      'device-garbled': 'It answered something that is no airOS status: perhaps another device is at that address.',
      'secret-unreadable':
        'The stored CPE passwords cannot be opened with the present secret key. They have to be entered again.',
    },
    table: {
      'device-unreachable': 'The router that has the table cannot be reached.',
      'device-silent': 'The router accepted and did not finish its answer.',
      'device-login': 'The router does not accept the user and password that we have.',
      'device-refused': 'The router refused to show the table: perhaps the user may not read.',
      'device-garbled': 'The router answered something that cannot be understood.',
      'secret-unreadable':
        'The stored password of the router cannot be opened with the present secret key. It has to be entered again.',
    },
    other: 'It could not be asked.',
  },
}
