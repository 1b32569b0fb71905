// What went wrong, by the code of the fault: what it is and what to do.

import type { FaultCode } from '../../../../core/fault.ts'

export const faults = {
  'input-invalid':
    'Something is missing or not written as it should be: check what is stored of the router and of the connection.',
  'record-missing': 'What was needed is not on record any more: perhaps it was removed.',
  'record-conflict':
    'What is on record contradicts itself, so this cannot be done: check the user and the address of the connection, which cannot belong to several.',
  'not-allowed': 'Whoever asked for it may not do that.',
  'form-foreign': 'The form was sent from another session. Open it again and repeat what you did.',
  'too-many': 'Too many requests came at once. Wait a minute and try again.',
  'guard-refused': 'The guard held it: there were more cuts than are allowed without confirming.',
  'lock-held': 'Another process is doing the same. Wait for it to end and try again.',
  'store-busy': 'The database is busy. This lasts a few seconds as a rule: try again.',
  'store-full': 'There is no space left where the database is. Tell whoever runs the system.',
  'store-newer': 'The database is of a newer version than the program. Tell whoever runs the system.',
  'secret-unreadable': 'The stored password cannot be opened with the present secret key. It has to be entered again.',
  'device-unreachable': 'The router cannot be reached: it is off, has no link, or its address or port are others.',
  'device-silent': 'The router accepted and did not finish its answer.',
  'device-login': 'The router does not accept the user and password, or shows another identity than the stored one.',
  'device-refused': 'The router understood and refused. Test it from its page to see what is missing there.',
  'device-garbled': 'The router answered something that cannot be understood: perhaps another service is at that port.',
} satisfies Record<FaultCode, string>

/** The same where the device is the CPE of a customer, or the radio that serves him. */
export const cpeFaults = {
  'secret-unreadable': 'The stored CPE passwords cannot be opened with the present secret key. They have to be entered again.',
  'device-unreachable': 'It is off, has no link, or its address or its panel are others.',
  'device-silent': 'It accepted and did not finish its answer.',
  'device-login': 'None of the CPE passwords opens it. Check them in the CPE settings.',
  'device-refused': 'It refused, or showed another identity than before: perhaps it was replaced or reset.',
  'device-garbled': 'It answered something that cannot be understood: perhaps another device is at that address.',
} satisfies Partial<Record<FaultCode, string>>
