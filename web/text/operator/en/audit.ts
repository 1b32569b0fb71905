// The audit log: who did what, and who looked at passwords. A line is a sentence; what has none shows its facts.

type Facts = Record<string, string>

const list = (text: string | undefined) => (text ?? '').split(',').filter(Boolean).join(', ')
const comment = (f: Facts) => (f.comment ? `: “${f.comment}”` : '')
const or = (text: string | undefined) => text || 'nothing'
const snmpOf = (whose: string) => (whose === 'cpes' ? 'of CPEs' : `of ${whose}`)

export const audit = {
  title: 'Audit log',
  lead: 'Who did what, when and from where, and who looked at passwords. The newest first.',
  table: 'Audit log',
  filter: 'Filter',
  clear: 'Clear',
  fields: {
    quien: 'Who',
    que: 'What',
    cliente: 'Customer code',
    desde: 'From the day',
    hasta: 'To the day',
    programa: 'What the program did by itself too, and the orders of each cut',
  },
  any: 'Everybody',
  anything: 'Everything',
  columns: { at: 'When', who: 'Who', what: 'What', customer: 'Customer' },
  none: 'Nothing matches this filter.',
  noneHint: 'Try more days, or take a condition away.',
  noCustomer: (code: string) => `There is no customer with the code “${code}”.`,
  next: 'Older',
  first: 'Back to the newest',
  export: 'Download CSV',
  file: 'audit',
  whats: {
    'logged-in': 'Log-ins',
    'log-in-failed': 'Failed log-ins',
    'totp-on': 'Second factor turned on',
    'person-added': 'People added',
    'person-changed': 'People changed',
    'person-password': 'Passwords of people',
    'sessions-ended': 'Sessions ended',
    'role-saved': 'Roles saved',
    'role-removed': 'Roles deleted',
    exported: 'Downloads and prints',
    setting: 'Settings',
    'secret-seen': 'Passwords looked at',
    'radius-token': 'Token of FreeRADIUS',
    'balance-rebuilt': 'Balances rebuilt',
    removed: 'Removals',
    'postal-code-added': 'Postal codes added',
    'postal-code-changed': 'Postal codes changed',
    'postal-code-removed': 'Postal codes removed',
    'status-added': 'States added',
    'status-renamed': 'States renamed',
    'status-removed': 'States removed',
  },
  sentences: {
    'logged-in': (f: Facts) => `Logged in from ${or(f.address)}.`,
    'log-in-failed': (f: Facts) =>
      `${f.part === 'own-password' ? 'Did not know the password when changing it,' : 'Could not log in'} from ${or(f.address)}: wrong ${f.part === 'code' ? 'code' : 'password'}, failure ${or(f.failures)}.`,
    exported: (f: Facts) => {
      const whats: Record<string, string> = { customers: 'customers', plan: 'the plan of a day', audit: 'the audit' }
      const verb = f.form === 'print' ? 'Printed' : 'Downloaded'
      return `${verb} ${whats[f.kind ?? ''] ?? or(f.kind)}${f.form === 'print' ? '' : ` as ${or(f.form).toUpperCase()}`}${f.query ? ` (${f.query})` : ', all of it'}.`
    },
    'totp-on': () => 'Turned the second factor on.',
    'person-added': (f: Facts) => `Added ${or(f.username)} as ${or(f.role)}.`,
    'person-changed': (f: Facts) => {
      const parts = [
        f.name && `name ${f.name}`,
        f.email && `e-mail ${f.email}`,
        f.role && `role ${f.role}`,
        f.collector && `collector ${f.collector}`,
        f.disabled && (f.disabled === 'true' ? 'disabled' : 'may log in'),
        f.withoutTotp && 'second factor off',
      ].filter(Boolean)
      return `Changed ${or(f.username)}: ${parts.join(', ') || 'details'}.`
    },
    'person-password': (f: Facts) => `Set a new password for ${or(f.username)}.`,
    'sessions-ended': (f: Facts) => `Ended ${or(f.count)} sessions of ${or(f.username)}.`,
    'role-saved': (f: Facts) =>
      `Saved the role ${or(f.name)}${f.was === undefined ? '' : ` (${f.was} before)`}${f.ownCustomers === 'true' ? ', own customers only' : ''}: ${list(f.permissions) || 'no permissions'}.`,
    'role-removed': (f: Facts) => `Deleted the role ${or(f.name)}, which nobody had: ${list(f.permissions) || 'no permissions'}.`,
    setting: (f: Facts) => `Changed ${or(f.label ?? f.key)} from ${or(f.from)} to ${or(f.to)}.`,
    'secret-seen': (f: Facts) =>
      f.secret === 'portal-password'
        ? 'Looked at the password of the portal.'
        : f.secret === 'connection-password'
          ? `Looked at the password of the connection ${or(f.connection)}.`
          : `Looked at ${or(f.secret ?? f.what)}.`,
    'note-added': () => 'Added a note.',
    'file-added': (f: Facts) => `Uploaded the file ${or(f.name)}.`,
    'file-removed': (f: Facts) => `Deleted the file ${or(f.name)}${comment(f)}.`,
    'order-cancelled': (f: Facts) =>
      `${f.connection ? `The order for ${f.connection}` : 'An order'}${f.router ? ` on ${f.router}` : ''} was cancelled: ${or(f.reasonWord)}${comment(f)}.`,
    'radius-token': () => 'Made a token for FreeRADIUS.',
    added: (f: Facts) => {
      if (f.promotion) return `Added the promotion “${f.promotion}” to the plan ${or(f.plan)}, from ${or(f.from)} to ${or(f.to)}.`
      if (f.position) return `Added the password ${f.position} of CPEs${f.username ? `, user ${f.username}` : ''}.`
      return `Added ${or(f.name ?? f.connection ?? f.router ?? f.code ?? f.prefix ?? f.username)}.`
    },
    removed: (f: Facts) => {
      if (f.promotion) return `Removed the promotion “${f.promotion}”.`
      if (f.cpePassword) return `Removed the password ${f.cpePassword} of CPEs.`
      if (f.snmp) return `Removed the SNMP access ${snmpOf(f.snmp)}.`
      return `Removed ${or(f.router ?? f.site ?? f.plan ?? f.radiusClient ?? f.connection ?? f.name)}.`
    },
    'status-added': (f: Facts) => `Added the state ${or(f.name)}.`,
    'status-renamed': (f: Facts) => `Renamed the state ${or(f.from)} to ${or(f.to)}.`,
    'status-removed': (f: Facts) => `Removed the state ${or(f.name)}.`,
    'postal-code-added': (f: Facts) => `Added the postal code ${or(f.code)}${f.place ? `, ${f.place}` : ''}.`,
    'postal-code-changed': (f: Facts) => `Changed a postal code: ${or(f.from)} to ${or(f.to)}.`,
    'postal-code-removed': (f: Facts) => `Removed the postal code ${or(f.code)}${f.place ? `, ${f.place}` : ''}.`,
    edited: (f: Facts) => {
      if (f.snmp) return `Saved the SNMP access ${snmpOf(f.snmp)}.`
      if (f.position) return `Changed the password ${f.position} of CPEs.`
      return `Changed ${list(f.changed) || 'details'}${f.router || f.connection ? ` of ${f.connection ?? f.router}` : ''}${f.import ? ` (import ${f.import})` : ''}.`
    },
    deleted: (f: Facts) => `Deleted the customer, whose code was ${or(f.from)}${comment(f)}.`,
    recoded: (f: Facts) => `Changed the code from ${or(f.from)} to ${or(f.to)}${comment(f)}.`,
    'brought-back': (f: Facts) => `Brought the customer back with the code ${or(f.to)}${comment(f)}.`,
    payment: (f: Facts) => `Entered the payment ${or(f.number)}${f.amount ? ` of ${f.amount}` : ''}${comment(f)}.`,
    adjustment: (f: Facts) =>
      `Adjusted the balance by ${or(f.kind)} ${or(f.number)}${f.amount ? ` of ${f.amount}` : ''}${comment(f)}.`,
    voided: (f: Facts) => `Voided ${or(f.voids)} by ${or(f.kind)} ${or(f.number)}${comment(f)}.`,
    import: (f: Facts) => `Imported ${or(f.kind)} of the file ${or(f.file)}: ${or(f.rows)} rows.`,
    'cut-by-hand': (f: Facts) => `Cut by hand${comment(f)}.`,
    'enabled-by-hand': (f: Facts) => `Enabled by hand${f.endsOn ? ` until ${f.endsOn}` : ''}${comment(f)}.`,
    'cut-ordered': (f: Facts) => `Ordered ${or(f.connection)} to be cut on ${or(f.router)}: ${or(f.reasonWord)}.`,
    'restore-ordered': (f: Facts) => `Ordered ${or(f.connection)} to be restored on ${or(f.router)}: ${or(f.reasonWord)}.`,
    'promise-saved': (f: Facts) => `Saved a promise for ${or(f.promisedOn)}${comment(f)}.`,
    'promise-withdrawn': (f: Facts) => `Withdrew the promise for ${or(f.promisedOn)}.`,
    'promise-replaced': (f: Facts) => `Replaced the promise for ${or(f.promisedOn)}.`,
  },
}
